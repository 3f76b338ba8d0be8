"""Which fields of a record belong to the Finnish Service Catalogue (PTV): the one table for the
importer, which writes nothing else, and for the admin's forms, which leave them alone.

Everything that the table does not name is the network's own: contacts, notes, who may see what,
when it was checked, validity, links to sections. No import touches it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.utils.text import slugify

from soskes_wagtail.directory_snippets.models import (
    Organisation,
    Service,
    ServiceChannel,
    ServiceOffering,
    Unit,
)
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES

#: Where what PTV owns is changed.
PTV_URL = "https://ptv.suomi.fi/"


def _in_languages(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{code}" for name in names for code in FALLBACK_LANGUAGES)


@dataclass(frozen=True)
class Owned:
    """``fields``: always PTV's; ``if_given``: PTV's where it says something, which it often does
    not; ``rows``: relations whose rows are PTV's as a whole; ``marks``: the import's own."""

    fields: tuple[str, ...]
    if_given: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    marks: tuple[str, ...] = ("ptv_id", "source_hash", "withdrawn_at")

    @property
    def written(self) -> frozenset[str]:
        """Every name that an import may write."""
        return frozenset((*self.fields, *self.if_given, *self.rows, *self.marks))


_NAMES = _in_languages("name", "description")
_ADDRESS = (
    *_in_languages("street", "post_office", "address_note", "postal_address"),
    "postal_code",
)

OWNED: Mapping[type[Model], Owned] = {
    Organisation: Owned(
        fields=(*_NAMES, *_ADDRESS, "type"),
        if_given=("parent", "area", "business_id", "oid"),
        rows=("channels",),
    ),
    Unit: Owned(
        fields=(*_NAMES, *_ADDRESS, "organisation", "latitude", "longitude"),
        if_given=("area", "oid"),
        rows=("channels", "hours"),
    ),
    ServiceChannel: Owned(
        fields=(*_NAMES, "kind", "organisation", "whole_country", "areas", "services"),
        rows=("addresses", "hours"),
    ),
    Service: Owned(
        fields=(
            *("name", "summary", "description", "who_for", "how_to_apply", "organisation"),
            *("service_classes", "target_groups"),
        ),
    ),
    ServiceOffering: Owned(
        fields=("service", "organisation", "unit", "role", "areas", "whole_country"),
        marks=("source_hash",),
    ),
}


def is_from_ptv(record: Model) -> bool:
    """Whether PTV keeps the record. Not so a version of a service that was written here, in a
    language that PTV does not have: it carries PTV's identifier, but no mark of its language."""
    if isinstance(record, ServiceOffering):
        return bool(record.source_hash)
    if not getattr(record, "ptv_id", None):
        return False
    if isinstance(record, Service):
        return record.source_hash.startswith(f"{record.locale.language_code}:")
    return type(record) in OWNED


def owned_names(record: Model, *, may_correct: bool = False) -> frozenset[str]:
    """Names of the fields and relations of a record that PTV owns; empty when it is not PTV's.

    What PTV only sometimes gives (codes, the place in the tree) is PTV's once it is filled in.
    ``may_correct``: for somebody who may set those right nevertheless.
    """
    if not is_from_ptv(record):
        return frozenset()
    owned = OWNED[type(record)]
    given = () if may_correct else (name for name in owned.if_given if _is_given(record, name))
    return frozenset((*owned.fields, *owned.rows, *given))


def _is_given(record: Model, name: str) -> bool:
    if name == "parent":  # an import leaves a place in the tree that was chosen here
        return record.parent_id is not None and record.parent.ptv_id is not None
    return bool(getattr(record, record._meta.get_field(name).attname))


def check_written(model: type[Model], names: Iterable[str]) -> None:
    """Raise ValueError when an import is about to write what is not PTV's."""
    foreign = {name.removesuffix("_id") for name in names if name != "ptv_id"}
    foreign -= {name.removesuffix("_id") for name in OWNED[model].written}
    if foreign:
        raise ValueError(f"{model.__name__}: an import does not write {', '.join(foreign)}")


def public_url(record: Model) -> str:
    """The page of a service on Suomi.fi, or nothing; other records have no address that is
    known from what we have."""
    if isinstance(record, Service) and record.ptv_id:
        return f"https://www.suomi.fi/palvelut/{slugify(record.name) or '-'}/{record.ptv_id}"
    return ""
