"""The internal model: what PTV says, in our terms and free of its version.

Parsers make these, writers store them. Texts are ``{language code: text}`` without empty values.
Everything here is plain data, so that a record can be fingerprinted and compared.
"""

import hashlib
import json
from dataclasses import dataclass, field, is_dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

Text = dict[str, str]

LANGUAGES = ("fi", "sv", "en")

#: Raise this when the mapping changes, so that the next import writes every record again.
MAPPING_VERSION = 3


class Kind(StrEnum):
    """Kinds of PTV items, named as the folders of recorded answers are."""

    ORGANIZATION = "organizations"
    CHANNEL = "servicechannels"
    SERVICE = "services"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """What the publishing status means to us."""

    PUBLISHED = "published"
    #: Never shown to anybody, or taken away: a row that we have is withdrawn.
    GONE = "gone"
    #: An unfinished change of something that is still published: nothing happens.
    PENDING = "pending"


@dataclass(kw_only=True)
class AreaRef:
    """An area by the kinds and codes of ``Area``; ``members`` are its municipalities."""

    kind: str
    code: str
    names: Text = field(default_factory=dict)
    members: list["AreaRef"] = field(default_factory=list)


@dataclass(kw_only=True)
class Coverage:
    """Where something is offered: the whole country, or these areas; neither when not said."""

    whole_country: bool = False
    areas: list[AreaRef] = field(default_factory=list)


@dataclass(kw_only=True)
class ContactPoint:
    """A phone number, e-mail or web address; ``kind`` and ``charge`` as in ``ContactChannel``."""

    kind: str
    value: str
    label: Text = field(default_factory=dict)
    charge: str = ""
    charge_note: str = ""


@dataclass(kw_only=True)
class Hours:
    """One row of opening hours, as in ``OpeningHours``; times ``HH:MM``, dates ISO 8601."""

    weekday: int | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    is_closed: bool = False
    always_open: bool = False
    by_appointment: bool = False
    valid_from: str | None = None
    valid_to: str | None = None
    note: Text = field(default_factory=dict)


@dataclass(kw_only=True)
class Place:
    """Visiting and postal address; coordinates as decimal degrees (WGS84) in text."""

    street: Text = field(default_factory=dict)
    postal_code: str = ""
    post_office: Text = field(default_factory=dict)
    note: Text = field(default_factory=dict)
    postal_address: Text = field(default_factory=dict)
    municipality: AreaRef | None = None
    latitude: str | None = None
    longitude: str | None = None
    #: False: the answer has no place for a municipality, which a postal code may tell instead.
    says_municipality: bool = True


@dataclass(kw_only=True)
class Concept:
    """A service class or target group; ``code`` is empty when only an old address is known."""

    code: str
    uri: str = ""
    names: Text = field(default_factory=dict)


@dataclass(kw_only=True)
class Law:
    """A law that a service rests on; ``statutes`` are (year, number) read from its links."""

    names: Text = field(default_factory=dict)
    statutes: list[tuple[int, str]] = field(default_factory=list)


@dataclass(kw_only=True)
class Role:
    """Which organisation does what for a service; ``role`` as in ``ServiceOffering``."""

    role: str
    organization_id: UUID


#: What of a record is no reason to write it again; connections are compared by themselves.
_NOT_CONTENT = {
    "warnings",
    "status_name",
    "from_archive",
    "channel_ids",
    "service_ids",
    "general_id",
}


def _plain(value: Any) -> Any:
    """Parts of a record as dicts (``asdict`` would copy all of it), identifiers as text."""
    return vars(value) if is_dataclass(value) else str(value)


@dataclass(kw_only=True)
class Record:
    """What all three kinds share. ``warnings`` are sentences for the report."""

    id: UUID
    status: Status = Status.PUBLISHED
    status_name: str = ""
    names: Text = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    #: Known from a list of what was taken away, which may name items that were never here.
    from_archive: bool = False

    kind = Kind.UNKNOWN

    def fingerprint(self, *resolved) -> str:
        """SHA-256 of the record, of the version of the mapping, and of ``resolved``: what its
        references were found to be. A law that is added to the directory later changes it."""
        content = {key: value for key, value in vars(self).items() if key not in _NOT_CONTENT}
        text = json.dumps([MAPPING_VERSION, content, resolved], sort_keys=True, default=_plain)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(kw_only=True)
class Organization(Record):
    type: str = ""
    business_id: str | None = None
    oid: str | None = None
    parent_id: UUID | None = None
    area: AreaRef | None = None
    descriptions: Text = field(default_factory=dict)
    contacts: list[ContactPoint] = field(default_factory=list)
    place: Place = field(default_factory=Place)

    kind = Kind.ORGANIZATION


@dataclass(kw_only=True)
class Channel(Record):
    """A service channel. ``type`` is ``unit`` for a place, else a kind of ``ServiceChannel``."""

    type: str = ""
    organization_id: UUID | None = None
    oid: str | None = None
    descriptions: Text = field(default_factory=dict)
    contacts: list[ContactPoint] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    place: Place = field(default_factory=Place)
    coverage: Coverage = field(default_factory=Coverage)
    #: None: the answer does not say.
    service_ids: list[UUID] | None = None

    kind = Kind.CHANNEL


@dataclass(kw_only=True)
class Service(Record):
    """A service; ``instructions`` are (heading key, text) in the order they are shown."""

    summaries: Text = field(default_factory=dict)
    descriptions: Text = field(default_factory=dict)
    requirements: Text = field(default_factory=dict)
    instructions: list[tuple[str, Text]] = field(default_factory=list)
    #: The texts but the summary are markdown, not plain.
    is_markdown: bool = False
    classes: list[Concept] = field(default_factory=list)
    target_groups: list[Concept] = field(default_factory=list)
    laws: list[Law] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)
    #: None: the answer does not say.
    channel_ids: list[UUID] | None = None
    #: The national general description it follows, when that is not in its texts already.
    general_id: UUID | None = None

    kind = Kind.SERVICE


@dataclass(kw_only=True)
class Connection:
    """A service and a channel that belong together, where that is no part of either."""

    service_id: UUID
    channel_id: UUID


@dataclass(kw_only=True)
class General:
    """A national general description, in the fields of a service that has no names."""

    service: Service


@dataclass(kw_only=True)
class Code:
    """An entry of a reference page; ``members`` are codes of municipalities of an area."""

    code: str
    uri: str = ""
    names: Text = field(default_factory=dict)
    members: list[str] = field(default_factory=list)


#: What is no item but tells of items.
Aside = Connection | Code | General
