"""Service channels of v9–v11: places, phone services, online services, web pages, forms."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from soskes_wagtail.directory_snippets.models import ServiceChannel
from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES, Channel
from soskes_wagtail.directory_snippets.ptv.parse_address import first, one_line, read_place
from soskes_wagtail.directory_snippets.ptv.parse_common import (
    Unusable,
    coverage,
    display_names,
    identity,
    ids,
    is_published,
    items,
    localised,
    obj,
    text,
    uuid,
    warn_of_nameless_texts,
)
from soskes_wagtail.directory_snippets.ptv.parse_contact import Contacts
from soskes_wagtail.directory_snippets.ptv.parse_hours import read_hours
from soskes_wagtail.directory_snippets.validators import validate_oid

#: A channel of this type is a place and becomes a service point.
UNIT = "unit"
_TYPES = {
    "ServiceLocation": UNIT,
    "Phone": ServiceChannel.Kind.PHONE,
    "EChannel": ServiceChannel.Kind.ONLINE,
    "WebPage": ServiceChannel.Kind.WEB_PAGE,
    "PrintableForm": ServiceChannel.Kind.FORM,
}


def parse(data: dict) -> Channel:
    """One channel. Raises Unusable with the reason when it cannot be imported."""
    found = Channel(id=identity(data), names=display_names(data, "serviceChannelNames"))
    if not is_published(found, data):
        return found
    kind = text(data.get("serviceChannelType"))
    found.type = str(_TYPES.get(kind, ""))
    if not found.type:
        raise Unusable(_("Its type %(type)s is not known.") % {"type": kind or "–"})
    found.organization_id = uuid(data.get("organizationId"))
    found.oid = _oid(data, found)
    found.descriptions = localised(
        data.get("serviceChannelDescriptions"), "Description", "Summary", "ShortDescription"
    )
    found.contacts = _contacts(data, found)
    found.hours = read_hours(data.get("serviceHours"), found)
    if found.type == UNIT:
        found.place = read_place(data.get("addresses"), found)
    elif found.type == ServiceChannel.Kind.FORM:
        _tell_where_to_send(data, found)
    found.coverage = coverage(data)
    found.service_ids = ids(data.get("services"), "service")
    warn_of_nameless_texts(found, found.descriptions)
    return found


def _oid(data: dict, found: Channel) -> str | None:
    """PTV does not store OIDs of places yet ("only a placeholder"): read when it is one."""
    value = text(data.get("oid"))
    try:
        if value:
            validate_oid(value)
    except ValidationError:
        found.warnings.append(_("%(oid)s is not an OID code.") % {"oid": value})
        return None
    return value or None


def _contacts(data: dict, found: Channel) -> list:
    names = {} if found.type == UNIT else found.names
    return (
        Contacts()
        .phones(data.get("phoneNumbers"))
        .phones(data.get("supportPhones"))
        .emails(data.get("emails"))
        .emails(data.get("supportEmails"))
        .web_pages(data.get("channelUrls"), url="value", names=names)
        .web_pages(data.get("webPages"), names=names)
        .web_pages(data.get("attachments"))
        .points
    )


def _tell_where_to_send(data: dict, found: Channel) -> None:
    """Put the delivery addresses of a form at the end of its description."""
    for address in items(data.get("deliveryAddresses")):
        lines = one_line(address)
        receivers = localised(address.get("receiver"))
        written = localised(address.get("deliveryAddressInText"))
        notes = {}
        for part in ("postOfficeBoxAddress", "streetAddress"):
            notes |= localised(obj(address.get(part)).get("additionalInformation"))
        for language in LANGUAGES:
            if language not in found.names:
                continue
            parts = [content.get(language) for content in (receivers, lines, written)]
            sending = ", ".join(part for part in parts if part)
            if not sending and not (lines and first(lines)):
                continue
            with override(language):
                sentence = _("Send the form to: %(address)s.") % {
                    "address": sending or first(lines)
                }
            found.descriptions[language] = "\n\n".join(
                part
                for part in (found.descriptions.get(language), sentence, notes.get(language))
                if part
            )
