"""The classifications of PTV as HSDS taxonomies and taxonomy terms."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.directory_snippets.hsds.ids import made_id, record_id
from soskes_wagtail.directory_snippets.hsds.values import compact
from soskes_wagtail.directory_snippets.models import Service, ServiceClass, TargetGroup


@dataclass(frozen=True)
class Taxonomy:
    """``relation``: the field of ``Service`` that holds the terms; ``link_type``: what a term
    says about a service."""

    model: type[Model]
    relation: str
    link_type: str
    name: Promise
    description: Promise
    uri: str

    @property
    def id(self) -> str:
        return made_id("taxonomy", self.model._meta.model_name)

    @property
    def through(self) -> type[Model]:
        return getattr(Service, self.relation).through

    @property
    def column(self) -> str:
        return self.model._meta.model_name

    def as_hsds(self) -> dict[str, Any]:
        return compact(
            id=self.id, name=str(self.name), description=str(self.description), uri=self.uri
        )


TAXONOMIES = (
    Taxonomy(
        ServiceClass,
        "service_classes",
        "service_class",
        _("Service classes"),
        _("Service classes of the Finnish Service Catalogue (PTV)."),
        "http://uri.suomi.fi/codelist/ptv/ptvserclass2",
    ),
    Taxonomy(
        TargetGroup,
        "target_groups",
        "target_group",
        _("Target groups"),
        _("Target groups of the Finnish Service Catalogue (PTV)."),
        "http://uri.suomi.fi/codelist/ptv/ptvtargetgroups",
    ),
)


def taxonomy_of(term: Model) -> Taxonomy:
    return next(taxonomy for taxonomy in TAXONOMIES if taxonomy.model is type(term))


def find_taxonomy(wanted: uuid.UUID) -> Taxonomy | None:
    return next((taxonomy for taxonomy in TAXONOMIES if taxonomy.id == str(wanted)), None)


def term_as_hsds(term: Model, language: str) -> dict[str, Any]:
    """A taxonomy term; its name is its description, as the classifications have none."""
    taxonomy = taxonomy_of(term)
    return compact(
        id=record_id(term),
        code=term.code,
        name=term.name,
        description=term.name,
        parent_id=made_id(taxonomy.column, term.parent_id) if term.parent_id else None,
        taxonomy=str(taxonomy.name),
        taxonomy_id=taxonomy.id,
        language=language,
        term_uri=term.uri,
    )


def with_term(wanted: Model) -> Q:
    """Services that have the term."""
    taxonomy = taxonomy_of(wanted)
    return Q(Exists(_links(taxonomy).filter(**{f"{taxonomy.column}_id": wanted.pk})))


def with_taxonomy(taxonomy: Taxonomy) -> Q:
    """Services that have any term of the taxonomy."""
    return Q(Exists(_links(taxonomy)))


def _links(taxonomy: Taxonomy):
    return taxonomy.through.objects.filter(service_id=OuterRef("pk"))


def attributes_of(
    services: Iterable[Service], ids: dict[int, str], language: str
) -> dict[int, list]:
    """HSDS attributes by primary key of the service; ``ids``: UUIDs of the services."""
    found = defaultdict(list)
    keys = [service.pk for service in services]
    for taxonomy in TAXONOMIES:
        links = taxonomy.through.objects.filter(service_id__in=keys).select_related(taxonomy.column)
        for link in links.order_by(f"{taxonomy.column}__sort_order", f"{taxonomy.column}__code"):
            term = getattr(link, taxonomy.column)
            service = ids[link.service_id]
            found[link.service_id].append(
                compact(
                    id=made_id("attribute", f"{service}:{record_id(term)}"),
                    link_id=service,
                    taxonomy_term_id=record_id(term),
                    link_type=taxonomy.link_type,
                    link_entity="service",
                    taxonomy_term=term_as_hsds(term, language),
                )
            )
    return found
