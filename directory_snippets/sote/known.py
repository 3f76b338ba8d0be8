"""What the directory already has, by the identifiers that the register uses."""

from soskes_wagtail.directory_snippets.models import Organisation, Unit
from soskes_wagtail.directory_snippets.sote.entries import Entry
from soskes_wagtail.directory_snippets.sote.tree import Tree


class Known:
    """Organisations by business id and OID, units by OID. Three queries."""

    def __init__(self):
        organisations = list(Organisation.objects.all())
        self.organisations = {row.pk: row for row in organisations}
        self._by_business_id = {row.business_id: row for row in organisations if row.business_id}
        self._by_oid = {row.oid: row for row in organisations if row.oid}
        self.units = {row.oid: row for row in Unit.objects.exclude(oid=None)}

    def organisation(self, tree: Tree, entry: Entry) -> Organisation | None:
        """The organisation that an entry is of: by its business id, else by an OID it has."""
        found = self._by_business_id.get(tree.business_id(entry))
        return found if found is not None else self._by_oid.get(entry.oid)

    def organisation_above(self, tree: Tree, entry: Entry) -> Organisation | None:
        """The closest organisation above an entry that the directory has; never itself."""
        own = self.organisation(tree, entry)
        for above in tree.above(entry):
            found = self.organisation(tree, above)
            if found is not None and (own is None or found.pk != own.pk):
                return found
        return None

    def is_within(self, organisation_id: int | None, top: Organisation) -> bool:
        """Whether an organisation is ``top`` or a part of it."""
        seen: set[int] = set()
        while organisation_id is not None and organisation_id not in seen:
            if organisation_id == top.pk:
                return True
            seen.add(organisation_id)
            step = self.organisations.get(organisation_id)
            organisation_id = step.parent_id if step else None
        return False

    def holder(self, oid: str) -> str:
        """Name of the record that has an OID; empty when none has."""
        found = self._by_oid.get(oid) or self.units.get(oid)
        return found.name_fi if found else ""

    def remember(self, record: Organisation | Unit) -> None:
        if isinstance(record, Unit):
            self.units[record.oid] = record
            return
        self.organisations[record.pk] = record
        self._by_oid[record.oid] = record
        if record.business_id:
            self._by_business_id[record.business_id] = record
