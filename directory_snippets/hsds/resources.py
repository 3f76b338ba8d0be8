"""What the read API lists: for each resource its filters, its rows and how they look."""

import uuid
from collections.abc import Sequence
from typing import Any, Protocol

from django.db.models import Model, Q, QuerySet

from soskes_wagtail.directory_snippets.hsds.ids import find, record_id, service_id
from soskes_wagtail.directory_snippets.hsds.nearby import by_place
from soskes_wagtail.directory_snippets.hsds.offering import service_at_locations
from soskes_wagtail.directory_snippets.hsds.organization import organizations
from soskes_wagtail.directory_snippets.hsds.params import Params
from soskes_wagtail.directory_snippets.hsds.queries import Directory
from soskes_wagtail.directory_snippets.hsds.related import (
    complete_organization,
    complete_service_at_location,
)
from soskes_wagtail.directory_snippets.hsds.service import services
from soskes_wagtail.directory_snippets.hsds.service_filters import (
    NOTHING,
    by_classification,
    filter_services,
    published_since,
)
from soskes_wagtail.directory_snippets.hsds.taxonomy import (
    TAXONOMIES,
    Taxonomy,
    find_taxonomy,
    term_as_hsds,
)
from soskes_wagtail.directory_snippets.hsds.values import compact
from soskes_wagtail.directory_snippets.models import Organisation, ServiceOffering, Unit
from soskes_wagtail.directory_snippets.services.disclosure import searched
from soskes_wagtail.directory_snippets.services.words import words_q

NAMES = ("name_fi", "name_sv", "name_en")
DESCRIPTIONS = ("description_fi", "description_sv", "description_en")
SERVICE_FILTERS = frozenset(
    ("search", "taxonomy_id", "taxonomy_term_id", "organization_id", "modified_after")
)


class Resource(Protocol):
    """``filters``: names of the parameters that ``rows`` keeps."""

    filters: frozenset[str]

    def rows(self, directory: Directory, params: Params) -> QuerySet | Sequence: ...

    def shown(self, directory: Directory, rows: Sequence, params: Params) -> list[dict]: ...

    def one(self, directory: Directory, wanted: uuid.UUID) -> dict[str, Any] | None: ...


class Services:
    filters = SERVICE_FILTERS

    def rows(self, directory: Directory, params: Params) -> QuerySet:
        return filter_services(directory, directory.services(), params)

    def shown(self, directory: Directory, rows: Sequence, params: Params) -> list[dict]:
        if params.minimal:
            return [
                compact(
                    id=service_id(row.any_ptv_id, row.translation_key),
                    modified_date=row.last_published_at and row.last_published_at.isoformat(),
                )
                for row in rows
            ]
        return services(directory, rows, full=params.full)

    def one(self, directory: Directory, wanted: uuid.UUID) -> dict[str, Any] | None:
        row = directory.find_service(wanted)
        return services(directory, [row], full=True)[0] if row else None


class Organizations:
    filters = frozenset(("search",))

    def rows(self, directory: Directory, params: Params) -> QuerySet:
        fields = searched(directory.viewer, Organisation, (*NAMES, *DESCRIPTIONS))
        return directory.organizations().filter(words_q(params.search, fields))

    def shown(self, directory: Directory, rows: Sequence, params: Params) -> list[dict]:
        if params.minimal:
            return [{"id": record_id(row)} for row in rows]
        return organizations(directory, rows, full=params.full)

    def one(self, directory: Directory, wanted: uuid.UUID) -> dict[str, Any] | None:
        row = find(directory.organizations(), wanted)
        return complete_organization(directory, row) if row else None


class ServiceAtLocations:
    filters = SERVICE_FILTERS | {"postcode", "proximity"}

    def rows(self, directory: Directory, params: Params) -> QuerySet:
        rows = by_place(directory, directory.offerings_at_units(), params)
        if params.modified_after:
            # By the service's text: when the rest changed nobody knows.
            rows = rows.filter(published_since(params.modified_after, "service__"))
        if params.taxonomy_ids or params.term_ids:
            wanted = by_classification(directory.versions(), params)
            keys = wanted.order_by().values("translation_key")
            rows = rows.filter(service__translation_key__in=keys)
        if params.organization_id:
            found = find(directory.organizations(), params.organization_id)
            own = Q(organisation=found) | Q(organisation=None, unit__organisation=found)
            rows = rows.filter(own if found else NOTHING)
        fields = searched(directory.viewer, ServiceOffering, ("service__name", "note"))
        names = searched(directory.viewer, Unit, NAMES)
        return rows.filter(
            words_q(params.search, [*fields, *((f"unit__{name}", q) for name, q in names)])
        )

    def shown(self, directory: Directory, rows: Sequence, params: Params) -> list[dict]:
        return service_at_locations(directory, rows, full=params.full)

    def one(self, directory: Directory, wanted: uuid.UUID) -> dict[str, Any] | None:
        row = find(directory.offerings_at_units(), wanted)
        return complete_service_at_location(directory, row) if row else None


class Taxonomies:
    filters = frozenset(("search",))

    def rows(self, directory: Directory, params: Params) -> Sequence[Taxonomy]:
        words = params.search.casefold().split()
        return [row for row in TAXONOMIES if all(w in str(row.name).casefold() for w in words)]

    def shown(self, directory: Directory, rows: Sequence, params: Params) -> list[dict]:
        return [row.as_hsds() for row in rows]

    def one(self, directory: Directory, wanted: uuid.UUID) -> dict[str, Any] | None:
        found = find_taxonomy(wanted)
        return found.as_hsds() if found else None


class TaxonomyTerms:
    filters = frozenset(("search", "taxonomy_id", "parent_id", "top_only"))

    def rows(self, directory: Directory, params: Params) -> Sequence[Model]:
        rows = [
            term
            for taxonomy in TAXONOMIES
            if all(taxonomy.id == str(wanted) for wanted in params.taxonomy_ids)
            for term in taxonomy.model.objects.all()
        ]
        words = params.search.casefold().split()
        return [
            term
            for term in rows
            if all(word in f"{term.code} {term.name}".casefold() for word in words)
            and (not params.parent_id or _parent(term) == str(params.parent_id))
            and not (params.top_only and term.parent_id)
        ]

    def shown(self, directory: Directory, rows: Sequence, params: Params) -> list[dict]:
        return [term_as_hsds(row, directory.language) for row in rows]

    def one(self, directory: Directory, wanted: uuid.UUID) -> dict[str, Any] | None:
        found = (find(taxonomy.model.objects.all(), wanted) for taxonomy in TAXONOMIES)
        term = next((term for term in found if term), None)
        return term_as_hsds(term, directory.language) if term else None


def _parent(term: Model) -> str | None:
    return term_as_hsds(term, "fi").get("parent_id")
