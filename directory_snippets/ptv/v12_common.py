"""Small readings that all kinds of v12 items share; tolerant of null, missing and odd types."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.ptv.markdown import to_text
from soskes_wagtail.directory_snippets.ptv.model import AreaRef, Coverage, Text
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable, items, obj, text, uuid

_AREA_KINDS = (
    ("municipalities", Area.Kind.MUNICIPALITY),
    ("regions", Area.Kind.REGION),
    ("wellbeingServicesCounties", Area.Kind.WELLBEING_COUNTY),
)


def identity(data: dict) -> UUID:
    found = uuid(data.get("contentId"))
    if found is None:
        raise Unusable(_("It has no identifier (UUID)."))
    return found


def versions(data: dict) -> dict[str, dict]:
    """``languageVersions`` that are objects, by language."""
    found = obj(data.get("languageVersions"))
    return {text(language): obj(value) for language, value in found.items() if obj(value)}


def texts(data: dict, *keys: str) -> Text:
    """One text of each language version; of ``keys`` the first that has a text wins."""
    found: Text = {}
    for language, version in versions(data).items():
        for key in keys:
            if content := text(version.get(key)):
                found.setdefault(language, content)
    return found


def plain_texts(data: dict, *keys: str) -> Text:
    """As ``texts``, with the signs of markdown taken out."""
    return {language: to_text(content) for language, content in texts(data, *keys).items()}


def display_names(data: dict) -> Text:
    """Names as PTV says they are shown: the alternative name only where it is the primary one."""
    names = texts(data, "name")
    for language, version in versions(data).items():
        alternative = text(version.get("alternativeName"))
        if version.get("isAlternativeNamePrimary") is True and alternative and language in names:
            names[language] = alternative
    return names


def entries(data: dict, key: str) -> list[dict]:
    """Objects of a list that each language version has, with their language added."""
    return [
        {**entry, "language": language}
        for language, version in versions(data).items()
        for entry in items(version.get(key))
    ]


def localised(value: Any) -> Text:
    """``{fi: …, sv: …}`` without empty values."""
    found = {text(language): text(content) for language, content in obj(value).items()}
    return {language: content for language, content in found.items() if language and content}


def several(part: Any, *keys: str) -> list[dict]:
    """Objects under any of ``keys``, which hold one object or a list of them."""
    found = []
    for key in keys:
        value = obj(part).get(key)
        found += items(value) if isinstance(value, list) else [value] if obj(value) else []
    return found


def coverage(value: Any) -> Coverage:
    """``area``. Without Åland counts as the whole country."""
    area = obj(value)
    if text(area.get("areaType")).startswith("WholeCountry"):
        return Coverage(whole_country=True)
    found = {}
    for key, kind in _AREA_KINDS:
        codes = area.get(key)
        for entry in codes if isinstance(codes, list) else ():
            if code := text(entry.get("code") if isinstance(entry, dict) else entry):
                code = code.zfill(3 if kind is Area.Kind.MUNICIPALITY else 2)
                found[str(kind), code] = AreaRef(kind=str(kind), code=code)
    return Coverage(areas=[found[key] for key in sorted(found)])
