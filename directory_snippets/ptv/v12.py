"""Recognise items of PTV v12 and parse them into the internal model.

Items of v12 have a ``contentId`` and ``languageVersions``. Connections are items of their own, and
classes and areas are bare codes, whose names come from reference pages ``{code, isValid, name}``.
"""

from typing import Any

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv import v12_channel, v12_organization, v12_service
from soskes_wagtail.directory_snippets.ptv.model import (
    LANGUAGES,
    Aside,
    Channel,
    Code,
    Connection,
    Kind,
    Organization,
    Record,
    Service,
    Status,
)
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable, text, uuid
from soskes_wagtail.directory_snippets.ptv.v12_common import identity, localised

#: Key of a note that the address source makes of an entry of an ``archived`` page, which says
#: nothing but an identifier: ``{"contentId": …, "archivedKind": "services"}``.
ARCHIVED = "archivedKind"

_PARSERS = {
    Kind.ORGANIZATION: v12_organization.parse,
    Kind.CHANNEL: v12_channel.parse,
    Kind.SERVICE: v12_service.parse,
}
_RECORDS = {
    Kind.ORGANIZATION: Organization,
    Kind.CHANNEL: Channel,
    Kind.SERVICE: Service,
}


def is_item(data: Any) -> bool:
    return isinstance(data, dict) and "contentId" in data


def recognise(data: Any) -> Kind:
    """Kind of an item by the keys that only it has; UNKNOWN for anything else."""
    if not is_item(data):
        return Kind.UNKNOWN
    if ARCHIVED in data:
        return next((kind for kind in _RECORDS if kind == data[ARCHIVED]), Kind.UNKNOWN)
    for key, kind in (
        ("serviceChannelType", Kind.CHANNEL),
        ("organizationType", Kind.ORGANIZATION),
        ("serviceType", Kind.SERVICE),
    ):
        if key in data:
            return kind
    return Kind.UNKNOWN


def parse(data: Any) -> Record:
    """The item in the internal model. Raises Unusable with the reason for the report."""
    kind = recognise(data)
    if kind is Kind.UNKNOWN:
        raise Unusable(_("It is not an organisation, a service or a service channel."))
    if ARCHIVED in data:
        return _RECORDS[kind](
            id=identity(data), status=Status.GONE, status_name="Archived", from_archive=True
        )
    record = _PARSERS[kind](data)
    if not record.names.keys() & set(LANGUAGES):
        raise Unusable(_("It has no name in Finnish, Swedish or English."))
    return record


brief = v12_organization.brief


def raw_id(data: Any) -> str:
    return text(data.get("contentId"))[:100]


def read_aside(data: Any) -> Aside | None:
    """A connection or a code; None for anything else.

    Raises Unusable for a connection without the identifiers of both its ends.
    """
    if not isinstance(data, dict) or is_item(data):
        return None
    if "serviceContentId" in data and "channelContentId" in data:
        service_id, channel_id = uuid(data["serviceContentId"]), uuid(data["channelContentId"])
        if service_id is None or channel_id is None:
            raise Unusable(_("It is a connection without identifiers of both ends."))
        return Connection(service_id=service_id, channel_id=channel_id)
    if "code" in data and "isValid" in data and isinstance(data.get("name"), dict):
        members = data.get("municipalities")
        return Code(
            code=text(data["code"]),
            uri=text(data.get("uri")),
            names=localised(data["name"]),
            members=_codes(members),
        )
    return None


def _codes(value: Any) -> list[str]:
    """Codes given bare or as objects with a code."""
    entries = value if isinstance(value, list) else []
    codes = [text(entry.get("code") if isinstance(entry, dict) else entry) for entry in entries]
    return sorted({code for code in codes if code})
