"""What the page of a municipality shows: the records, and the network's sections about them."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import OuterRef
from django.http import HttpRequest
from wagtail.models import Page

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.services.json_rows import JsonRows
from soskes_wagtail.directory_snippets.services.municipality import (
    MunicipalityRecords,
    Task,
    municipality_records,
)


@dataclass(frozen=True)
class SectionLink:
    title: str
    url: str


@dataclass(frozen=True)
class MunicipalityContent:
    """``tasks``: each with the network's sections about it, closest first."""

    area: Area
    records: MunicipalityRecords
    tasks: list[tuple[Task, list[SectionLink]]]

    @property
    def is_ended(self) -> bool:
        return not self.area.is_current()


def municipality_content(page: Page, viewer: Viewer, request: HttpRequest) -> MunicipalityContent:
    """All that the page shows beside its own text; seven queries and one for the area."""
    records = municipality_records(viewer, page.area, page.locale_id)
    sections = _sections(viewer, page.locale_id, request)
    tasks = []
    for task in records.tasks:
        own = {task.service_class.pk} if task.service_class else set()
        about = [
            (len(below), link)
            for ids, link in sections
            if not own.isdisjoint(below := records.classes.below(ids))
        ]
        about.sort(key=lambda pair: pair[0])
        tasks.append((task, [link for _, link in about]))
    return MunicipalityContent(area=page.area, records=records, tasks=tasks)


def _sections(
    viewer: Viewer, locale_id: int, request: HttpRequest
) -> list[tuple[list[int], SectionLink]]:
    """Sections that the viewer may see, with the ids of their service classes; one query."""
    model = apps.get_model("soskes_sections", "ServiceSectionPage")
    through = model._meta.get_field("service_classes").remote_field.through
    rows = (
        visible_to(viewer, model.objects.filter(locale_id=locale_id))
        .defer_streamfields()
        .annotate(
            class_rows=JsonRows(
                through.objects.filter(servicesectionpage_id=OuterRef("pk")).values(
                    "serviceclass_id"
                )
            )
        )
        .order_by("path")
    )
    found = ((row, row.get_url(request)) for row in rows)
    return [
        ([r["serviceclass_id"] for r in row.class_rows], SectionLink(row.title, url))
        for row, url in found
        if url
    ]
