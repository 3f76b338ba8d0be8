"""Pages whose words on a law are older than the law."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from soskes_wagtail.dates import short_date
from soskes_wagtail.directory_snippets.models import Statute


@dataclass(frozen=True)
class OldWords:
    """A page, the statute (``417/2007``) and why its part on it should be read again; ``as_of``:
    ISO 8601 date of the page's words, or empty."""

    id: int
    title: str
    url: str
    statute: str
    as_of: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def pages_to_recheck(
    statutes: Mapping[int, Statute], coming: Mapping[int, datetime.date]
) -> list[OldWords]:
    """Pages that tell what one of ``statutes`` says and were last compared with it before it was
    amended or repealed, or that is to be amended (``coming``, by the statute's key)."""
    content_type = ContentType.objects.get_for_model(Statute)
    referring = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=content_type,
        to_object_id__in=[str(pk) for pk in statutes],
    )
    ids = {int(pk) for pk in referring.values_list("object_id", flat=True)}
    found = []
    for page in Page.objects.filter(pk__in=ids, alias_of=None).order_by("path").specific():
        told: dict[int, str] = {}
        for pk, as_of in _told(page):
            told[pk] = min(as_of, told.get(pk, as_of))
        for pk, as_of in told.items():
            statute = statutes.get(pk)
            if statute and (reason := _reason(statute, as_of, coming.get(pk))):
                found.append(
                    OldWords(page.pk, page.title, page.url or "", statute.citation, as_of, reason)
                )
    return found


def _told(page: Page) -> Iterator[tuple[int, str]]:
    """Statutes that the page's blocks tell of, each with the day of the words (ISO) or nothing."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _in_blocks(list(getattr(page, field.name).raw_data))


def _in_blocks(value: Any) -> Iterator[tuple[int, str]]:
    if isinstance(value, Mapping):
        if type(value.get("statute")) is int:
            yield value["statute"], value.get("as_of") or ""
        value = value.values()
    elif not isinstance(value, list):
        return
    for part in value:
        yield from _in_blocks(part)


def _reason(statute: Statute, as_of: str, coming: datetime.date | None) -> str:
    if not statute.in_force or not statute.is_current():
        return _("The law is not in force.")
    if statute.amended_on and as_of < statute.amended_on.isoformat():
        return _("The law was amended on %(day)s.") % {"day": short_date(statute.amended_on)}
    if coming:
        return _("The law will be amended on %(day)s.") % {"day": short_date(coming)}
    return ""
