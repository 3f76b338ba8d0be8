from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page

from soskes_wagtail.community.feedback import guard
from soskes_wagtail.community.feedback.forms import FeedbackForm
from soskes_wagtail.community.feedback.services import keep
from soskes_wagtail.community.feedback.showing import too_many
from soskes_wagtail.pages import SoskesPageMixin, SoskesRoutablePageMixin
from soskes_wagtail.sections.services.view_restrictions import RoutedPrivacyMixin


class FeedbackPageMixin(SoskesRoutablePageMixin, RoutedPrivacyMixin, SoskesPageMixin, models.Model):
    """Where people give feedback on the training, the system, the content and the project."""

    is_soskes_feedback = True
    is_soskes_tool = True
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        abstract = True

    @path("", name="form")
    def form_view(self, request: HttpRequest) -> HttpResponse:
        form = FeedbackForm(request.POST or None, initial=_details(request))
        if request.method == "POST" and form.is_valid():
            if guard.within_limit(request):
                keep(form.cleaned_data, request)
                return redirect(f"{self.get_url(request)}?kiitos=1")
            form.add_error(None, too_many())
        done = request.method == "GET" and "kiitos" in request.GET
        return self.render(request, context_overrides={"form": form, "done": done})


class FeedbackPage(FeedbackPageMixin, Page):
    template = "soskes_wagtail/community/feedback/feedback_page.html"

    class Meta:
        verbose_name = _("feedback page")
        verbose_name_plural = _("feedback pages")


def _details(request: HttpRequest) -> dict[str, str]:
    """What the form knows of somebody who is signed in; sent only if they choose to sign it."""
    user = request.user
    if not user.is_authenticated:
        return {}
    return {"name": user.get_full_name(), "email": user.email}
