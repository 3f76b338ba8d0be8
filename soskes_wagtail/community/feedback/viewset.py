"""The inbox in the admin."""

import django_filters
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet

from soskes_wagtail.access.admin_rows import RowCheckedViewSetMixin
from soskes_wagtail.community.feedback import admin_views
from soskes_wagtail.community.feedback.models import Feedback
from soskes_wagtail.community.feedback.policy import feedback_policy


class FeedbackFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(choices=Feedback.State.choices, label=_("How far it is"))
    kind = django_filters.ChoiceFilter(choices=Feedback.Kind.choices, label=_("About"))
    wants_answer = django_filters.BooleanFilter(label=_("Wants an answer"))

    class Meta:
        model = Feedback
        fields = ["state", "kind", "wants_answer"]


class FeedbackEditView(EditView):
    """The message, who handles it and how far it is, and the answers."""

    template_name = "soskes_wagtail/community/feedback/admin/message.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["answer_form"] = admin_views.AnswerForm()
        context["answers"] = self.object.answers.select_related("by")
        return context


class FeedbackViewSet(RowCheckedViewSetMixin, ModelViewSet):
    model = Feedback
    name = "soskes_feedback"
    url_prefix = "soskes/feedback"
    icon = "comment"
    menu_label = _("Feedback")
    menu_order = 261
    add_to_admin_menu = True
    permission_policy = feedback_policy
    inspect_view_enabled = False
    copy_view_enabled = False
    edit_view_class = FeedbackEditView
    edit_template_name = "soskes_wagtail/community/feedback/admin/message.html"
    index_template_name = "soskes_wagtail/community/feedback/admin/inbox.html"
    filterset_class = FeedbackFilterSet
    list_per_page = 50
    list_display = (
        TitleColumn("__str__", label=_("Message"), url_name="soskes_feedback:edit"),
        Column("get_kind_display", label=_("About")),
        Column("page_title", label=_("Page")),
        Column("get_state_display", label=_("How far it is")),
        BooleanColumn("wants_answer", label=_("Wants an answer")),
        DateColumn("day", label=_("Day"), sort_key="day"),
    )
    panels = [FieldPanel("state"), FieldPanel("owner")]

    def get_edit_handler(self):
        handler = ObjectList(self.panels, base_form_class=admin_views.HandlingForm)
        return handler.bind_to_model(self.model)

    def get_queryset(self, request):
        # A "yes" is a figure, not a message to handle.
        return super().get_queryset(request).exclude(kind=Feedback.Kind.USEFUL)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("answer/<int:pk>/", admin_views.answer_view, name="answer"),
            path("statistics/", admin_views.statistics_view, name="statistics"),
            path("statistics.csv", admin_views.statistics_csv, name="statistics_csv"),
            path("messages.csv", admin_views.messages_csv, name="messages_csv"),
        ]
