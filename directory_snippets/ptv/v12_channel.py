"""Service channels of v12: places, phone services, online services, web pages, forms."""

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import ServiceChannel
from soskes_wagtail.directory_snippets.ptv.model import Channel
from soskes_wagtail.directory_snippets.ptv.parse_channel import UNIT
from soskes_wagtail.directory_snippets.ptv.parse_common import (
    Unusable,
    text,
    uuid,
    warn_of_nameless_texts,
)
from soskes_wagtail.directory_snippets.ptv.v12_address import read_place
from soskes_wagtail.directory_snippets.ptv.v12_common import (
    coverage,
    display_names,
    identity,
    plain_texts,
)
from soskes_wagtail.directory_snippets.ptv.v12_contact import read_contacts
from soskes_wagtail.directory_snippets.ptv.v12_hours import read_hours

_TYPES = {
    "ServiceLocation": UNIT,
    "TelephoneService": ServiceChannel.Kind.PHONE,
    "EService": ServiceChannel.Kind.ONLINE,
    "WebPage": ServiceChannel.Kind.WEB_PAGE,
    "PrintableForm": ServiceChannel.Kind.FORM,
}


def parse(data: dict) -> Channel:
    """One channel. Raises Unusable with the reason when it cannot be imported.

    Connections are items of their own in v12, so ``service_ids`` stays unsaid.
    """
    found = Channel(id=identity(data), names=display_names(data))
    kind = text(data.get("serviceChannelType"))
    found.type = str(_TYPES.get(kind, ""))
    if not found.type:
        raise Unusable(_("Its type %(type)s is not known.") % {"type": kind or "–"})
    found.organization_id = uuid(data.get("organizationContentId"))
    found.descriptions = plain_texts(data, "description", "summary")
    found.contacts = read_contacts(
        data,
        phones=("phoneNumbers", "contactPhoneNumbers", "supportPhoneNumbers"),
        faxes=("contactFaxNumbers",),
        emails=("contactEmails", "supportEmails"),
        pages=("webAddress", "contactWebPages", "attachmentLinks"),
        names={} if found.type == UNIT else found.names,
    ).points
    found.hours = read_hours(data.get("serviceHours"), found)
    if found.type == UNIT:
        found.place = read_place(data.get("location"), data.get("contactAddresses"), found)
    found.coverage = coverage(data.get("area"))
    warn_of_nameless_texts(found, found.descriptions)
    return found
