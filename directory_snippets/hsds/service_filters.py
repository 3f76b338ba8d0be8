"""Filters of services; all that are given must hold."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from soskes_wagtail.directory_snippets.hsds.ids import find
from soskes_wagtail.directory_snippets.hsds.params import Params
from soskes_wagtail.directory_snippets.hsds.queries import Directory
from soskes_wagtail.directory_snippets.hsds.taxonomy import (
    TAXONOMIES,
    find_taxonomy,
    with_taxonomy,
    with_term,
)
from soskes_wagtail.directory_snippets.models import Service
from soskes_wagtail.directory_snippets.services.disclosure import searched
from soskes_wagtail.directory_snippets.services.words import words_q

TEXTS = ("name", "summary", "description", "who_for", "how_to_apply")
NOTHING = Q(pk__in=[])


def filter_services(directory: Directory, rows: QuerySet[Service], params: Params) -> QuerySet:
    """The services that ``params`` ask for; what no viewer knows of finds none."""
    rows = by_classification(rows, params)
    if params.organization_id:
        rows = rows.filter(_by_organization(directory, params))
    if params.modified_after:
        rows = rows.filter(published_since(params.modified_after))
    return rows.filter(words_q(params.search, searched(directory.viewer, Service, TEXTS)))


def published_since(moment: datetime.datetime, prefix: str = "") -> Q:
    """Services published since then. One of which nobody knows when it changed passes: who
    harvests only changes must not miss one."""
    field = f"{prefix}last_published_at"
    return Q(**{f"{field}__gte": moment}) | Q(**{f"{field}__isnull": True})


def by_classification(rows: QuerySet[Service], params: Params) -> QuerySet[Service]:
    """Those with all the terms, and with any term of each taxonomy."""
    for wanted in params.term_ids:
        terms = (find(taxonomy.model.objects.all(), wanted) for taxonomy in TAXONOMIES)
        term = next((term for term in terms if term), None)
        rows = rows.filter(with_term(term) if term else NOTHING)
    for wanted in params.taxonomy_ids:
        taxonomy = find_taxonomy(wanted)
        rows = rows.filter(with_taxonomy(taxonomy) if taxonomy else NOTHING)
    return rows


def _by_organization(directory: Directory, params: Params) -> Q:
    """Services that the organization organises or offers somewhere."""
    organisation = find(directory.organizations(), params.organization_id)
    if organisation is None:
        return NOTHING
    offered = directory.offerings().filter(
        service__translation_key=OuterRef("translation_key"), organisation=organisation
    )
    return Q(organisation=organisation) | Exists(offered)
