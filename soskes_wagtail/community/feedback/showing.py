"""The question below every page, and what comes of answering it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from soskes_wagtail.access import viewer_for
from soskes_wagtail.around import (
    PageAction,
    PagePart,
    Place,
    back_to,
    kept_html,
    register_page_action,
    register_page_part,
)
from soskes_wagtail.community.feedback import guard
from soskes_wagtail.community.feedback.forms import QuickForm
from soskes_wagtail.community.feedback.guard import opened_now
from soskes_wagtail.community.feedback.services import keep_quick
from soskes_wagtail.navigation import marked_page_url

TEMPLATES = "soskes_wagtail/community/feedback/"


def register() -> None:
    register_page_part(PagePart("feedback", Place.BELOW, question, order=10))
    register_page_action(PageAction("feedback", take))


def question(request: HttpRequest, page: Page) -> str:
    """ "Was this useful?"; not on pages that are tools, whose forms would be beside it."""
    if getattr(page, "is_soskes_tool", False) or request.method == "POST":
        return ""
    language = get_language() or ""
    url = marked_page_url("is_soskes_feedback", viewer_for(request), request, language)
    return kept_html(
        request,
        f"{TEMPLATES}question.html",
        lambda: {"form": QuickForm(), "feedback_url": url},
        [url],
        opened=opened_now(),
    )


def take(request: HttpRequest, page: Page) -> HttpResponse:
    """Store it, or show the form again with what was written and what is wrong with it."""
    form = QuickForm(request.POST)
    if form.is_valid():
        if guard.within_limit(request):
            keep_quick(form.cleaned_data, page)
            messages.success(request, _("Thank you. Your feedback has been received."))
            return redirect(back_to(request, page))
        form.add_error(None, too_many())
    context = page.get_context(request) | {"form": form, "back": back_to(request, page)}
    return TemplateResponse(request, f"{TEMPLATES}again.html", context)


def too_many() -> str:
    return _("You have sent a lot in a short time. Please send this again in an hour.")
