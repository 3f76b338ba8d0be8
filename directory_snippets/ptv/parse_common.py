"""Small readings that all kinds of v9–v11 items share; tolerant of null, missing and odd types."""

import marshal
import re
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.ptv.model import (
    LANGUAGES,
    AreaRef,
    Coverage,
    Record,
    Status,
    Text,
)
from soskes_wagtail.directory_snippets.ptv.plain import plain

#: PTV's own limits are a few thousand characters; what is longer is no text of PTV.
MAX_TEXT = 100_000

#: Number of areas in the same words that are read once only.
_REMEMBERED = 2000
_RANKS = {language: rank for rank, language in enumerate(LANGUAGES)}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

_STATUSES = {
    "": Status.PUBLISHED,
    "published": Status.PUBLISHED,
    "modified": Status.PENDING,
    "draft": Status.GONE,
    "deleted": Status.GONE,
    "withdrawn": Status.GONE,
    "archived": Status.GONE,
    "removed": Status.GONE,
    "oldpublished": Status.GONE,
}

#: PTV's kinds of areas; the others (hospital districts …) are read as their municipalities.
_AREA_KINDS = {
    "municipality": Area.Kind.MUNICIPALITY,
    "region": Area.Kind.REGION,
    "province": Area.Kind.REGION,
    "wellbeingservicecounties": Area.Kind.WELLBEING_COUNTY,
    "wellbeingservicescounties": Area.Kind.WELLBEING_COUNTY,
    "wellbeingservicescounty": Area.Kind.WELLBEING_COUNTY,
}


class Unusable(Exception):
    """The item cannot be imported; the message is the reason for the report."""


def items(value: Any) -> list[dict]:
    """The objects of a list; anything else counts as none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def obj(value: Any) -> dict:
    return value if isinstance(value, dict) else {}


def text(value: Any) -> str:
    """A string without the characters no database or reader wants; a whole number as its digits,
    since some who record answers write codes so. Raises Unusable when huge."""
    if not isinstance(value, str):
        return str(value) if type(value) is int and abs(value) < 10**15 else ""
    if len(value) > MAX_TEXT:
        raise Unusable(
            _("A text is longer than %(limit)s characters, which PTV does not allow.")
            % {"limit": MAX_TEXT}
        )
    if value[:1] == "{" or "<" in value or "&" in value:
        value = plain(value)
    if value.isprintable():  # most texts are, and this is quick to see
        return value.strip() if value[:1] == " " or value[-1:] == " " else value
    return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def localised(value: Any, *types: str, key: str = "value") -> Text:
    """``[{language, value, type}]`` as a Text; of ``types`` the first that has a text wins."""
    found: Text = {}
    if not value:
        return found
    entries = items(value)
    for wanted in types or (None,):
        for entry in entries:
            if wanted is None or entry.get("type") == wanted:
                language, content = text(entry.get("language")), text(entry.get(key))
                if language and content and language not in found:
                    found[language] = content
    return found


def by_language(value: Any) -> list[dict]:
    """Entries with a language, Finnish first: which language comes first varies in PTV."""
    found = items(value)
    if len(found) > 1:
        found.sort(key=lambda entry: _RANKS.get(text(entry.get("language")), len(_RANKS)))
    return found


def uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def identity(data: dict) -> UUID:
    found = uuid(data.get("id"))
    if found is None:
        raise Unusable(_("It has no identifier (UUID)."))
    return found


def is_published(record: Record, data: dict) -> bool:
    """Set the status of ``record`` and say whether the rest of it is worth reading.

    Raises Unusable for a status that PTV does not document.
    """
    record.status_name = text(data.get("publishingStatus"))
    known = _STATUSES.get(record.status_name.casefold())
    if known is None:
        raise Unusable(
            _("Its publishing status %(status)s is not known.") % {"status": record.status_name}
        )
    record.status = known
    return known is Status.PUBLISHED


def display_names(data: dict, key: str) -> Text:
    """Names as PTV says they are shown: the alternative name only where it is chosen."""
    names = localised(data.get(key), "Name")
    alternatives = localised(data.get(key), "AlternativeName", "AlternateName")
    for choice in items(data.get("displayNameType")):
        language = text(choice.get("language"))
        chosen = text(choice.get("type")) in ("AlternativeName", "AlternateName")
        if chosen and language in alternatives:
            names[language] = alternatives[language]
    return names


def warn_of_nameless_texts(record: Record, *texts: Text) -> None:
    """Report languages that have texts but no name: those texts are not shown anywhere."""
    missing = {language for content in texts for language in content} - set(record.names)
    if missing:
        record.warnings.append(
            _("There are texts but no name in these languages: %(languages)s.")
            % {"languages": ", ".join(sorted(missing))}
        )


def _remembered(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """``read`` for parts that thousands of items have in common; nobody changes what it gives
    but to complete it, which comes to the same for all."""
    found: dict[bytes, Any] = {}

    @wraps(read)
    def remembering(value: Any) -> Any:
        try:
            key = blake2b(marshal.dumps(value, 0), digest_size=16).digest()
        except ValueError:
            return read(value)
        if key not in found:
            if len(found) >= _REMEMBERED:
                found.clear()
            found[key] = read(value)
        return found[key]

    return remembering


@_remembered
def municipality(value: Any) -> AreaRef | None:
    """``{code, name}``, or the bare code of v7 and v8."""
    code = text(obj(value).get("code")) or text(value)
    if not code:
        return None
    return AreaRef(
        kind=str(Area.Kind.MUNICIPALITY),
        code=code.zfill(3),
        names=localised(obj(value).get("name")),
    )


@_remembered
def areas(value: Any) -> list[AreaRef]:
    """``areas`` of PTV; a kind of area that we do not keep is read as its municipalities, and
    reported as unknown where it names none."""
    found: dict[tuple[str, str], AreaRef] = {}
    for area in items(value):
        members = [m for m in map(municipality, items(area.get("municipalities"))) if m]
        kind, code = _AREA_KINDS.get(text(area.get("type")).casefold()), text(area.get("code"))
        if code and (kind or not members):
            names = localised(area.get("name"))
            code = code.zfill(3 if kind is Area.Kind.MUNICIPALITY else 2)
            members = [AreaRef(kind=str(kind or ""), code=code, names=names, members=members)]
        for ref in members:
            found.setdefault((ref.kind, ref.code), ref)
    return sorted(found.values(), key=lambda ref: (ref.kind, ref.code))


def coverage(data: dict) -> Coverage:
    """``areaType`` and ``areas``. Without Åland counts as the whole country."""
    if text(data.get("areaType")).startswith(("Nationwide", "WholeCountry")):
        return Coverage(whole_country=True)
    return Coverage(areas=areas(data.get("areas")))


def ids(value: Any, key: str) -> list[UUID] | None:
    """Identifiers of the items connected: ``[{<key>: {id, name}}]``, sorted, each once.

    None when there is no list: then the answer does not say, which is not the same as none.
    """
    if not isinstance(value, list):
        return None
    found = {uuid(obj(entry.get(key)).get("id")) for entry in items(value)}
    return sorted(identifier for identifier in found if identifier)
