"""Phones, e-mails and contacts."""

from collections.abc import Iterable
from typing import Any

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.hsds.ids import made_id, record_id
from soskes_wagtail.directory_snippets.hsds.values import (
    compact,
    email_address,
    marked,
    web_address,
)
from soskes_wagtail.directory_snippets.models import Contact, ContactChannel
from soskes_wagtail.directory_snippets.services.disclosure import shown

Kind = ContactChannel.Kind
PHONE_TYPES = {Kind.PHONE: "voice", Kind.SMS: "text", Kind.FAX: "fax"}


def phones(channels: Iterable[ContactChannel]) -> list[dict[str, Any]]:
    """The numbers among ways to reach somebody."""
    return [
        compact(
            id=record_id(channel),
            number=channel.value,
            type=PHONE_TYPES[channel.kind],
            description=_description(channel),
        )
        for channel in channels
        if channel.kind in PHONE_TYPES
    ]


def _description(channel: ContactChannel) -> str:
    charge = channel.get_charge_display() if channel.charge else ""
    return ", ".join(part for part in (channel.label, charge, channel.charge_note) if part)


def first_email(channels: Iterable[ContactChannel]) -> str:
    return _first(channels, Kind.EMAIL, email_address)


def first_web_address(channels: Iterable[ContactChannel]) -> str:
    return _first(channels, Kind.WEB, web_address)


def _first(channels: Iterable[ContactChannel], kind: str, usable) -> str:
    values = (usable(channel.value) for channel in channels if channel.kind == kind)
    return next((value for value in values if value), "")


def contact_as_hsds(viewer: Viewer, contact: Contact) -> dict[str, Any]:
    """A contact that the viewer may see, with the fields of it that the viewer is shown."""
    values = shown(viewer, contact)
    return compact(
        id=record_id(contact),
        name=values["person_name"],
        title=marked(contact.role_title, contact),
        department=contact.task,
        email=email_address(values["email"]),
        phones=[
            {"id": made_id(f"contact_{name}", contact.pk), "number": values[name], "type": "voice"}
            for name in ("phone", "direct_phone")
            if values[name]
        ],
    )
