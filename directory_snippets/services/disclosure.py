"""Which fields of a record somebody is shown: the one answer for pages, search, lists and exports.

A record is either visible or not (``access.visible_to``); fields of a visible one may still be
for fewer people: a direct line, the address of a shelter. Everything that gives a contact or a
service point out takes the values from ``shown``, never from the record itself, and lets nobody
search by what ``shown_q`` keeps from them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q

from soskes_wagtail.access import Disclosure, Viewer
from soskes_wagtail.directory_snippets.models import (
    Contact,
    ContactChannel,
    Membership,
    Profile,
    Unit,
)
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES


def _in_languages(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{code}" for name in names for code in FALLBACK_LANGUAGES)


#: By model and field group: what the group's level ``<group>_audience`` holds for. Properties
#: that are made of those columns are named, too.
GROUPS: Mapping[type[Model], Mapping[str, tuple[str, ...]]] = {
    Contact: {name: (name,) for name in ("person_name", "phone", "direct_phone", "email")},
    Unit: {
        "address": (
            *_in_languages("street", "post_office", "address_note", "postal_address"),
            *("street", "post_office", "address_note", "postal_address", "visiting_address"),
            *("postal_code", "latitude", "longitude"),
        ),
        # The numbers are rows of UnitChannel: see ``shown_channels_q``.
        "phone": (),
    },
    Profile: {
        **{name: (name,) for name in ("phone", "email", "areas", "expertise")},
        # A row of ProfilePhoto: see ``people.photos``.
        "photo": (),
        "languages": ("languages",),
        "network_roles": ("network_roles", "ask_me"),
        "absence": ("absences",),
    },
}
_PHONES = (ContactChannel.Kind.PHONE, ContactChannel.Kind.SMS, ContactChannel.Kind.FAX)


def shows(viewer: Viewer, record: Model, group: str) -> bool:
    """Whether the viewer is shown the fields of a group (a key of ``GROUPS``).

    Asks nothing of the database but, once per viewer, which organisations are their own.
    """
    level = getattr(record, f"{group}_audience")
    if viewer.is_admin or level in viewer.audiences:
        return True
    if level != Disclosure.OWN_ORGANISATION or not viewer.organisation_ids:
        return False
    return not viewer.organisation_ids.isdisjoint(_organisation_ids(record))


def _organisation_ids(record: Model) -> frozenset[int]:
    """Ids of the organisations that a record belongs to; people may belong to several."""
    if isinstance(record, Profile):
        return record.organisation_ids
    return frozenset([record.organisation_id])


def shown(viewer: Viewer, record: Contact | Profile | Unit) -> dict[str, Any]:
    """Values of all fields that have a level, by name; "" (coordinates: None) where the viewer
    is not shown them. For a record that the viewer may see as such."""
    values = {}
    for group, names in GROUPS[type(record)].items():
        is_shown = shows(viewer, record, group)
        for name in names:
            values[name] = getattr(record, name) if is_shown else _nothing(name)
    return values


def hidden_names(viewer: Viewer, record: Model) -> frozenset[str]:
    """Names of the fields that the viewer is not shown, with the levels that hide them.

    Empty for models without such fields. ``channels`` stands for the numbers of a unit.
    """
    found: set[str] = set()
    for group, names in GROUPS.get(type(record), {}).items():
        if not shows(viewer, record, group):
            found |= {f"{group}_audience", *(names or ("channels",))}
    return frozenset(found)


def conceal(viewer: Viewer, record: Model) -> None:
    """Empty what the viewer is not shown, in a copy that is to become a record of its own."""
    for name in hidden_names(viewer, record):
        if name == "channels":
            record.channels = []
        elif any(field.name == name for field in record._meta.concrete_fields):
            empty = record._meta.get_field(name)
            if not name.endswith("_audience"):
                setattr(record, name, None if empty.null else "")


def shown_q(viewer: Viewer, group: str, prefix: str = "", model: type[Model] | None = None) -> Q:
    """Rows whose group the viewer is shown; ``prefix``: the way to the record (``unit__``),
    ``model``: of the record, where it is ``Profile``."""
    if viewer.is_admin:
        return Q()
    level = f"{prefix}{group}_audience"
    found = Q(**{f"{level}__in": viewer.audiences})
    if viewer.organisation_ids:
        own = {level: Disclosure.OWN_ORGANISATION}
        found |= Q(**own) & _kept_q(viewer, prefix, model)
    return found


def _kept_q(viewer: Viewer, prefix: str, model: type[Model] | None) -> Q:
    """Rows of the organisations whose records the viewer keeps."""
    if model is not Profile:
        return Q(**{f"{prefix}organisation__in": viewer.organisation_ids})
    people = Membership.objects.active().filter(organisation__in=viewer.organisation_ids)
    return Q(**{f"{prefix}user__in": people.values("user_id")})


def shown_channels_q(viewer: Viewer) -> Q:
    """Rows of ``UnitChannel`` that the viewer is shown: all but the numbers of closed units."""
    numbers = shown_q(viewer, "phone", "unit__")
    # An empty condition means all rows, but Django lets it vanish from an "or".
    return ~Q(kind__in=_PHONES) | numbers if numbers else Q()


def searched(viewer: Viewer, model: type[Model], fields: Iterable[str]) -> list[tuple[str, Q]]:
    """Fields to search in, each with the rows in which the viewer may find something by it."""
    groups = {name: group for group, names in GROUPS.get(model, {}).items() for name in names}
    return [
        (field, shown_q(viewer, groups[field], model=model) if field in groups else Q())
        for field in fields
    ]


def _nothing(name: str) -> str | None:
    return None if name in ("latitude", "longitude") else ""
