"""Licences, seats and what goes on in member organisations, for the host's administrators."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from soskes_wagtail.directory_snippets.models import Licence, Membership
from soskes_wagtail.directory_snippets.services.seats import (
    Seats,
    licences_by_organisation,
    seats_of,
)

#: Somebody who has signed in within so many days counts as active.
ACTIVE_DAYS = 30
#: A licence that ends within so many days ends soon.
SOON_DAYS = 60


@dataclass(frozen=True)
class LicenceRow:
    licence: Licence
    seats: Seats
    active: int
    last_login: datetime.datetime | None
    days_left: int | None

    @property
    def ends_soon(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= SOON_DAYS


@dataclass(frozen=True)
class Panel:
    rows: list[LicenceRow]

    @property
    def valid(self) -> int:
        return sum(row.licence.is_valid() for row in self.rows)

    @property
    def soon(self) -> list[LicenceRow]:
        """Those that end soon, the first to end first."""
        return sorted((row for row in self.rows if row.ends_soon), key=lambda row: row.days_left)

    @property
    def seats(self) -> int:
        return sum(row.seats.total for row in self.rows if row.licence.is_valid())

    @property
    def used(self) -> int:
        return sum(row.seats.used for row in self.rows if row.licence.is_valid())

    @property
    def active(self) -> int:
        return sum(row.active for row in self.rows)


def licence_panel() -> Panel:
    """All licences by name of their organisation; the same few queries however many."""
    today = timezone.localdate()
    licences = list(Licence.objects.select_related("organisation"))
    seats, logins = seats_of(licences), _logins()
    since = timezone.now() - datetime.timedelta(days=ACTIVE_DAYS)
    rows = []
    for licence in licences:
        times = [time for time in logins[licence.pk].values() if time]
        rows.append(
            LicenceRow(
                licence=licence,
                seats=seats[licence.pk],
                active=sum(time >= since for time in times),
                last_login=max(times, default=None),
                days_left=licence.valid_until and (licence.valid_until - today).days,
            )
        )
    return Panel(rows)


def _logins() -> dict[int, dict[int, datetime.datetime | None]]:
    """When the members under each licence signed in last, by licence and user."""
    licence_of = licences_by_organisation()
    found: dict[int, dict] = defaultdict(dict)
    rows = Membership.objects.active().order_by()
    for organisation, user, login in rows.values_list(
        "organisation_id", "user_id", "user__last_login"
    ):
        if organisation in licence_of:
            found[licence_of[organisation]][user] = login
    return found
