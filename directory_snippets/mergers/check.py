"""Whether two can be merged on a day, and why not."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from soskes_wagtail.dates import short_date
from soskes_wagtail.directory_snippets.models import Area, Merger, Organisation
from soskes_wagtail.directory_snippets.services.ownership import with_everything_below

#: Tasks go from one public body to another; the others only to their like.
_PUBLIC = {
    Organisation.Type.MUNICIPALITY,
    Organisation.Type.WELLBEING_COUNTY,
    Organisation.Type.JOINT_AUTHORITY,
}
_ONE_DAY = datetime.timedelta(days=1)


def problems_of(merger: Merger) -> list[str]:
    """Sentences; none when the merger can be carried out (or planned)."""
    found = []
    for old, new in merger.pairs:
        if old.pk == new.pk:
            return [_("Choose two different ones.")]
        found += _problems_of_pair(old, new, merger.date)
    if not merger.pairs:
        return [_("Choose two different ones.")]
    return found + _other_mergers(merger)


def _problems_of_pair(old, new, day: datetime.date) -> list[str]:
    found = []
    if not _same_kind(old, new):
        found.append(_("%(old)s and %(new)s are not of the same kind.") % _names(old, new))
    if isinstance(old, Organisation) and new.pk in with_everything_below([old.pk]):
        found.append(
            _("%(new)s is a part of %(old)s: it cannot take it over. Move it first.")
            % _names(old, new)
        )
    last = day - _ONE_DAY
    if old.successor_id:
        found.append(_("%(old)s has been merged already.") % _names(old, new))
    elif old.valid_to and old.valid_to < last:
        found.append(_("%(old)s ended already.") % _names(old, new))
    if old.valid_from and old.valid_from > last:
        found.append(_("%(old)s begins only later.") % _names(old, new))
    if not new.is_current(day):
        values = {**_names(old, new), "date": short_date(day)}
        found.append(_("%(new)s is not in force on %(date)s.") % values)
    return found


def _names(old, new) -> dict[str, str]:
    return {"old": str(old), "new": str(new)}


def _same_kind(old, new) -> bool:
    if isinstance(old, Area):
        return old.kind == new.kind
    return old.type == new.type or {old.type, new.type} <= _PUBLIC


def _other_mergers(merger: Merger) -> list[str]:
    """Somebody has planned the end of one of them already."""
    planned = Merger.objects.filter(state=Merger.State.PLANNED).exclude(pk=merger.pk)
    ends = Q()
    for old, new in merger.pairs:
        name = "old_area" if isinstance(old, Area) else "old_organisation"
        ends |= Q(**{name: old}) | Q(**{name: new, "date__lte": merger.date})
    others = planned.filter(ends).select_related(
        "old_area", "new_area", "old_organisation", "new_organisation"
    )
    return [
        _("Another merger is planned: %(merger)s on %(date)s.")
        % {"merger": other, "date": short_date(other.date)}
        for other in others
    ]
