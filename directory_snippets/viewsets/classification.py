from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from soskes_wagtail.directory_snippets.models import ServiceClass, TargetGroup
from soskes_wagtail.directory_snippets.viewsets import panels
from soskes_wagtail.directory_snippets.viewsets.base import REMOVE_USES, DirectoryViewSet


class ClassificationViewSet(DirectoryViewSet):
    way_out = REMOVE_USES
    ordering = ("sort_order", "code")
    narrow_columns = ("code",)
    list_display = (
        "__str__",
        Column("code", label=_("Code"), sort_key="code"),
        Column("parent", label=_("Part of"), sort_key="parent__name_fi"),
        Column("sort_order", label=_("Order"), sort_key="sort_order"),
    )
    list_select = ("parent",)
    search_fields = ("name_fi", "name_sv", "name_en", "code")
    panels = [
        panels.in_three("name", _("Name")),
        MultiFieldPanel(
            [FieldPanel("parent"), FieldPanel("sort_order")], heading=_("Place in the list")
        ),
        panels.technical(FieldPanel("code"), FieldPanel("uri")),
    ]


class ServiceClassViewSet(ClassificationViewSet):
    model = ServiceClass
    icon = "tag"


class TargetGroupViewSet(ClassificationViewSet):
    model = TargetGroup
    icon = "crosshairs"
