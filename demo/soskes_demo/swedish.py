"""Swedish versions of a few starter pages, made the way an editor makes them in wagtail-localize.

The texts come from ``starter_pages_sv.json``, which has the same shape as the Finnish file.
"""

import copy
import json

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from soskes_wagtail.fixtures.loader import load
from soskes_wagtail.sections.models import SosKesHomePage
from soskes_wagtail.sections.services.starter_blocks import to_stream


@transaction.atomic
def ensure_swedish_pages() -> int:
    """Translate the pages that have no Swedish version yet. Returns how many were made."""
    home = SosKesHomePage.objects.filter(locale__language_code="fi").order_by("path").first()
    (row,) = load("starter_pages_sv")
    (finnish,) = load("starter_pages")
    return _ensure(home, row, finnish)


def _ensure(page: Page, row: dict, finnish: dict) -> int:
    swedish, made = Locale.objects.get(language_code="sv"), 0
    if not page.has_translation(swedish):
        _translate(page, row, swedish)
        made = 1
    slugs = {child["key"]: child["slug"] for child in finnish["children"]}
    for child in row["children"]:
        below = page.get_children().filter(slug=slugs[child["key"]]).first()
        if below is not None:
            counterpart = next(r for r in finnish["children"] if r["key"] == child["key"])
            made += _ensure(below.specific, child, counterpart)
    return made


def _translate(page: Page, row: dict, locale: Locale) -> None:
    source, _ = TranslationSource.get_or_create_from_instance(page)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    wanted = _strings(_in_swedish(page, row))
    for segment in source.stringsegment_set.select_related("string", "context"):
        words = wanted.get((segment.context.path, segment.order))
        if words:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={
                    "data": words,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "updated_at": timezone.now(),
                },
            )
    translation.save_target(publish=True)


def _in_swedish(page: Page, row: dict) -> Page:
    """The page as it would look in Swedish, not saved; its blocks keep their ids."""
    version = copy.copy(page)
    version.title, version.slug = row["title"], row["slug"]
    version.summary = version.search_description = row["summary"]
    intro = [{"type": "paragraph", "html": row["intro"]}] if row.get("intro") else []
    blocks = _with_ids(to_stream([*intro, *row["body"]]), page.body.get_prep_value())
    version.body = json.dumps(blocks)
    return version


def _with_ids(new, old):
    """``new`` with the block ids of ``old``; both have the same blocks in the same order."""
    if isinstance(new, list) and isinstance(old, list):
        return [_with_ids(a, b) for a, b in zip(new, old, strict=True)]
    if isinstance(new, dict) and isinstance(old, dict):
        merged = {name: _with_ids(value, old.get(name)) for name, value in new.items()}
        return merged | ({"id": old["id"]} if "id" in old else {})
    return new


def _strings(page: Page) -> dict[tuple[str, int], str]:
    """Text of every translatable piece, by where it stands."""
    return {
        (segment.path, segment.order): segment.string.data
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue)
    }
