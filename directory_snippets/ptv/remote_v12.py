"""What to ask of v12, and in which order."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from soskes_wagtail.directory_snippets.ptv.model import Kind
from soskes_wagtail.directory_snippets.ptv.pager import Pager, Scope
from soskes_wagtail.directory_snippets.ptv.parse_common import items, obj, text, uuid
from soskes_wagtail.directory_snippets.ptv.source import Batch
from soskes_wagtail.directory_snippets.ptv.v12 import ARCHIVED

_PAGE_SIZE = "100"
#: Most identifiers that a filter takes.
_GROUP = 20
#: Deepest tree of organisations that is climbed.
_LEVELS = 10
_CODES = (
    "service-classes",
    "municipality-codes",
    "region-codes",
    "wellbeing-services-county-codes",
    "postal-codes",
)
_AREAS = {"municipality": "municipalities", "wellbeing-county": "wellbeingServicesCounties"}
PATHS = {
    Kind.ORGANIZATION: "organization",
    Kind.CHANNEL: "service-channel",
    Kind.SERVICE: "service",
}


class Walk:
    """Batches of one import: codes, items, organisations they name, connections, deletions."""

    def __init__(self, pager: Pager, scope: Scope):
        self._pager = pager
        self._scope = scope
        self._organizations: set[str] = set()
        self._wanted: set[str] = set()
        self._services: dict[str, None] = {}
        self._generals: dict[str, None] = {}

    def __iter__(self) -> Iterator[Batch]:
        for path in _CODES:
            yield from self._codes(path)
        if self._scope.organisation:
            yield from self._of_organisation()
        else:
            for kind in Kind:
                if kind in PATHS:
                    yield from self._search(PATHS[kind], self._filters())
        yield from self._general_descriptions()
        yield from self._connections()
        yield from self._missing_organizations()
        if self._scope.since:
            yield from self._archived()

    def _filters(self) -> dict[str, str]:
        found = {"publishedAtOrAfter": f"{self._scope.moment}Z"} if self._scope.since else {}
        if self._scope.area:
            kind, code = self._scope.area
            found |= {"areaType": "LimitedArea", _AREAS[kind]: code}
        return found

    def _codes(self, path: str) -> Iterator[Batch]:
        """A reference list, which may or may not be in pages."""
        batch = self._pager.one(path)
        if batch.status == 400 or (batch.page and batch.page[1] > 1):
            yield from self._pager.series(path, {}, pageSize=_PAGE_SIZE)
        else:
            yield batch

    def _search(self, path: str, filters: dict[str, str]) -> Iterator[Batch]:
        for batch in self._pager.series(f"{path}/search", filters, pageSize=_PAGE_SIZE):
            yield self._noted(batch)

    def _published(self, path: str, identifier: str) -> Iterator[Batch]:
        """An item that others name. One that is not published (404) is no fault of the answer:
        what names it says so in the report."""
        batch = self._noted(self._pager.one(f"{path}/{identifier}"))
        if batch.status != 404:
            yield batch

    def _noted(self, batch: Batch) -> Batch:
        """Remember which items came and which organisations they name."""
        for data in items(batch.items):
            identifier = text(data.get("contentId"))
            if "organizationType" in data:
                self._organizations.add(identifier)
                self._want(data.get("parentOrganizationContentId"))
            elif "serviceType" in data:
                self._services[identifier] = None
                if uuid(data.get("generalDescriptionContentId")):
                    self._generals[data["generalDescriptionContentId"]] = None
                self._want(data.get("organizationContentId"))
                self._want(*_listed(data.get("otherResponsibleOrganizations")))
                for part in obj(data.get("producers")).values():
                    self._want(*_listed(obj(part).get("organizations")))
            elif "serviceChannelType" in data:
                self._want(data.get("organizationContentId"))
        return batch

    def _want(self, *identifiers) -> None:
        self._wanted |= {value for value in identifiers if uuid(value)}

    def _missing_organizations(self) -> Iterator[Batch]:
        """Organisations outside the search that items of it belong to, and those above them."""
        for _level in range(_LEVELS):
            missing = sorted(self._wanted - self._organizations)
            if not missing:
                return
            self._organizations |= set(missing)
            for identifier in missing:
                yield from self._published("organization", identifier)

    def _of_organisation(self) -> Iterator[Batch]:
        roots: list[str] = []
        for batch in self._find_organisation():
            roots += [text(data.get("contentId")) for data in items(batch.items)]
            yield self._noted(batch)
        below: dict[str, None] = {}
        for root in roots:
            tree = self._pager.one(f"organization/hierarchy/{root}")
            if tree.problem:
                yield tree
            edges = [edge for data in items(tree.items) for edge in items(data.get("edges"))]
            below |= dict.fromkeys(_descendants(root, edges))
        for identifier in below:
            if identifier not in self._organizations:
                yield from self._published("organization", identifier)
        own = list(dict.fromkeys([*roots, *below]))
        for kind in (Kind.CHANNEL, Kind.SERVICE):
            for group in _groups(own):
                filters = self._filters() | {"organizationContentIds": ",".join(group)}
                yield from self._search(PATHS[kind], filters)

    def _find_organisation(self) -> Iterator[Batch]:
        wanted = self._scope.organisation
        if uuid(wanted):
            yield self._pager.one(f"organization/{wanted}")
            return
        by_business_id = "-" in wanted
        filters = {"businessIds": wanted} if by_business_id else {}
        for batch in self._pager.series("organization/search", filters, pageSize=_PAGE_SIZE):
            key = "businessId" if by_business_id else "oid"
            found = [data for data in items(batch.items) if data.get(key) == wanted]
            if found or batch.problem:
                yield replace(batch, items=found)

    def _general_descriptions(self) -> Iterator[Batch]:
        """Those that the services follow; all at once where all services are asked for."""
        scope = self._scope
        if self._generals and not (scope.since or scope.area or scope.organisation):
            found = self._pager.series("general-description/search", {}, pageSize=_PAGE_SIZE)
            yield from (batch for batch in found if batch.status != 404)
            return
        for identifier in self._generals:
            yield from self._published("general-description", identifier)

    def _connections(self) -> Iterator[Batch]:
        scope = self._scope
        if not (scope.since or scope.area or scope.organisation):
            yield from self._pager.series("connection/search", {}, pageSize=_PAGE_SIZE)
            return
        if not (scope.area or scope.organisation):
            yield from self._services_of_changed_connections()
        for group in _groups(list(self._services)):
            whole = True
            filters = {"serviceContentIds": ",".join(group)}
            for batch in self._pager.series("connection/search", filters, pageSize=_PAGE_SIZE):
                whole = whole and not batch.problem
                last = batch.page is None or batch.page[0] >= batch.page[1]
                settled = frozenset(map(UUID, group)) if whole and last else frozenset()
                yield replace(batch, page=None, settles=settled)

    def _services_of_changed_connections(self) -> Iterator[Batch]:
        """A changed connection does not change its service, whose other connections are needed."""
        changed: dict[str, None] = {}
        for batch in self._pager.series("connection/search", self._filters(), pageSize=_PAGE_SIZE):
            if batch.problem:
                yield batch
            for data in items(batch.items):
                if uuid(data.get("serviceContentId")):
                    changed[data["serviceContentId"]] = None
        for identifier in changed:
            if identifier not in self._services:
                yield from self._published("service", identifier)

    def _archived(self) -> Iterator[Batch]:
        filters = {"archivedAtOrAfter": f"{self._scope.moment}Z"}
        for kind, path in PATHS.items():
            for batch in self._pager.series(f"{path}/archived", filters, pageSize=_PAGE_SIZE):
                gone = [
                    {"contentId": data.get("contentId"), ARCHIVED: str(kind)}
                    for data in items(batch.items)
                ]
                yield replace(batch, items=gone)


def _listed(value) -> list:
    return value if isinstance(value, list) else []


def _groups(identifiers: list[str]) -> Iterator[list[str]]:
    usable = [identifier for identifier in identifiers if uuid(identifier)]
    for start in range(0, len(usable), _GROUP):
        yield usable[start : start + _GROUP]


def _descendants(root: str, edges: Iterable[dict]) -> Iterator[str]:
    """Everything below ``root``; a circle ends where it closes."""
    below: dict[str, list[str]] = {}
    for edge in edges:
        parent, child = text(edge.get("parentContentId")), text(edge.get("childContentId"))
        below.setdefault(parent, []).append(child)
    seen, queue = {root}, [root]
    while queue:
        for child in below.get(queue.pop(), ()):
            if uuid(child) and child not in seen:
                seen.add(child)
                queue.append(child)
                yield child
