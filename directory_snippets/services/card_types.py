"""Contacts and service points as plain values, in the reader's language and no more than that
reader is shown. ``services.cards`` makes them.
"""

import datetime
from dataclasses import dataclass

from soskes_wagtail.dates import short_date
from soskes_wagtail.directory_snippets.services.hours import Hours


@dataclass(frozen=True)
class Way:
    """A number or address; ``kind`` is one of ``ContactChannel.Kind``."""

    kind: str
    value: str
    label: str = ""


@dataclass(frozen=True)
class Absence:
    first_day: datetime.date
    last_day: datetime.date
    note: str
    is_now: bool

    @property
    def days(self) -> str:
        """``3.12.2026–10.12.2026``, or the only day."""
        ends = dict.fromkeys((short_date(self.first_day), short_date(self.last_day)))
        return "–".join(ends)


@dataclass(frozen=True)
class Deputy:
    """Who answers instead, as far as the reader is shown it."""

    role_title: str
    person: str
    phone: str
    email: str

    @property
    def name(self) -> str:
        return f"{self.role_title}, {self.person}" if self.person else self.role_title


@dataclass(frozen=True)
class ClientGroup:
    """A target group that a contact serves, by its code and name."""

    pk: int
    code: str
    name: str
    parent_id: int | None
    sort_order: int

    def concerns(self, other: "ClientGroup") -> bool:
        """Whether they are the same group or one is within the other."""
        return self.pk in (other.pk, other.parent_id) or other.pk == self.parent_id


@dataclass(frozen=True)
class ContactCard:
    """``area_ids``: the areas served, empty for all; ``unit``: where, if the reader may know.

    Person, numbers and e-mail are empty where the reader is not shown them. ``absences``: those
    of today and of the next days; ``deputy``: only with them, and only one who is there today
    and whom the reader may see.
    """

    pk: int
    role_title: str
    task: str
    person: str
    phone: str
    email: str
    note: str
    organisation: str
    unit: str
    hours: Hours
    is_example: bool
    is_network_contact: bool
    checked_on: datetime.date | None
    area_ids: frozenset[int]
    class_ids: frozenset[int]
    direct_phone: str = ""
    is_duty_line: bool = False
    absences: tuple[Absence, ...] = ()
    deputy: Deputy | None = None
    hour_rows: tuple[dict, ...] = ()
    client_groups: tuple[ClientGroup, ...] = ()

    def serves(self, group: ClientGroup) -> bool:
        """Whether the contact serves a client group; without groups it serves all clients."""
        return not self.client_groups or any(g.concerns(group) for g in self.client_groups)

    @property
    def is_away(self) -> bool:
        """Whether the contact is away today."""
        return any(absence.is_now for absence in self.absences)


@dataclass(frozen=True)
class UnitCard:
    """``area_id``: municipality where it is; ``reach``: ids of the areas it serves by its
    offerings (None among them: the whole country or no area named)."""

    pk: int
    name: str
    description: str
    organisation: str
    address: str
    address_note: str
    postal_address: str
    oid: str
    latitude: float | None
    longitude: float | None
    phones: tuple[Way, ...]
    emails: tuple[Way, ...]
    links: tuple[Way, ...]
    hours: Hours
    is_example: bool
    checked_on: datetime.date | None
    area_id: int | None
    reach: frozenset[int | None]
    class_ids: frozenset[int]

    @property
    def map_url(self) -> str:
        """OpenStreetMap at the place, or nothing when the place is not known."""
        if self.latitude is None or self.longitude is None:
            return ""
        at = f"{self.latitude:.6f}/{self.longitude:.6f}"
        return (
            f"https://www.openstreetmap.org/?mlat={self.latitude:.6f}"
            f"&mlon={self.longitude:.6f}#map=17/{at}"
        )
