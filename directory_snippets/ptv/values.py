"""Parts of the internal model as values of columns."""

from collections.abc import Iterable
from datetime import date, time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models.channels import ContactChannel, OpeningHours
from soskes_wagtail.directory_snippets.ptv.fitting import fitted
from soskes_wagtail.directory_snippets.ptv.model import (
    LANGUAGES,
    ContactPoint,
    Hours,
    Place,
    Text,
)


def columns(stem: str, content: Text) -> dict[str, str]:
    """``{stem_fi: …, stem_sv: …, stem_en: …}``, empty where there is no text."""
    return {f"{stem}_{language}": content.get(language, "") for language in LANGUAGES}


def named(names: Text) -> dict[str, str]:
    """Names as columns. The Finnish one is never empty in the directory: without a Finnish name
    it is the Swedish or the English."""
    found = columns("name", names)
    found["name_fi"] = found["name_fi"] or found["name_sv"] or found["name_en"]
    return found


def address(place: Place, warnings: list[str]) -> dict[str, str]:
    """Columns of ``AddressModel``."""
    found = {"postal_code": place.postal_code}
    for stem, content, limit in (
        ("street", place.street, 255),
        ("post_office", place.post_office, 100),
        ("address_note", place.note, 500),
        ("postal_address", place.postal_address, 255),
    ):
        found |= columns(stem, shortened(content, limit, warnings))
    return found


def shortened(content: Text, limit: int, warnings: list[str]) -> Text:
    """Texts cut to the length of their column, with a mark and a word in the report."""
    return {language: _cut(text, limit, warnings) for language, text in content.items()}


def contact_rows(
    model: type[ContactChannel], points: Iterable[ContactPoint], warnings: list[str]
) -> list[dict]:
    """Values of rows of a ``ContactChannel``, without those that its own rules refuse."""
    rows = [
        {
            "kind": point.kind,
            "value": point.value,
            "charge": point.charge,
            "charge_note": _cut(point.charge_note, 500, warnings),
            **columns("label", shortened(point.label, 255, warnings)),
        }
        for point in points
    ]
    return _valid(model, rows, [point.value for point in points], warnings)


def hours_rows(
    model: type[OpeningHours], hours: Iterable[Hours], warnings: list[str]
) -> list[dict]:
    """Values of rows of ``OpeningHours``, without those that its own rules refuse."""
    rows = [
        {
            "weekday": row.weekday,
            "opens_at": time.fromisoformat(row.opens_at) if row.opens_at else None,
            "closes_at": time.fromisoformat(row.closes_at) if row.closes_at else None,
            "is_closed": row.is_closed,
            "always_open": row.always_open,
            "by_appointment": row.by_appointment,
            "valid_from": date.fromisoformat(row.valid_from) if row.valid_from else None,
            "valid_to": date.fromisoformat(row.valid_to) if row.valid_to else None,
            **columns("note", shortened(row.note, 500, warnings)),
        }
        for row in hours
    ]
    return _valid(model, rows, [_("Opening hours")] * len(rows), warnings)


def _valid(
    model: type[ContactChannel | OpeningHours],
    rows: list[dict],
    titles: list[str],
    warnings: list[str],
) -> list[dict]:
    found = []
    for values, title in zip(rows, titles, strict=True):
        try:
            values = fitted(model, values)
            model.check_values(**values)
        except ValidationError as error:
            warnings.append(
                _("%(what)s was left out: %(reason)s")
                % {"what": title[:100], "reason": " ".join(error.messages)}
            )
        else:
            found.append(values)
    return found


def _cut(text: str, limit: int, warnings: list[str]) -> str:
    if len(text) <= limit:
        return text
    warnings.append(_("A text was cut: %(text)s…") % {"text": text[:80]})
    return text[: limit - 1] + "…"
