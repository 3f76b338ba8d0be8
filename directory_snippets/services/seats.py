"""Seats of licences: how many there are, who sits in them, and that none is given twice.

A seat is a person: somebody with two roles, or in two departments under one licence, takes one.
The nearest licence above an organisation counts, so that a department with a licence of its own
takes no seats of the town.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import (
    Invitation,
    Licence,
    Membership,
    Organisation,
)
from soskes_wagtail.directory_snippets.models.membership import HOST_ROLES


@dataclass(frozen=True)
class Seats:
    """How the seats of a licence are used, counted in people."""

    total: int
    used: int
    invited: int

    @property
    def free(self) -> int:
        return max(0, self.total - self.used - self.invited)

    @property
    def used_percent(self) -> int:
        return min(100, round(100 * self.used / self.total)) if self.total else 0

    @property
    def invited_percent(self) -> int:
        share = round(100 * self.invited / self.total) if self.total else 0
        return min(100 - self.used_percent, share)

    @property
    def over(self) -> int:
        """How many more people there are than seats, as when an agreement was cut down."""
        return max(0, self.used - self.total)


def licences_by_organisation() -> dict[int, int]:
    """Id of the licence that counts for each organisation that has one; two queries.

    It is the nearest valid one, going up the tree; without any, the nearest that has not ended.
    """
    today = timezone.localdate()
    valid, coming = {}, {}
    for licence in Licence.objects.order_by("-valid_from", "-pk"):
        if licence.is_valid(today):
            valid[licence.organisation_id] = licence.pk
        elif licence.valid_from > today:
            coming[licence.organisation_id] = licence.pk
    parents = dict(Organisation.objects.order_by().values_list("pk", "parent_id"))
    found = {}
    for organisation in parents:
        path = _path_up(organisation, parents)
        licence = _first(valid, path) or _first(coming, path)
        if licence:
            found[organisation] = licence
    return found


def seats_of(licences: Iterable[Licence]) -> dict[int, Seats]:
    """Seats by id of licence; the same few queries for one licence and for hundreds."""
    taken = _taken_by_licence()
    return {
        licence.pk: Seats(licence.seats, len(taken[licence.pk].people), taken[licence.pk].invited)
        for licence in licences
    }


def licence_of(organisation_id: int) -> Licence | None:
    """The licence that counts for an organisation."""
    pk = licences_by_organisation().get(organisation_id)
    return pk and Licence.objects.select_related("organisation").get(pk=pk)


def hold_seat(membership: Membership, *, invited: bool = False) -> None:
    """Make sure that there is a seat for a membership that is about to be saved.

    ``invited``: an invitation has held one for it, which must be marked as accepted already.
    To be called inside the transaction that saves it: until its end nobody else gets a seat of
    the same licence. Raises ``ValidationError`` (code ``no_seat``) when all are taken.
    """
    if not takes_seat(membership):
        return
    licence = locked_licence_of(membership.organisation_id)
    if licence is None:
        return  # it opens nothing until there is one
    taken = _taken_by_licence()[licence.pk]
    others = len(taken.people) + (0 if invited else taken.invited)
    if membership.user_id not in taken.people and others >= licence.seats:
        raise no_seat(licence)


def hold_seats(organisation_id: int, number: int) -> None:
    """Make sure that there are seats for a number of people about to be invited, as
    ``hold_seat`` does. ``ValidationError`` ``no_licence`` where the organisation has none."""
    if not app_settings.MEMBERSHIPS:
        return
    licence = locked_licence_of(organisation_id)
    if licence is None:
        raise ValidationError(
            _("The organisation has no licence, so nobody can be invited."), code="no_licence"
        )
    free = seats_of([licence])[licence.pk].free
    if number > free:
        raise ValidationError(
            ngettext(
                "There is %(free)d free seat, and you are inviting %(number)d people.",
                "There are %(free)d free seats, and you are inviting %(number)d people.",
                free,
            )
            % {"free": free, "number": number},
            code="no_seat",
        )


def locked_licence_of(organisation_id: int) -> Licence | None:
    pk = licences_by_organisation().get(organisation_id)
    return None if pk is None else lock(pk)


def takes_seat(membership: Membership) -> bool:
    over = membership.ended_at or (
        membership.valid_until and membership.valid_until < timezone.localdate()
    )
    return app_settings.MEMBERSHIPS and not over and membership.role not in HOST_ROLES


def lock(licence_id: int) -> Licence:
    """The licence, as it is after everybody before us; others wait until our transaction ends."""
    rows = Licence.objects.filter(pk=licence_id)
    if connection.features.has_select_for_update:
        return rows.select_for_update().get()
    # SQLite lets one transaction write at a time: writing first makes the others wait.
    rows.update(seats=F("seats"))
    return rows.get()


def no_seat(licence: Licence) -> ValidationError:
    return ValidationError(
        _(
            "All %(seats)d seats of %(organisation)s are taken. End a membership or have seats "
            "added."
        )
        % {"seats": licence.seats, "organisation": licence.organisation},
        code="no_seat",
    )


@dataclass
class _Taken:
    """Who takes the seats of a licence: ids of users, and a number of people invited."""

    people: set[int] = field(default_factory=set)
    invited: int = 0


def _taken_by_licence() -> dict[int, _Taken]:
    """What is taken by id of licence. Four queries."""
    licences = licences_by_organisation()
    members = Membership.objects.open().filter(user__is_active=True).exclude(role__in=HOST_ROLES)
    invitations = Invitation.objects.holding_seats()
    taken: dict[int, _Taken] = defaultdict(_Taken)
    for organisation, user in members.order_by().values_list("organisation_id", "user_id"):
        if organisation in licences:
            taken[licences[organisation]].people.add(user)
    for organisation in invitations.order_by().values_list("organisation_id", flat=True):
        if organisation in licences:
            taken[licences[organisation]].invited += 1
    return taken


def _path_up(organisation: int, parents: dict[int, int | None]) -> list[int]:
    path = []
    step: int | None = organisation
    while step is not None and step not in path:
        path.append(step)
        step = parents.get(step)
    return path


def _first(licences: dict[int, int], path: list[int]) -> int | None:
    return next((licences[step] for step in path if step in licences), None)
