"""Whether a record is in force, in words."""

from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.dates import short_date


def is_in_force(record) -> bool:
    withdrawn = getattr(record, "withdrawn_at", None)
    return record.is_current() and not withdrawn and getattr(record, "in_force", True)


def state_of(record) -> str:
    """In words whether a record is in force today."""
    today = timezone.localdate()
    if record.valid_to and record.valid_to < today:
        return _("ended %(date)s") % {"date": short_date(record.valid_to)}
    if not getattr(record, "in_force", True):
        return _("ended")
    if getattr(record, "withdrawn_at", None):
        return _("withdrawn from PTV")
    if record.valid_from and record.valid_from > today:
        return _("from %(date)s") % {"date": short_date(record.valid_from)}
    return _("in force")
