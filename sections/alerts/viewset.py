from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from soskes_wagtail.access.admin_rows import RowCheckedViewSetMixin
from soskes_wagtail.sections.alerts.forms import AlertForm
from soskes_wagtail.sections.alerts.models import Alert
from soskes_wagtail.sections.alerts.policy import alert_policy


class AlertViewSet(RowCheckedViewSetMixin, ModelViewSet):
    model = Alert
    name = "soskes_alerts"
    url_prefix = "soskes/alerts"
    icon = "warning"
    menu_label = _("Alerts")
    menu_order = 260
    add_to_admin_menu = True
    permission_policy = alert_policy
    inspect_view_enabled = False
    copy_view_enabled = False
    list_per_page = 50
    list_display = (
        "title",
        Column("get_severity_display", label=_("How important")),
        Column("scope", label=_("For whom")),
        DateColumn("starts_at", label=_("Shown from"), sort_key="starts_at"),
        DateColumn("ends_at", label=_("Shown until"), sort_key="ends_at"),
    )
    panels = [
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("severity"),
        MultiFieldPanel(
            [FieldPanel("section"), FieldPanel("area"), FieldPanel("audience")],
            heading=_("For whom"),
        ),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading=_("When")),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("section", "area")

    def get_edit_handler(self):
        return ObjectList(self.panels, base_form_class=AlertForm).bind_to_model(self.model)
