"""What to ask of v11, and in which order."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from soskes_wagtail.directory_snippets.ptv.model import Kind
from soskes_wagtail.directory_snippets.ptv.pager import Pager, Scope
from soskes_wagtail.directory_snippets.ptv.parse_common import items, obj, text, uuid
from soskes_wagtail.directory_snippets.ptv.parser import recognise
from soskes_wagtail.directory_snippets.ptv.source import Batch
from soskes_wagtail.directory_snippets.ptv.v12 import ARCHIVED

#: Most identifiers that ``list?guids=`` takes.
GROUP = 100
#: Deepest tree of organisations that is climbed.
_LEVELS = 10
_AREAS = {"municipality": "Municipality", "wellbeing-county": "WellbeingServiceCounties"}
PATHS = {
    Kind.ORGANIZATION: "Organization",
    Kind.CHANNEL: "ServiceChannel",
    Kind.SERVICE: "Service",
}


class Walk:
    """Batches of one import: items, organisations they name, deletions."""

    def __init__(self, pager: Pager, scope: Scope):
        self._pager = pager
        self._scope = scope
        self._organizations: set[str] = set()
        self._wanted: set[str] = set()
        self._generals: dict[str, None] = {}

    def __iter__(self) -> Iterator[Batch]:
        if self._scope.organisation:
            yield from self._of_organisation()
        else:
            for path in PATHS.values():
                yield from self._list(path, self._list_path(path), self._filters())
        yield from self._general_descriptions()
        yield from self._missing_organizations()
        if self._scope.since:
            yield from self._archived()

    def _filters(self) -> dict[str, str]:
        return {"date": self._scope.moment} if self._scope.since else {}

    def _list_path(self, path: str) -> str:
        if not self._scope.area:
            return path
        kind, code = self._scope.area
        return f"{path}/list/area/{_AREAS[kind]}/code/{code}"

    def _list(self, path: str, address: str, filters: dict[str, str]) -> Iterator[Batch]:
        yield from self._followed(path, self._pager.series(address, filters))

    def list_at(self, address: str, params: dict[str, str]) -> Iterator[Batch]:
        """What one address below ``/api/v11/`` holds."""
        yield from self._followed(address.split("/")[0], self._pager.list_at(address, params))

    def _followed(self, path: str, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Items of a list. Some lists hold identifiers and names only: then the items are asked
        for by their identifiers."""
        for batch in batches:
            named = [
                text(data.get("id"))
                for data in items(batch.items)
                if recognise(data) is Kind.UNKNOWN and uuid(data.get("id"))
            ]
            whole = [data for data in batch.items if not _is_named_only(data)]
            yield self._noted(replace(batch, items=whole))
            yield from self._by_id(path, named)

    def _by_id(self, path: str, identifiers: list[str]) -> Iterator[Batch]:
        for start in range(0, len(identifiers), GROUP):
            guids = ",".join(identifiers[start : start + GROUP])
            batch = self._pager.one(f"{path}/list", {"guids": guids})
            name = f"{path}/list ({identifiers[start]} …)"  # a hundred identifiers are no name
            yield self._noted(replace(batch, name=name))

    def _noted(self, batch: Batch) -> Batch:
        """Remember which organisations came and which are named."""
        for data in items(batch.items):
            if "organizationNames" in data:
                self._organizations.add(text(data.get("id")))
                self._want(data.get("parentOrganizationId"))
            else:
                self._want(data.get("organizationId"))
                for entry in items(data.get("organizations")):
                    self._want(obj(entry.get("organization")).get("id"))
                if identifier := uuid(data.get("generalDescriptionId")):
                    self._generals[str(identifier)] = None
        return batch

    def _general_descriptions(self) -> Iterator[Batch]:
        """Those that the services follow. That there is no such list is no fault of theirs."""
        for batch in self._by_id("GeneralDescription", list(self._generals)):
            if batch.status != 404:
                yield batch

    def _want(self, identifier) -> None:
        if uuid(identifier):
            self._wanted.add(identifier)

    def _missing_organizations(self) -> Iterator[Batch]:
        """Organisations outside the list that items of it belong to, and those above them."""
        for _level in range(_LEVELS):
            missing = sorted(self._wanted - self._organizations)
            if not missing:
                return
            self._organizations |= set(missing)
            yield from self._by_id("Organization", missing)

    def _of_organisation(self) -> Iterator[Batch]:
        wanted = self._scope.organisation
        part = "" if uuid(wanted) else "businesscode/" if "-" in wanted else "oid/"
        batch = self._noted(self._pager.one(f"Organization/{part}{wanted}"))
        yield batch
        own: dict[str, None] = {}
        level = [batch]
        for _level in range(_LEVELS):
            found = [data for one in level for data in items(one.items)]
            own |= dict.fromkeys(text(data.get("id")) for data in found)
            below = {
                text(sub.get("id")) for data in found for sub in items(data.get("subOrganizations"))
            }
            level = list(self._by_id("Organization", sorted(below - own.keys() - {""})))
            if not level:
                break
            yield from level
        for path in ("ServiceChannel", "Service"):
            for identifier in own:
                filters = self._filters() | {"organizationId": identifier}
                yield from self._list(path, f"{path}/list/organization", filters)

    def _archived(self) -> Iterator[Batch]:
        """Deleted and withdrawn items; v11 lists them by a status of their own."""
        for kind, path in PATHS.items():
            for status in ("Archived", "Withdrawn"):
                for batch in self._pager.series(path, self._filters() | {"status": status}):
                    gone = [
                        {"contentId": data.get("id"), ARCHIVED: str(kind)}
                        for data in items(batch.items)
                    ]
                    yield replace(batch, items=gone)


def _is_named_only(data) -> bool:
    return isinstance(data, dict) and recognise(data) is Kind.UNKNOWN and bool(uuid(data.get("id")))
