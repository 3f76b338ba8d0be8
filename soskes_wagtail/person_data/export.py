"""Everything about one person as JSON and as a page to read."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from soskes_wagtail.dates import short_date
from soskes_wagtail.person_data.registry import PersonData, person_data


@dataclass(frozen=True)
class Held:
    """What one part holds: plain ``rows``, and how long it is kept."""

    part: PersonData
    rows: list[dict[str, Any]]
    files: dict[str, bytes]

    @property
    def heading(self) -> str:
        return self.part.heading

    @property
    def kept_for(self) -> str:
        return self.part.kept_for

    @property
    def tables(self) -> list[list[tuple[str, str]]]:
        """The rows for reading: pairs of heading and text, without what is empty."""
        return [
            [
                (self.part.key_label(key), text)
                for key, value in row.items()
                if (text := in_words(value))
            ]
            for row in self.rows
        ]


def held_about(user) -> list[Held]:
    """What every part holds about a user, in order; parts that hold nothing have no rows."""
    return [
        Held(part, [dict(row) for row in part.export(user)], dict(part.files(user)))
        for part in person_data()
    ]


def as_json(user, held: list[Held]) -> str:
    """One object: who, when, and a list of rows for each part."""
    return json.dumps(
        {
            "person": user.get_username(),
            "exported_at": timezone.now(),
            "data": {one.part.name: one.rows for one in held},
            "kept_for": {one.part.name: one.kept_for for one in held if one.kept_for},
            "files": [name for one in held for name in one.files],
        },
        ensure_ascii=False,
        indent=2,
        default=_as_text,
    )


def as_html(user, held: list[Held]) -> str:
    """A page that needs nothing else: no script, no style, no picture from elsewhere."""
    context = {
        "person": user.get_full_name() or user.get_username(),
        "held": held,
        "now": timezone.now(),
        "language": get_language() or "fi",
    }
    return render_to_string("soskes_wagtail/person_data/export.html", context)


def in_words(value: Any) -> str:
    """A value as a person reads it; "" for what is empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(filter(None, map(in_words, value)))
    if isinstance(value, dict):
        return ", ".join(
            f"{key}: {text}" for key, item in value.items() if (text := in_words(item))
        )
    if hasattr(value, "hour") and hasattr(value, "year"):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{short_date(local)} {date_format(local, 'TIME_FORMAT')}"
    if hasattr(value, "year"):
        return short_date(value)
    return str(value)


def _as_text(value: Any) -> Any:
    try:
        return DjangoJSONEncoder().default(value)
    except TypeError:
        return str(value)
