"""The admin's views where the directory needs something of its own."""

from django.db import transaction
from django.db.models import Manager, ProtectedError, Q, RestrictedError
from django.forms import Media
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import ClusterableModel
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.side_panels import StatusSidePanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from soskes_wagtail.access import audit, viewer_for
from soskes_wagtail.directory_snippets.services.disclosure import (
    conceal,
    hidden_names,
    searched,
)
from soskes_wagtail.directory_snippets.services.identifiers import identifier_warnings
from soskes_wagtail.directory_snippets.services.usage import Usage, Use, parts_of
from soskes_wagtail.directory_snippets.services.words import words_q
from soskes_wagtail.directory_snippets.views.table_forms import kinds_for
from soskes_wagtail.directory_snippets.widgets import ADMIN_CSS
from soskes_wagtail.search_sources import found_ids


class IndexView(snippets.IndexView):
    """Search by words, the title sorts, and many-to-many fields can be exported.

    On a phone only the title and the ``narrow_columns`` are shown.
    """

    title_sort_key = None
    narrow_columns: tuple[str, ...] = ()

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        viewer = viewer_for(self.request)
        fields = searched(viewer, self.model, self.search_fields)
        # The index knows inflections and parts of compounds, too; what it does not have (what has
        # ended, what is closed to this editor as a reader) is found as it is written.
        inflected = found_ids(viewer, self.model, self.search_query)
        return queryset.filter(words_q(self.search_query, fields) | Q(pk__in=inflected))

    @cached_property
    def columns(self):
        columns = super().columns
        for column in columns:
            if isinstance(column, TitleColumn):
                column.sort_key = self.title_sort_key
            elif column.name not in ("bulk_actions", *self.narrow_columns):
                column.classname = "soskes-wide"
        return columns

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        context["media"] += Media(css={"all": [versioned_static(ADMIN_CSS)]})
        return context

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        kinds = [kind for kind in kinds_for(self.request.user) if kind.model is self.model]
        for kind in kinds:
            url = f"{reverse('soskes_tables:upload')}?kind={kind.key}"
            label = _("Import from a file")
            buttons.append(Button(label, url=url, icon_name="upload", priority=30))
        return buttons

    def as_spreadsheet(self, queryset, spreadsheet_format):
        data = {"kind": self.model._meta.label_lower, "format": spreadsheet_format}
        audit.record("export.records", actor=self.request.user, data=data)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def to_row_dict(self, item):
        hidden = hidden_names(viewer_for(self.request), item)
        return {
            field: "" if field in hidden else _exported(item, field) for field in self.list_export
        }


def _exported(item, field: str):
    display = getattr(item, f"get_{field}_display", None)
    value = display() if display else getattr(item, field)
    if isinstance(value, Manager):
        return ", ".join(str(record) for record in value.all())
    return value


class _WarnsOfIdentifiers:
    def form_valid(self, form):
        response = super().form_valid(form)
        if not self.expects_json_response:
            for warning in identifier_warnings(self.object):
                messages.warning(self.request, warning)
        return response


class CreateView(_WarnsOfIdentifiers, snippets.CreateView):
    pass


class CopyView(snippets.CopyView):
    """A copy to change and save, with its inner rows; codes that name one record stay behind.

    Wagtail fills the form with the row itself: its inner rows would be lost on saving.
    """

    codes = ("oid", "business_id", "ptv_id", "source_hash", "withdrawn_at")

    def get_initial_form_instance(self):
        self.original = super().get_initial_form_instance()
        if isinstance(self.original, ClusterableModel):
            copy, _children = self.original.copy_cluster(exclude_fields=self.codes)
            conceal(viewer_for(self.request), copy)
            return copy
        fields = self.model._meta.concrete_fields
        values = {f.attname: getattr(self.original, f.attname) for f in fields}
        return self.model(**values | {self.model._meta.pk.attname: None})

    def get_initial(self):
        related = {
            field.name: list(getattr(self.original, field.name).all())
            for field in self.model._meta.many_to_many
        }
        return super().get_initial() | related


class EditView(_WarnsOfIdentifiers, snippets.EditView):
    def get_side_panels(self):
        panels = super().get_side_panels()
        for panel in panels:
            if isinstance(panel, StatusSidePanel):
                # Wagtail counts what its index knows, which is not all.
                panel.get_usage_context = self._usage_context
        return panels

    def _usage_context(self):
        return {"usage_count": Usage(self.object).count(), "usage_url": self.get_usage_url()}


def use_rows(uses, user) -> list[dict]:
    """Uses for a template: a link where the user may edit, and no name where not."""
    finder = AdminURLFinder(user)
    rows = []
    for use in uses:
        url = finder.get_edit_url(use.user)
        private = _("(Private %(object)s)") % {"object": use.user._meta.verbose_name}
        label = str(use.user) if url else private
        rows.append({"kind": use.kind, "label": label, "field": use.field, "url": url})
    return rows


class UsageView(snippets.UsageView):
    def get_queryset(self):
        return Usage(self.object)

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "name",
                label=_("Name"),
                accessor=lambda row: row["label"],
                get_url=lambda row: row["url"],
            ),
            Column("kind", label=_("Type"), accessor=lambda row: row["kind"]),
            Column("field", label=_("Field"), accessor=lambda row: row["field"]),
        ]

    def get_table(self, object_list: list[Use], **kwargs):
        rows = use_rows(object_list, self.request.user)
        # Past Wagtail's own, which takes references of its index apart.
        return super(snippets.generic.UsageView, self).get_table(rows, **kwargs)


class DeleteView(snippets.DeleteView):
    """Refuses to delete what is in use, says by whom, and offers the way out."""

    listed = 20
    way_out = ""

    def get_usage(self):
        return Usage(self.object)

    def form_valid(self, form):
        if not self.usage.is_protected:
            try:
                with transaction.atomic():
                    return super().form_valid(form)
            except (ProtectedError, RestrictedError):
                # Somebody began to use it after the count.
                self.usage = Usage(self.object)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.usage.is_protected:
            user = self.request.user
            context["item"] = self.object
            context["uses"] = use_rows(self.usage[: self.listed], user)
            context["way_out"] = self.way_out
            context["edit_url"] = AdminURLFinder(user).get_edit_url(self.object)
        else:
            context["parts"] = [(capfirst(name), n) for name, n in parts_of(self.object)]
        return context
