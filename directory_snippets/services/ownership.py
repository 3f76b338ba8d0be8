"""Whose rows are whose: the organisations an editor keeps, and the rows that belong to them."""

from collections.abc import Callable, Iterable

from django.db.models import Model, Q

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import (
    Contact,
    Membership,
    Organisation,
    Profile,
    Service,
    ServiceChannel,
    ServiceOffering,
    Unit,
)


def _by_organisation(ids: Iterable[int]) -> Q:
    return Q(organisation__in=ids)


def _by_place(ids: Iterable[int]) -> Q:
    # An offering belongs to the organisation it names; the place decides only without one.
    return Q(organisation__in=ids) | Q(organisation=None, unit__organisation__in=ids)


def _by_membership(ids: Iterable[int]) -> Q:
    # Who has gone to another organisation is that one's to keep.
    people = Membership.objects.active().filter(organisation__in=ids)
    return Q(user__in=people.values("user_id"))


_OWNED: dict[type[Model], Callable[[Iterable[int]], Q]] = {
    Organisation: lambda ids: Q(pk__in=ids),
    Unit: _by_organisation,
    Contact: _by_organisation,
    Profile: _by_membership,
    Service: _by_organisation,
    ServiceChannel: _by_organisation,
    ServiceOffering: _by_place,
}


def is_owned(model: type[Model]) -> bool:
    """Whether the rows of a model belong to organisations; areas, statutes, classes do not."""
    return model in _OWNED


def owned_q(model: type[Model], organisation_ids: Iterable[int]) -> Q:
    """The rows of ``model`` that belong to one of the organisations. KeyError when none can."""
    return _OWNED[model](organisation_ids)


def owner_id(record: Model) -> int | None:
    """The organisation that a row belongs to as it stands in memory, saved or not."""
    if isinstance(record, Organisation):
        return record.pk
    if isinstance(record, ServiceOffering) and not record.organisation_id:
        return record.unit.organisation_id if record.unit_id else None
    return record.organisation_id


def owner_ids(record: Model) -> frozenset[int]:
    """The organisations that a row belongs to: one, or those that a person is a member of."""
    if isinstance(record, Profile):
        return record.organisation_ids
    return frozenset({owner_id(record)} - {None})


def edited_organisation_ids(user) -> frozenset[int]:
    """Ids of the organisations that a user edits and of all below them.

    One query per level of the tree, once per user object (a request makes its own).
    """
    if not user.is_authenticated:
        return frozenset()
    known = getattr(user, "_soskes_edited_organisations", None)
    if known is None:
        links = Membership.objects.active().filter(user=user, role=RoleKey.MUNICIPAL_EDITOR)
        known = with_everything_below(links.values_list("organisation_id", flat=True))
        user._soskes_edited_organisations = known
    return known


def with_everything_below(ids: Iterable[int]) -> frozenset[int]:
    """Ids of organisations and of all below them; one query per level of the tree."""
    found = level = frozenset(ids)
    while level:
        below = Organisation.objects.filter(parent__in=level).values_list("pk", flat=True)
        level = frozenset(below) - found
        found |= level
    return found
