"""Phone numbers, e-mails and web addresses of v12, as the entries that ``Contacts`` collects."""

from soskes_wagtail.directory_snippets.ptv.parse_common import obj, text
from soskes_wagtail.directory_snippets.ptv.parse_contact import Contacts
from soskes_wagtail.directory_snippets.ptv.v12_common import entries, versions


def read_contacts(
    data: dict,
    *,
    phones: tuple[str, ...] = (),
    faxes: tuple[str, ...] = (),
    emails: tuple[str, ...] = (),
    pages: tuple[str, ...] = (),
    names: dict[str, str] | None = None,
) -> Contacts:
    """Ways to reach somebody from lists of the language versions with these names. ``pages`` may
    be single objects too; links without words get those of ``names`` in their language."""
    contacts = Contacts()
    for key in phones:
        contacts.phones([_phone(entry) for entry in entries(data, key)])
    for key in faxes:
        contacts.phones([_phone(entry) | {"type": "Fax"} for entry in entries(data, key)])
    for key in emails:
        contacts.emails(
            [
                {
                    "language": entry["language"],
                    "value": text(entry.get("email")),
                    "description": text(entry.get("additionalInformation")),
                }
                for entry in entries(data, key)
            ]
        )
    for key in pages:
        single = [
            {**obj(version.get(key)), "language": language}
            for language, version in versions(data).items()
            if obj(version.get(key))
        ]
        contacts.web_pages(single + entries(data, key), names=names)
    return contacts


def _phone(entry: dict) -> dict:
    """A number with its country code apart; ``Sms`` and ``Fax`` are told by the type."""
    kind = text(entry.get("type")) or text(entry.get("phoneNumberType"))
    return {
        "language": entry["language"],
        "type": next((name for name in ("Sms", "Fax") if name in kind), "Phone"),
        "number": text(entry.get("number")),
        "prefixNumber": _dial_code(text(entry.get("dialCode"))),
        "serviceChargeType": text(entry.get("chargeType")),
        "chargeDescription": text(entry.get("chargeDescription")),
        "additionalInformation": text(entry.get("additionalInformation")),
    }


def _dial_code(value: str) -> str:
    """``358`` and ``00358`` as ``+358``."""
    digits = value.removeprefix("00")
    return f"+{digits}" if digits.isdigit() else value
