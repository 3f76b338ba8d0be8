"""Pages: which municipality and section they are about; and events."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from django.db.models import QuerySet
from wagtail.models import Page

from soskes_wagtail.access import Viewer
from soskes_wagtail.search_sources import (
    SearchEntry,
    SearchRequest,
    page_entries,
    section_key,
    show_pages,
)


def values(pages: Sequence[Page]) -> Mapping[int, Mapping]:
    """Municipality and section of pages: their own, or those of the page they lie below."""
    from soskes_wagtail.sections.models import MunicipalityPage, ServiceSectionPage

    above = {path for page in pages for path in _above(page.path)}
    sections = {
        page.path: section_key(page)
        for page in ServiceSectionPage.objects.filter(path__in=above).only(
            "path", "translation_key"
        )
    }
    areas = dict(MunicipalityPage.objects.filter(path__in=above).values_list("path", "area__code"))
    return {
        page.pk: {
            "sections": [sections[path] for path in _above(page.path) if path in sections],
            "areas": [areas[path] for path in _above(page.path) if path in areas],
        }
        for page in pages
    }


def _above(path: str) -> list[str]:
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def event_rows() -> QuerySet:
    from soskes_wagtail.sections.models import EventPage

    events = EventPage.objects.live().select_related("organiser", "section")
    return events.prefetch_related("areas", "tagged_items__tag")


def event_entries(events: Sequence) -> Iterator[SearchEntry]:
    by_id = {event.pk: event for event in events}
    for entry in page_entries(events):
        event = by_id[entry.object_id]
        organiser = event.organiser.name if event.organiser else event.organiser_name
        tags = [item.tag.name for item in event.tagged_items.all()]
        chosen = [section_key(event.section)] if event.section else []
        areas = list(event.areas.all())
        yield replace(
            entry,
            text="\n".join([str(entry.text), organiser, *tags, *(area.name for area in areas)]),
            starts_at=event.starts_at,
            ends_at=event.last_moment,
            areas=[*entry.areas, *(a.code for a in areas if a.kind == "municipality")],
            sections=[*entry.sections, *chosen],
            tags=tags,
        )


def show_events(viewer: Viewer, events: Sequence, asked: SearchRequest) -> dict:
    by_id = {event.pk: event for event in events}
    hits = show_pages(viewer, events, asked)
    return {pk: replace(hit, note=by_id[pk].when) for pk, hit in hits.items()}
