"""The page "who is responsible now": a matter, a municipality, perhaps a client group."""

from dataclasses import dataclass

from django.http import HttpRequest

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Area, ServiceClass, TargetGroup
from soskes_wagtail.directory_snippets.services.coverage import network_coverage
from soskes_wagtail.directory_snippets.services.responsible import (
    Answer,
    answered_classes,
    answered_groups,
    who_is_responsible,
)
from soskes_wagtail.sections.services.area_pages import area_url, areas_with_pages
from soskes_wagtail.sections.services.who_section import (
    GROUP,
    PARAMETER,
    asked_group,
    asked_municipality,
    cleaned,
)

#: Name of the matter (code of a service class) in a query string.
MATTER = "asia"
PARAMETERS = frozenset({MATTER, PARAMETER, GROUP})


@dataclass(frozen=True)
class MatterGroup:
    """A main class with those of its classes that somebody answers for."""

    name: str
    matters: list[ServiceClass]


@dataclass(frozen=True)
class WhoNow:
    """What there is to choose from, what was chosen, and the ``answer`` once it is enough;
    ``is_asked``: something was chosen, so that an empty answer needs a word."""

    matters: list[MatterGroup]
    municipalities: list[Area]
    groups: list[TargetGroup]
    matter: ServiceClass | None
    area: Area | None
    group: TargetGroup | None
    is_asked: bool
    answer: Answer | None
    area_url: str


def who_now(page, viewer: Viewer, request: HttpRequest) -> WhoNow:
    """Three queries for the form and one for the answer."""
    classes = list(answered_classes(viewer).select_related("parent"))
    coverage = network_coverage(areas_with_pages(viewer, page.locale_id))
    groups = list(answered_groups(viewer))
    asked = cleaned(request.GET, MATTER)
    matter = next((c for c in classes if c.code == asked), None)
    slug = asked_municipality(request.GET)
    area = coverage.find(slug) if slug else None
    group = next((g for g in groups if g.code == asked_group(request.GET)), None)
    answer = None
    if matter and area:
        answer = who_is_responsible(
            viewer,
            area=area,
            service_classes=ServiceClass.objects.filter(pk=matter.pk),
            client_group=group,
        )
    return WhoNow(
        matters=_in_groups(classes),
        municipalities=coverage.municipalities,
        groups=groups,
        matter=matter,
        area=area,
        group=group,
        is_asked=bool(asked or slug),
        answer=answer,
        area_url=area_url(area, request) if area else "",
    )


def _in_groups(classes: list[ServiceClass]) -> list[MatterGroup]:
    found: dict[str, MatterGroup] = {}
    for one in classes:
        name = one.parent.name if one.parent else one.name
        found.setdefault(name, MatterGroup(name, [])).matters.append(one)
    return list(found.values())
