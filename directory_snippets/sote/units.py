"""Units of the register beside those of the directory: only compared, never changed."""

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Unit
from soskes_wagtail.directory_snippets.sote.entries import Entry
from soskes_wagtail.directory_snippets.sote.known import Known
from soskes_wagtail.directory_snippets.sote.report import Kind, Report
from soskes_wagtail.directory_snippets.sote.tree import Tree


def compare(entry: Entry, unit: Unit, tree: Tree, known: Known, report: Report) -> bool:
    """Reports what differs; False, since a unit known by its OID has nothing missing."""
    if entry.ended:
        if unit.is_current():
            report.differ(Kind.UNIT, entry, "valid_to", "", _("ended"))
        return False
    top = known.organisation_above(tree, entry)
    if top is not None and not known.is_within(unit.organisation_id, top):
        own = known.organisations[unit.organisation_id]
        report.differ(Kind.UNIT, entry, "organisation", own.name_fi, top.name_fi)
    pairs = (
        ("name", unit.name_fi, entry.name),
        ("street", unit.street_fi, entry.street),
        ("postal_code", unit.postal_code, entry.postal_code),
    )
    for name, ours, theirs in pairs:
        if theirs and " ".join(ours.split()).casefold() != theirs.casefold():
            report.differ(Kind.UNIT, entry, name, ours, theirs)
    return False
