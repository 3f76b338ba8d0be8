"""An entry of the register, from the attributes that the code server gives in XML or JSON."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

#: What the entries call the same thing in XML (lower case, with "office") and in JSON.
_NAMES = {
    "name": ("longname", "orgyksnimi"),
    "short_name": ("abbreviation", "orgykslyhenne"),
    "parent": ("parentid",),
    "business_id": ("ytunnus",),
    "street": ("streetaddress", "officestreetaddress"),
    "postal_code": ("postnumber",),
    "post_office": ("postoffice",),
    "municipality": ("sijaintikunta",),
    "sector": ("sektori",),
    "status": ("status",),
}


@dataclass(frozen=True)
class Entry:
    """``parent``: OID or empty; ``business_id`` as written; ``municipality``: code or empty;
    ``ended``: whether the register no longer has it in force."""

    oid: str
    name: str
    parent: str
    business_id: str
    street: str
    postal_code: str
    post_office: str
    municipality: str
    is_private: bool
    ended: bool


def make_entry(
    oid: str, attributes: Mapping[str, str], expires: str, today: datetime.date
) -> Entry:
    """``attributes`` by any spelling of their names; ``expires``: ISO 8601 date or empty."""
    known = {_key(name): " ".join(str(text).split()) for name, text in attributes.items()}

    def value(field: str) -> str:
        return next((known[name] for name in _NAMES[field] if known.get(name)), "")

    code = re.match(r"\d{3}\b", value("municipality"))
    return Entry(
        oid=oid.strip().removeprefix("urn:oid:"),
        name=(value("name") or value("short_name"))[:255],
        parent=value("parent").removeprefix("urn:oid:"),
        business_id=value("business_id"),
        street=value("street")[:255],
        postal_code=value("postal_code")[:12],
        post_office=value("post_office")[:100],
        municipality=code.group() if code else "",
        is_private=value("sector").startswith("2"),
        ended=value("status").upper() not in ("", "1", "ACTIVE") or _is_past(expires, today),
    )


def _key(name: str) -> str:
    return re.sub(r"[^a-zåäö]", "", name.lower())


def _is_past(moment: str, today: datetime.date) -> bool:
    try:
        return datetime.date.fromisoformat(moment[:10]) < today
    except ValueError:
        return False
