"""What reports of imports have in common, whatever is imported."""

from collections.abc import Sequence
from enum import StrEnum

from django.utils.translation import gettext as _


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    #: Of PTV: taken away there. Of Finlex: no longer in force, which it was here.
    WITHDRAWN = "withdrawn"


def nothing_usable(source: str, skipped: Sequence[dict[str, str]]) -> str:
    """Why nothing of a source could be imported, with the first of the items that were skipped."""
    if not skipped:
        return _("There is nothing to import in %(source)s.") % {"source": source}
    first = skipped[0]
    return _("There is nothing usable in %(source)s. %(item)s: %(reason)s") % {
        "source": source,
        "item": first["id"],
        "reason": first["reason"],
    }
