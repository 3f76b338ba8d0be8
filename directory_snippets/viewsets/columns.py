"""Columns that several lists share."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from soskes_wagtail.access import viewer_for
from soskes_wagtail.dates import short_date
from soskes_wagtail.directory_snippets.services.disclosure import shown
from soskes_wagtail.directory_snippets.services.state import is_in_force, state_of


class StateColumn(StatusTagColumn):
    """A badge: in force, ended on a day, or not yet in force. Sorts by the last day."""

    def __init__(self, sort_key="valid_to"):
        super().__init__(
            "state", label=gettext_lazy("In force"), sort_key=sort_key, primary=is_in_force
        )

    def get_value(self, instance):
        return state_of(instance)


class ManyColumn(Column):
    """The first names of a many-to-many field and how many more there are. Prefetch the field."""

    shown = 2

    def get_value(self, instance):
        records = list(getattr(instance, self.name).all())
        names = ", ".join(str(record) for record in records[: self.shown])
        more = len(records) - self.shown
        return (
            _("%(names)s and %(number)d more") % {"names": names, "number": more}
            if (more > 0)
            else names
        )


class DateColumn(Column):
    def get_value(self, instance):
        day = super().get_value(instance)
        return short_date(day) if day else "–"


class ShownColumn(Column):
    """A field that not everybody is shown who may see the row."""

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        viewer = viewer_for(parent_context["request"])
        return context | {"value": shown(viewer, instance)[self.name]}
