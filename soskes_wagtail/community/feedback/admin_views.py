"""Answering from the inbox, and figures. Each asks the policy for the rows."""

import logging

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm

from soskes_wagtail.access import RoleKey, audit, role_groups
from soskes_wagtail.community.feedback import services, statistics
from soskes_wagtail.community.feedback.models import Feedback
from soskes_wagtail.community.feedback.policy import feedback_policy
from soskes_wagtail.directory_snippets.exports.tables import CSV_TYPE, as_csv
from soskes_wagtail.identity_codes import refuse_identity_codes

logger = logging.getLogger(__name__)
TEMPLATES = "soskes_wagtail/community/feedback/admin/"


class HandlingForm(WagtailAdminModelForm):
    """State and who handles it: people who work in SosKes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        editors = role_groups(
            RoleKey.MUNICIPAL_EDITOR,
            RoleKey.SECTION_EDITOR,
            RoleKey.MODERATOR,
            RoleKey.ADMINISTRATOR,
        )
        people = get_user_model()._default_manager.filter(
            is_active=True, groups__in=editors.order_by()
        )
        self.fields["owner"].queryset = people.distinct().order_by("last_name", "pk")


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        validators=[refuse_identity_codes],
    )


def readable(request: HttpRequest):
    """Rows that the user may read in the inbox; 403 for who has no business there."""
    if not feedback_policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    return feedback_policy.instances_user_has_any_permission_for(request.user, ["change"])


def answer_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an answer; what was written is kept when the mail server refuses it."""
    feedback = get_object_or_404(readable(request), pk=pk)
    edit = redirect("soskes_feedback:edit", feedback.pk)
    if request.method != "POST" or not feedback.email:
        return edit
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            services.answer(feedback, form.cleaned_data["text"], request.user)
        except OSError as error:
            logger.warning("An answer to feedback was not sent: %s", error)
            form.add_error(None, _("The mail server did not take the answer. Try again later."))
        else:
            messages.success(request, _("The answer has been sent."))
            return edit
    return render(
        request, f"{TEMPLATES}answer.html", {"feedback": feedback, "form": form}, status=200
    )


def statistics_view(request: HttpRequest) -> HttpResponse:
    rows = readable(request)
    context = {
        "months": statistics.by_month(rows),
        "pages": statistics.by_page(rows),
        "kinds": statistics.by_kind(rows),
    }
    return render(request, f"{TEMPLATES}statistics.html", context)


def statistics_csv(request: HttpRequest) -> HttpResponse:
    header = [_("Page"), _("Useful"), _("Something wrong")]
    rows = [
        [row["page_title"], row["useful"], row["wrong"]]
        for row in statistics.by_page(readable(request))
    ]
    return _file(request, as_csv(header, rows), "palaute-sivuittain.csv")


def messages_csv(request: HttpRequest) -> HttpResponse:
    """The messages, without who sent them."""
    header = [_("Day"), _("About"), _("Page"), _("How far it is"), _("Message")]
    rows = readable(request).exclude(kind=Feedback.Kind.USEFUL)
    cells = (
        [row.day, row.get_kind_display(), row.page_title, row.get_state_display(), row.text]
        for row in rows.iterator(chunk_size=500)
    )
    return _file(request, as_csv(header, cells), "palautteet.csv")


def _file(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    audit.record("export.feedback", actor=request.user, data={"file": name})
    response = HttpResponse(content, content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
