"""Columns that several lists share."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn


class StateColumn(StatusTagColumn):
    """A badge: in force, ended on a day, or not yet in force. Sorts by the last day."""

    def __init__(self, sort_key="valid_to"):
        super().__init__(
            "state", label=gettext_lazy("In force"), sort_key=sort_key, primary=is_in_force
        )

    def get_value(self, instance):
        return state_of(instance)


def is_in_force(record) -> bool:
    return record.is_current() and getattr(record, "in_force", True)


def state_of(record) -> str:
    """In words whether a record is in force today."""
    today = timezone.localdate()
    if record.valid_to and record.valid_to < today:
        return _("ended %(date)s") % {"date": _date(record.valid_to)}
    if not getattr(record, "in_force", True):
        return _("ended")
    if record.valid_from and record.valid_from > today:
        return _("from %(date)s") % {"date": _date(record.valid_from)}
    return _("in force")


def _date(day) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


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
        return _date(day) if day else "–"
