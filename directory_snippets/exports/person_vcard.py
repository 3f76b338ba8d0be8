"""A person as a vCard 4.0 (RFC 6350)."""

import uuid

from soskes_wagtail import __version__
from soskes_wagtail.directory_snippets.exports.vcard import escaped, folded, telephone
from soskes_wagtail.directory_snippets.people.cards import PersonCard


def person_vcard(card: PersonCard, *, source: str) -> bytes:
    """One vCard of what the reader is shown, lines folded and ended by CRLF.

    ``source``: an address for the person; it makes the UID, so that importing the card again
    renews the old one. RFC 6350 wants a name in parts (N): the last word is the family name.
    """
    *given, family = card.name.split() or [card.name]
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"PRODID:-//SosKes//soskes-wagtail {__version__}//FI",
        f"UID:urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, source)}",
        "KIND:individual",
        f"FN:{escaped(card.name)}",
        f"N:{escaped(family)};{escaped(' '.join(given))};;;",
        *([f"TITLE:{escaped(card.title)}"] if card.title else []),
        # One property an organisation: a semicolon would make the second a unit of the first.
        *(f"ORG:{escaped(name)}" for name in card.organisations),
        *telephone(card.phone),
        *([f"EMAIL;TYPE=work:{escaped(card.email)}"] if card.email else []),
        *_list("CATEGORIES", (*card.roles, *card.expertise)),
        *([f"NOTE:{escaped(card.ask_me)}"] if card.ask_me else []),
        "END:VCARD",
    ]
    return b"".join(folded(line) for line in lines)


def _list(name: str, values: tuple[str, ...]) -> list[str]:
    return [f"{name}:{','.join(map(escaped, values))}"] if values else []
