"""The register's entries as a tree by their ParentId; the OIDs themselves are no tree."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.sote.entries import Entry
from soskes_wagtail.directory_snippets.sote.report import Kind, Report
from soskes_wagtail.directory_snippets.validators import (
    ORGANISATION_ARC,
    validate_business_id,
    validate_oid,
)

MAX_OID = 100


class Tree:
    """Usable entries by OID; what cannot be used is said in the report."""

    def __init__(self, entries: Iterable[Entry], report: Report):
        self.by_oid: dict[str, Entry] = {}
        for entry in entries:
            if reason := self._fault(entry):
                report.skip(entry.oid, Kind.ORGANIZATION, reason)
            else:
                self.by_oid[entry.oid] = entry
        self._roots = self._organisations(report)

    def above(self, entry: Entry) -> Iterator[Entry]:
        """Parents of an entry, closest first; ends where they run in a circle."""
        seen = {entry.oid}
        step = self.by_oid.get(entry.parent)
        while step is not None and step.oid not in seen:
            yield step
            seen.add(step.oid)
            step = self.by_oid.get(step.parent)

    def business_id(self, entry: Entry) -> str:
        """The business id that the entry is the organisation of; empty for parts and units."""
        return self._roots.get(entry.oid, "")

    def _fault(self, entry: Entry) -> str:
        try:
            validate_oid(entry.oid)
        except ValidationError as error:
            return error.messages[0]
        if len(entry.oid) > MAX_OID:
            return _("The OID is too long.")
        if entry.oid in self.by_oid:
            return _("The OID is there more than once; the first one counts.")
        if not entry.name:
            return _("It has no name.")
        return ""

    def _has_lost_parent(self, entry: Entry) -> bool:
        """Parts may carry the business id of the whole, so that without it nothing is certain."""
        return entry.parent.startswith(ORGANISATION_ARC) and entry.parent not in self.by_oid

    def _organisations(self, report: Report) -> dict[str, str]:
        """OIDs of organisations: of the entries of a business id, the one above the others."""
        tops: dict[str, list[str]] = defaultdict(list)
        for entry in self.by_oid.values():
            if not entry.business_id or entry.ended:
                continue
            try:
                validate_business_id(entry.business_id)
            except ValidationError as error:
                report.skip(entry.oid, Kind.ORGANIZATION, error.messages[0])
                continue
            if self._has_lost_parent(entry):
                report.skip(
                    entry.oid,
                    Kind.ORGANIZATION,
                    _("What it is a part of, %(parent)s, is not in the source.")
                    % {"parent": entry.parent},
                )
                continue
            if all(above.business_id != entry.business_id for above in self.above(entry)):
                tops[entry.business_id].append(entry.oid)
        for business_id, oids in tops.items():
            if len(oids) > 1:
                for oid in oids:
                    report.skip(
                        oid,
                        Kind.ORGANIZATION,
                        _("Several entries have the business ID %(id)s; none was chosen.")
                        % {"id": business_id},
                    )
        return {oids[0]: business_id for business_id, oids in tops.items() if len(oids) == 1}
