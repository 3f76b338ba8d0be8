"""The part "who does this where" of a section's page."""

from dataclasses import dataclass

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Area, ServiceClass
from soskes_wagtail.directory_snippets.services.card_types import ClientGroup, UnitCard
from soskes_wagtail.directory_snippets.services.coverage import network_coverage
from soskes_wagtail.directory_snippets.services.responsible import Answer, answer_of
from soskes_wagtail.directory_snippets.services.who_does_what import Row, WhoDoesWhat, who_does_what
from soskes_wagtail.sections.services.area_pages import area_url, areas_with_pages

#: Part of the address that leads straight to the table.
ANCHOR = "kuka-hoitaa"
#: Names of the municipality and of the client group in a query string.
PARAMETER = "kunta"
GROUP = "ryhma"
PEOPLE_PER_PAGE = 60


@dataclass(frozen=True)
class WhoSection:
    """``asked``: what the reader asked for when no municipality answers to it; ``people``: all
    contacts of the chosen municipality, its own first, then those of the whole county; ``now``:
    which of them answer at this moment; ``groups``: the client groups that these contacts serve,
    and ``group`` the chosen one."""

    found: WhoDoesWhat
    municipalities: list[Area]
    chosen: Area | None
    chosen_url: str
    asked: str
    people: ListPage | None
    own_units: list[UnitCard]
    wide_units: list[UnitCard]
    has_classes: bool
    now: Answer | None
    groups: list[ClientGroup]
    group: ClientGroup | None


def who_section(
    page, classes: QuerySet[ServiceClass], viewer: Viewer, request: HttpRequest
) -> WhoSection:
    """What the section's page shows of its service classes. Three queries, one more when there is
    nothing to show."""
    coverage = network_coverage(areas_with_pages(viewer, page.locale_id))
    asked = asked_municipality(request.GET)
    chosen = coverage.find(asked) if asked else None
    found = who_does_what(viewer, classes, coverage, chosen)
    groups = _groups(found) if chosen else []
    group = next((g for g in groups if g.code == asked_group(request.GET)), None)
    if group:
        for row in (*found.rows, *found.common):
            row.contacts = [card for card in row.contacts if card.serves(group)]
    for area in coverage.areas.values():
        area.url = area_url(area, request)
    return WhoSection(
        found=found,
        municipalities=coverage.municipalities,
        chosen=chosen,
        chosen_url=chosen.url if chosen else "",
        asked=asked if asked and chosen is None else "",
        people=_people(found, request) if chosen else None,
        own_units=[unit for row in found.rows for unit in row.units],
        wide_units=[unit for row in found.common for unit in row.units],
        has_classes=not found.is_empty or classes.exists(),
        now=_now(found) if chosen else None,
        groups=groups,
        group=group,
    )


def asked_municipality(query: QueryDict) -> str:
    """The slug asked for; cut and cleaned, since it may be anything."""
    return cleaned(query, PARAMETER)


def asked_group(query: QueryDict) -> str:
    """The code of the client group asked for, cut and cleaned."""
    return cleaned(query, GROUP)


def cleaned(query: QueryDict, name: str) -> str:
    """A value of a query string, short and without what a database refuses."""
    return query.get(name, "").replace("\x00", "")[:100].strip()


def _groups(found: WhoDoesWhat) -> list[ClientGroup]:
    cards = (card for row in (*found.rows, *found.common) for card in row.contacts)
    groups = {group for card in cards for group in card.client_groups}
    return sorted(groups, key=lambda group: (group.sort_order, group.code))


def _now(found: WhoDoesWhat) -> Answer:
    return answer_of(card for row in (*found.rows, *found.common) for card in row.contacts)


def _people(found: WhoDoesWhat, request: HttpRequest) -> ListPage:
    rows: list[Row] = [*found.rows, *found.common]
    everybody = [(card, row.area) for row in rows for card in row.contacts]
    return Paginator(everybody, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
