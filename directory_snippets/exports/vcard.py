"""A contact as a vCard 4.0 (RFC 6350), for the address book of a phone or of e-mail."""

import re
import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from soskes_wagtail import __version__
from soskes_wagtail.directory_snippets.exports.contacts import hours_text
from soskes_wagtail.directory_snippets.services.card_types import ContactCard
from soskes_wagtail.templatetags.soskes import tel

VCARD_TYPE = "text/vcard; charset=utf-8"
MOST_OCTETS = 75
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]+")


def vcard(card: ContactCard, *, source: str, classes: Sequence[str] = ()) -> bytes:
    """One vCard, UTF-8, lines folded at 75 octets and ended by CRLF.

    ``source``: address that the card came from; it makes the UID, so that importing the card
    again renews the old one. ``classes``: names of the service classes.
    """
    notes = [card.task, card.note, hours_text(card)]
    if card.is_example:
        notes.append(_("Example"))
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"PRODID:-//SosKes//soskes-wagtail {__version__}//FI",
        f"UID:urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, source)}",
        # A role without a person is a part of the organisation (6.1.4).
        f"KIND:{'individual' if card.person else 'org'}",
        f"FN:{escaped(card.person or card.role_title)}",
        f"TITLE:{escaped(card.role_title)}",
        f"ORG:{';'.join(escaped(part) for part in (card.organisation, card.unit) if part)}",
        *telephone(card.phone),
        *telephone(card.direct_phone),
        *([f"EMAIL;TYPE=work:{escaped(card.email)}"] if card.email else []),
        *_values("CATEGORIES", classes),
        *_note(notes),
        "END:VCARD",
    ]
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """Text as a value or a component of one (RFC 6350, 3.4): it cannot begin a line of its own."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    text = _CONTROLS.sub(" ", text)
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A content line, continued on the next after 75 octets, never within a character."""
    pieces, piece, room = [], b"", MOST_OCTETS
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", MOST_OCTETS - 1  # the space that begins it counts
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"


def telephone(number: str) -> list[str]:
    """A line for a number, none for an empty one."""
    if not number:
        return []
    if address := tel(number):
        return [f"TEL;VALUE=uri;TYPE=work:{address}"]
    return [f"TEL;TYPE=work:{escaped(number)}"]


def _values(name: str, texts: Sequence[str]) -> list[str]:
    return [f"{name}:{','.join(map(escaped, texts))}"] if texts else []


def _note(notes: Sequence[str]) -> list[str]:
    text = "\n".join(note for note in notes if note)
    return [f"NOTE:{escaped(text)}"] if text else []
