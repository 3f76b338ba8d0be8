"""What the search page shows: results, links that narrow or widen them, and what goes with it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.http import urlencode

from soskes_wagtail.access import Viewer
from soskes_wagtail.search.analysis.query import MAX_QUERY_LENGTH
from soskes_wagtail.search.services import query_log
from soskes_wagtail.search.services.facets import PARAMETERS, Facet, FacetValue, _languages
from soskes_wagtail.search.services.promoted import promoted
from soskes_wagtail.search.services.query import LAST_PAGE, Asked, search
from soskes_wagtail.search.services.whole_site import whole_site_link
from soskes_wagtail.search_sources import search_facets, search_sources


@dataclass(frozen=True)
class Choice:
    """A value of a facet with the address at which it is chosen, or not chosen any more."""

    value: FacetValue
    url: str


def results_context(page, viewer: Viewer, request: HttpRequest) -> dict:
    asked = asked_of(request, page.locale.language_code)
    results = search(viewer, asked, request)
    if asked.page == 1 and results.words:
        query_log.record(viewer, results)
    language = page.locale.language_code
    return {
        "query": asked.text,
        "asked": asked,
        "results": results,
        "facets": [
            (facet, _choices(facet, request, language))
            for facet in results.facets
            if _narrows(facet, results.total)
        ],
        "chosen": [
            (facet.label, facet.chosen.label, _address(request, {facet.parameter: ""}))
            for facet in results.facets
            if facet.chosen and not (facet.name == "language" and asked.language == language)
        ],
        "unfiltered_url": _address(request, dict.fromkeys(PARAMETERS.values(), "")),
        "relevance_url": _address(request, {"jarjestys": ""}),
        "date_url": _address(request, {"jarjestys": "uusin"}),
        "previous_url": _address(request, {"sivu": str(asked.page - 1)}),
        "next_url": _address(request, {"sivu": str(asked.page + 1)}),
        "promoted": promoted(viewer, asked, request) if asked.page == 1 else [],
        "whole_site": whole_site_link(request, asked.text) if asked.text else None,
    }


def asked_of(request: HttpRequest, language: str) -> Asked:
    """What an address asks for; what makes no sense in it is left out."""
    given = {name: request.GET.get(name, "").replace("\x00", "") for name in request.GET}
    kind = given.get(PARAMETERS["kind"], "")
    facets = {}
    for facet in search_facets():
        value = given.get(PARAMETERS.get(facet.name, facet.name), "").replace("|", " ").strip()
        if value:
            facets[facet.name] = value[:200]
    return Asked(
        text=given.get("q", "")[:MAX_QUERY_LENGTH].strip(),
        language=_language(given.get(PARAMETERS["language"], ""), language),
        kind=kind if kind in {source.kind for source in search_sources()} else "",
        facets=facets,
        by_date=given.get("jarjestys") == "uusin",
        page=_page_number(given.get("sivu", "")),
    )


def _page_number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 1
    return min(max(number, 1), LAST_PAGE)


def _language(wanted: str, default: str) -> str:
    return wanted if wanted in _languages() else default


def _narrows(facet: Facet, total: int) -> bool:
    """Whether choosing one of the values, or giving up the chosen one, changes anything."""
    chosen = facet.chosen is not None and facet.name != "language"
    return chosen or len(facet.values) > 1 or facet.values[0].count < total


def _choices(facet: Facet, request: HttpRequest, language: str) -> list[Choice]:
    choices = []
    for value in facet.values:
        # A search is always in one language: there is nothing to undo.
        undone = value.is_chosen and facet.name != "language"
        wanted = "" if undone else value.value
        choices.append(Choice(value, _address(request, {facet.parameter: wanted})))
    return choices


def _address(request: HttpRequest, changes: dict[str, str]) -> str:
    """The address of this search with something changed, from its first page."""
    kept = dict(_kept_fields(request, also=("q",)))
    kept.update(changes)
    return "?" + urlencode({name: value for name, value in kept.items() if value})


def _kept_fields(request: HttpRequest, also: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    names = (*also, *PARAMETERS.values(), "jarjestys")
    found = ((name, request.GET.get(name, "").replace("\x00", "")[:200]) for name in names)
    return [(name, value) for name, value in found if value]
