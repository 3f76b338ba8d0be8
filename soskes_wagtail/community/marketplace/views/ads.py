"""The list of ads, one ad, and the forms for putting one up and changing it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.community.marketplace import forms
from soskes_wagtail.community.marketplace.models import MODERATORS, Ad, Conversation
from soskes_wagtail.community.marketplace.services import ads, finding, moderating, talk
from soskes_wagtail.community.marketplace.views.base import (
    PER_PAGE,
    member,
    show,
    tell_errors,
    to,
    with_photos,
)


def listing(page, request: HttpRequest) -> HttpResponse:
    viewer = member(request)
    form = forms.AdFilterForm(request.GET)
    chosen = form.chosen()
    listed = Paginator(finding.listed(viewer, chosen), PER_PAGE).get_page(request.GET.get("page"))
    listed.object_list = with_photos(listed.object_list)
    return show(page, request, "list.html", listed=listed, form=form, chosen=chosen)


def own(page, request: HttpRequest) -> HttpResponse:
    """All of one's own ads, also those that have ended."""
    viewer = member(request)
    found = Ad.objects.filter(author=viewer.user).select_related("category", "area")
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    listed.object_list = with_photos(listed.object_list)
    return show(page, request, "own.html", listed=listed, title=_("Own ads"))


def new(page, request: HttpRequest) -> HttpResponse:
    viewer = member(request)
    form = forms.AdForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            ad = ads.put_up(viewer.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("photos" if error.code != "often" else None, error.messages)
        else:
            messages.success(
                request,
                _("Your ad is up until %(day)s.") % {"day": ad.expires_on.strftime("%-d.%-m.%Y")},
            )
            return to(page, request, f"{ad.pk}/")
    status = 422 if form.errors else 200
    return show(page, request, "form.html", status=status, form=form, title=_("New ad"))


def change(page, request: HttpRequest, pk: int) -> HttpResponse:
    viewer = member(request)
    ad = _found(viewer, pk)
    if ad.author_id != viewer.user.pk:
        raise PermissionDenied
    names = ("kind", "title", "body", "category", "area", "price")
    initial = {name: getattr(ad, name) for name in names} | {"key": ad.key}
    form = forms.AdForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in (*names, "photos")}
        try:
            ads.change(ad, viewer.user, remove=request.POST.getlist("remove"), **values)
        except ValidationError as error:
            form.add_error("photos", error.messages)
        else:
            messages.success(request, _("Saved."))
            return to(page, request, f"{ad.pk}/")
    with_photos([ad])
    status = 422 if form.errors else 200
    return show(
        page, request, "form.html", status=status, form=form, ad=ad, title=_("Change the ad")
    )


def ad(page, request: HttpRequest, pk: int) -> HttpResponse:
    viewer = member(request)
    found = _found(viewer, pk)
    message = forms.MessageForm()
    report = forms.ReasonForm(prefix="report")
    if request.method == "POST":
        done, message, report = _act(found, viewer, request, message, report)
        if done is not None:
            if done:
                messages.success(request, done)
            return to(page, request, _after(request, found, viewer))
    with_photos([found])
    conversation = Conversation.objects.filter(ad=found, asker=viewer.user).first()
    waiting = []
    if viewer.has_role(*MODERATORS):
        waiting = found.reports.filter(handled_at=None).select_related("reporter")
    return show(
        page,
        request,
        "ad.html",
        status=422 if message.errors or report.errors else 200,
        ad=found,
        is_own=found.author_id == viewer.user.pk,
        days_left=ads.days_left(found),
        conversation=conversation,
        message=message,
        report=report,
        waiting=waiting,
        title=found.title,
    )


def _act(ad: Ad, viewer: Viewer, request: HttpRequest, message, report):
    """Do what the button says: what to tell (None: nothing was done), and the two forms."""
    action, user = request.POST.get("do", ""), viewer.user
    try:
        if action == "renew":
            ads.renew(ad, user)
            return _("The ad is up for thirty days more."), message, report
        if action == "finish":
            ads.finish(ad, user)
            return _("The ad is out of the list."), message, report
        if action == "delete":
            ads.delete(ad, user)
            return _("The ad and what was written about it are deleted."), message, report
        if action == "keep":
            moderating.keep(ad, viewer)
            return _("The ad stays."), message, report
        if action == "message":
            message = forms.MessageForm(request.POST)
            if message.is_valid():
                talk.begin(ad, user, **message.cleaned_data)
                return _("Your message has been sent."), message, report
        elif action in ("report", "hide"):
            report = forms.ReasonForm(request.POST, prefix="report")
            if report.is_valid():
                reason = report.cleaned_data["reason"]
                if action == "report":
                    moderating.report(ad, user, reason)
                    return _("Thank you. A moderator looks at it."), message, report
                moderating.hide(ad, viewer, reason)
                return _("The ad is hidden."), message, report
        else:
            messages.error(request, _("That cannot be done here."))
    except ValidationError as error:
        tell_errors(request, error)
    return None, message, report


def _after(request: HttpRequest, ad: Ad, viewer: Viewer) -> str:
    action = request.POST.get("do")
    if action == "delete":
        return "omat/"
    if action == "message":
        conversation = Conversation.objects.filter(ad=ad, asker=viewer.user).first()
        return f"viestit/{conversation.pk}/" if conversation else f"{ad.pk}/"
    return f"{ad.pk}/"


def _found(viewer: Viewer, pk: int) -> Ad:
    found = visible_to(viewer, Ad.objects.select_related("author", "category", "area"))
    ad = found.filter(pk=pk).first()
    if ad is None:
        raise Http404
    return ad
