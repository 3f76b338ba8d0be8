"""Seats of licences: how many there are, who sits in them, and that none is given twice.

A seat is a person: somebody with two roles, or in two departments under one licence, takes one.
The nearest licence above an organisation counts, so that a department with a licence of its own
takes no seats of the town.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation
from soskes_wagtail.directory_snippets.models.membership import HOST_ROLES


@dataclass(frozen=True)
class Seats:
    """How the seats of a licence are used, counted in people."""

    total: int
    used: int

    @property
    def free(self) -> int:
        return max(0, self.total - self.used)

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
    people = _people_by_licence()
    return {
        licence.pk: Seats(licence.seats, len(people.get(licence.pk, ()))) for licence in licences
    }


def hold_seat(membership: Membership) -> None:
    """Make sure that there is a seat for a membership that is about to be saved.

    To be called inside the transaction that saves it: until its end nobody else gets a seat of
    the same licence. Raises ``ValidationError`` (code ``no_seat``) when all are taken.
    """
    if not takes_seat(membership):
        return
    pk = licences_by_organisation().get(membership.organisation_id)
    if pk is None:
        return  # no licence: it opens nothing until there is one
    licence = lock(pk)
    people = _people_by_licence().get(pk, set())
    if membership.user_id not in people and len(people) >= licence.seats:
        raise no_seat(licence)


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


def _people_by_licence() -> dict[int, set[int]]:
    """Ids of the users who take a seat, by id of licence. Three queries."""
    licence_of = licences_by_organisation()
    rows = Membership.objects.open().filter(user__is_active=True).exclude(role__in=HOST_ROLES)
    people = defaultdict(set)
    for organisation, user in rows.order_by().values_list("organisation_id", "user_id").distinct():
        if organisation in licence_of:
            people[licence_of[organisation]].add(user)
    return people


def _path_up(organisation: int, parents: dict[int, int | None]) -> list[int]:
    path = []
    step: int | None = organisation
    while step is not None and step not in path:
        path.append(step)
        step = parents.get(step)
    return path


def _first(licences: dict[int, int], path: list[int]) -> int | None:
    return next((licences[step] for step in path if step in licences), None)
