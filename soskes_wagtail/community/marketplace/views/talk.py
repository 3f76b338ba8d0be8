"""Conversations about ads."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from soskes_wagtail.access import visible_to
from soskes_wagtail.community.marketplace import forms
from soskes_wagtail.community.marketplace.models import Conversation
from soskes_wagtail.community.marketplace.services import talk
from soskes_wagtail.community.marketplace.views.base import (
    PER_PAGE,
    member,
    show,
    tell_errors,
    to,
)
from soskes_wagtail.community.member_chooser import member_name


def conversations(page, request: HttpRequest) -> HttpResponse:
    viewer = member(request)
    found = talk.conversations_of(viewer)
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for conversation in listed.object_list:
        conversation.other = member_name(talk.other_side(conversation, viewer.user))
    return show(page, request, "conversations.html", listed=listed, title=_("Messages"))


def conversation(page, request: HttpRequest, pk: int) -> HttpResponse:
    viewer = member(request)
    rows = visible_to(viewer, Conversation.objects.select_related("ad__author", "asker"))
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    talk.mark_read(found, viewer.user)
    form = forms.MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            talk.say(found, viewer.user, **form.cleaned_data)
        except ValidationError as error:
            tell_errors(request, error)
        else:
            messages.success(request, _("Your message has been sent."))
            return to(page, request, f"viestit/{found.pk}/")
    return show(
        page,
        request,
        "conversation.html",
        status=422 if form.errors else 200,
        conversation=found,
        other=member_name(talk.other_side(found, viewer.user)),
        written=found.messages.select_related("sender"),
        form=form,
        title=found.ad.title,
    )
