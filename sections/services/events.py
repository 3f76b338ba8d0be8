"""Which events a list shows to whom, and with which choices."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Case, DateTimeField, F, Q, QuerySet, When
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from wagtail.models import Page

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import Area


def _events() -> QuerySet:
    return apps.get_model("soskes_sections", "EventPage").objects.all()


def _over_q(now: datetime.datetime) -> Q:
    """Events that are over: past their end; past their day when they last all day or have none."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    by_time = Q(all_day=False, ends_at__isnull=False, ends_at__lt=now)
    by_day = Q(all_day=True) | Q(ends_at__isnull=True)
    return by_time | (by_day & Q(_last__lt=today))


def _with_last(queryset: QuerySet) -> QuerySet:
    last = Case(
        When(ends_at__isnull=True, then=F("starts_at")),
        default=F("ends_at"),
        output_field=DateTimeField(),
    )
    return queryset.annotate(_last=last)


@dataclass(frozen=True)
class EventFilter:
    """What a reader chose: values that mean nothing are dropped, never an error."""

    past: bool = False
    area: str = ""
    section: int | None = None
    tag: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "EventFilter":
        section = query.get("osio", "")
        return cls(
            past=query.get("menneet") == "1",
            area=query.get("kunta", "")[:100].replace("\x00", ""),
            section=int(section)
            if section.isascii() and section.isdigit() and len(section) < 10
            else None,
            tag=query.get("aihe", "")[:100].replace("\x00", ""),
        )

    @property
    def is_active(self) -> bool:
        return bool(self.area or self.section or self.tag)

    def as_query(self, **changes) -> str:
        """The choices as a query string, with ``changes`` (``past=True``) made to them."""
        values = {
            "menneet": "1" if changes.get("past", self.past) else "",
            "kunta": self.area,
            "osio": self.section or "",
            "aihe": self.tag,
        }
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def as_upcoming(self) -> str:
        return self.as_query(past=False)

    @property
    def as_past(self) -> str:
        return self.as_query(past=True)


def upcoming(
    viewer: Viewer,
    *,
    language: int | None = None,
    section: Page | None = None,
    area: Area | None = None,
    limit: int = 5,
) -> QuerySet:
    """The next events that ``viewer`` may see, soonest first.

    ``language``: id of a locale; ``section``: only events about it or kept below it; ``area``:
    only events for that municipality or for all.
    """
    found = _with_last(visible_to(viewer, _events())).exclude(_over_q(timezone.now()))
    if language:
        found = found.filter(locale_id=language)
    if section:
        found = found.filter(Q(section=section) | Q(path__startswith=section.path))
    if area:
        found = found.filter(Q(areas__isnull=True) | Q(areas__in=area.covering_ids)).distinct()
    return found.select_related("organiser", "locale").order_by("starts_at", "pk")[:limit]


def listed(viewer: Viewer, listing: Page, chosen: EventFilter) -> QuerySet:
    """Events below ``listing`` that fit the choices; past ones newest first."""
    found = _with_last(visible_to(viewer, _events().child_of(listing)))
    over = _over_q(timezone.now())
    found = found.filter(over) if chosen.past else found.exclude(over)
    if chosen.area:
        found = found.filter(areas__slug=chosen.area)
    if chosen.section:
        found = found.filter(section_id=chosen.section)
    if chosen.tag:
        found = found.filter(tagged_items__tag__slug=chosen.tag)
    order = ("-starts_at", "pk") if chosen.past else ("starts_at", "pk")
    return (
        found.distinct()
        .select_related("organiser", "locale")
        .prefetch_related("areas", "tags")
        .order_by(*order)
    )


def filter_choices(viewer: Viewer, listing: Page) -> dict:
    """Municipalities, sections and tags of the events that the viewer may see in the list.

    Returns ``{"areas": [Area], "sections": [Page], "tags": [EventTag]}``; three queries.
    """
    pages = visible_to(viewer, _events().child_of(listing)).order_by().values("pk")
    tag_model = apps.get_model("soskes_sections", "EventTag")
    area_ids = apps.get_model("soskes_sections", "EventPage").areas.field.remote_field.through
    chosen_areas = area_ids.objects.filter(eventpage_id__in=pages).values("area_id")
    section_ids = _events().filter(pk__in=pages, section__isnull=False).values("section_id")
    return {
        "areas": sorted(Area.objects.filter(pk__in=chosen_areas), key=lambda area: area.name),
        "sections": visible_to(viewer, Page.objects.filter(pk__in=section_ids)).order_by("title"),
        "tags": tag_model.objects.filter(tagged_events__content_object__in=pages)
        .distinct()
        .order_by("name"),
    }


def with_addresses(found: Iterable, listing: Page, request: HttpRequest) -> list:
    """The events as a list, each with ``address``: its absolute URL, made without a query."""
    base = listing.get_full_url(request) or ""
    events = list(found)
    for event in events:
        event.address = f"{base}{event.slug}/"
    return events


def details(viewer: Viewer, event) -> dict:
    """What the page of one event shows of its relations, as far as the viewer may see it."""
    section = None
    if event.section_id:
        section = visible_to(viewer, Page.objects.filter(pk=event.section_id)).first()
    organiser = event.organiser
    if organiser and not visible_to(viewer, type(organiser).objects.filter(pk=organiser.pk)):
        organiser = None
    return {
        "event_section": section,
        "event_organiser": event.organiser_name or (organiser.name if organiser else ""),
        "event_areas": list(event.areas.all()),
        "event_tags": list(event.tags.all()),
    }
