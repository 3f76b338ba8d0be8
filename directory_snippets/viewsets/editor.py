from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column

from soskes_wagtail.directory_snippets.forms import OrganisationEditorForm
from soskes_wagtail.directory_snippets.models import OrganisationEditor
from soskes_wagtail.directory_snippets.viewsets.base import DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.filters import KeptFilterSet


class EditorFilterSet(KeptFilterSet):
    class Meta:
        model = OrganisationEditor
        fields = ["user"]


class OrganisationEditorViewSet(DirectoryViewSet):
    """Who edits which organisation; for administrators."""

    model = OrganisationEditor
    icon = "key"
    form_class = OrganisationEditorForm
    ordering = ("organisation__name_fi", "pk")
    narrow_columns = ("organisation",)
    title_sort_key = "organisation__name_fi"
    list_display = (
        "__str__",
        Column("user", label=_("User"), sort_key="user"),
        Column("organisation", label=_("Organisation"), sort_key="organisation__name_fi"),
    )
    list_select = ("user", "organisation")
    filterset_class = EditorFilterSet
    search_fields = ("user__first_name", "user__last_name", "organisation__name_fi")
    panels = [FieldPanel("user"), FieldPanel("organisation")]
