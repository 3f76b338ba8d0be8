"""Phone numbers, e-mails and web addresses of v9–v11."""

import re
from typing import Any

from soskes_wagtail.directory_snippets.models import ContactChannel
from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES, ContactPoint, Text
from soskes_wagtail.directory_snippets.ptv.parse_common import by_language, text

_Kind, _Charge = ContactChannel.Kind, ContactChannel.Charge
_PHONE_KINDS = {"Sms": _Kind.SMS, "Fax": _Kind.FAX}
#: "Chargeable" in PTV means the price of a normal call (local network or mobile charge).
_CHARGES = {
    "Chargeable": _Charge.NORMAL,
    "Charged": _Charge.NORMAL,
    "FreeOfCharge": _Charge.FREE,
    "Free": _Charge.FREE,
    "Other": _Charge.OTHER,
    "ExtraCharge": _Charge.OTHER,
}
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#:]|$)", re.IGNORECASE)


class Contacts:
    """Collects the ways to reach somebody. PTV repeats a number in each language: the same
    number or address becomes one row with its labels side by side."""

    def __init__(self):
        self.points: list[ContactPoint] = []

    def phones(self, value: Any) -> "Contacts":
        for entry in by_language(value):
            number = _phone_number(entry)
            if number:
                self._add(
                    entry,
                    _PHONE_KINDS.get(text(entry.get("type")), _Kind.PHONE),
                    number,
                    text(entry.get("additionalInformation")),
                    _CHARGES.get(text(entry.get("serviceChargeType")), _Charge.UNKNOWN),
                    text(entry.get("chargeDescription")),
                )
        return self

    def emails(self, value: Any) -> "Contacts":
        for entry in by_language(value):
            address = text(entry.get("value")).removeprefix("mailto:").strip()
            if address:
                self._add(entry, _Kind.EMAIL, address, text(entry.get("description")))
        return self

    def web_pages(self, value: Any, *, url: str = "url", names: Text | None = None) -> "Contacts":
        """``url`` is the key of the address. Links without a text of their own get that of
        ``names`` in their language, so that the language versions can be told apart."""
        for entry in by_language(value):
            address = _web_address(text(entry.get(url)))
            label = text(entry.get("value")) if url != "value" else ""
            label = label or text(entry.get("name"))
            if address:
                language = text(entry.get("language"))
                self._add(entry, _Kind.WEB, address, label or (names or {}).get(language, ""))
        return self

    def _add(self, entry, kind, value, label, charge=_Charge.UNKNOWN, charge_note="") -> None:
        language = text(entry.get("language"))
        labels = {language: label} if label and language in LANGUAGES else {}
        for point in self.points:
            same = (point.kind, point.value, point.charge) == (kind, value, charge)
            if same and point.label.get(language, label) == label:
                point.label.update(labels)
                point.charge_note = point.charge_note or charge_note
                return
        self.points.append(
            ContactPoint(
                kind=str(kind),
                value=value,
                label=labels,
                charge=str(charge),
                charge_note=charge_note,
            )
        )


def _phone_number(entry: dict) -> str:
    """``+358 63251111``, or the number as it is where PTV gives no prefix (service numbers)."""
    number, prefix = text(entry.get("number")), text(entry.get("prefixNumber"))
    if not number or not prefix or entry.get("isFinnishServiceNumber") is True:
        return number
    country = prefix.removeprefix("00").removeprefix("+")
    if number.startswith("+"):
        return number
    if number.startswith(f"00{country}"):  # the whole number, though the prefix stands apart
        number = number.removeprefix(f"00{country}")
    prefix = f"+{country}" if country.isdigit() else prefix
    return f"{prefix} {number.removeprefix('0')}"


def _web_address(value: str) -> str:
    """An address as browsers take it: ``www.multia.fi`` has a scheme, and a space no place."""
    value = value.replace(" ", "%20")
    return f"https://{value}" if _BARE.match(value) else value
