"""Recognise items of PTV v9–v11 and parse them into the internal model.

The kind is read from the item itself, never from the name of its folder. Another version gets a
module with the same two functions.
"""

from typing import Any

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv import (
    parse_channel,
    parse_organization,
    parse_service,
)
from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES, Kind, Record, Status
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable, text

_PARSERS = {
    Kind.ORGANIZATION: parse_organization.parse,
    Kind.CHANNEL: parse_channel.parse,
    Kind.SERVICE: parse_service.parse,
}


def recognise(data: Any) -> Kind:
    """Kind of an item by the keys that only it has; UNKNOWN for anything else."""
    if not isinstance(data, dict):
        return Kind.UNKNOWN
    if "serviceChannelType" in data or "serviceChannelNames" in data:
        return Kind.CHANNEL
    if "organizationNames" in data:
        return Kind.ORGANIZATION
    if "serviceNames" in data:
        return Kind.SERVICE
    return Kind.UNKNOWN


def parse(data: Any) -> Record:
    """The item in the internal model. Raises Unusable with the reason for the report."""
    kind = recognise(data)
    if kind is Kind.UNKNOWN:
        raise Unusable(_("It is not an organisation, a service or a service channel."))
    record = _PARSERS[kind](data)
    if record.status is Status.PUBLISHED and not record.names.keys() & set(LANGUAGES):
        raise Unusable(_("It has no name in Finnish, Swedish or English."))
    return record


brief = parse_organization.brief


def raw_id(data: Any) -> str:
    """The identifier as it stands in the item, for the report; empty when there is none."""
    return text(data.get("id"))[:100] if isinstance(data, dict) else ""
