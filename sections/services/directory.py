"""The municipal directory at a glance: letters, tiles, regions, former names."""

from dataclasses import dataclass, field
from itertools import groupby

from django.http import HttpRequest, QueryDict
from wagtail.models import Page

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.services.coverage import Coverage, coverage_of
from soskes_wagtail.sections.services.area_pages import area_url, areas_with_pages

#: The tile map has room for this many rows and columns.
TILES = range(1, 13)
REGION = "maakunta"


@dataclass
class Entry:
    """A municipality; ``former``: names it was known by, ``words``: what the filter finds it by."""

    area: Area
    url: str
    former: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        names = (self.area.name_fi, self.area.name_sv, self.area.name_en)
        return " ".join(dict.fromkeys(name for name in (*names, *self.former) if name))


@dataclass(frozen=True)
class Letter:
    letter: str
    anchor: str
    entries: list[Entry]

    @property
    def url(self) -> str:
        return f"#{self.anchor}"


@dataclass(frozen=True)
class Tile:
    title: str
    url: str
    row: int
    column: int
    short: str


@dataclass(frozen=True)
class FormerName:
    name: str
    now: str
    url: str


@dataclass(frozen=True)
class Directory:
    letters: list[Letter]
    tiles: list[Tile]
    former: list[FormerName]
    regions: list[Area]
    region: Area | None
    count: int


def directory_content(page: Page, viewer: Viewer, request: HttpRequest) -> Directory:
    """What the directory shows: municipalities whose page the viewer may see. One query.

    ``?maakunta=13`` narrows it to a region where there are several; other values mean nothing.
    """
    coverage = coverage_of(page.area, areas_with_pages(viewer, page.locale_id))
    region, regions = _regions(coverage, request.GET)
    entries = {
        area.pk: Entry(area, url)
        for area in coverage.municipalities
        if (region is None or area.region_id == region.pk) and (url := area_url(area, request))
    }
    former = []
    for area, successor in coverage.former:
        if entry := entries.get(successor.pk):
            entry.former.append(area.name)
            former.append(FormerName(area.name, successor.name, entry.url))
    return Directory(
        letters=_letters(entries.values()),
        tiles=_tiles(entries.values()),
        former=former,
        regions=regions,
        region=region,
        count=len(entries),
    )


def _regions(coverage: Coverage, query: QueryDict) -> tuple[Area | None, list[Area]]:
    ids = {area.region_id for area in coverage.municipalities}
    regions = [area for pk, area in coverage.areas.items() if pk in ids]
    if len(regions) < 2:
        return None, []
    regions.sort(key=lambda area: area.name)
    code = query.get(REGION, "")
    return next((area for area in regions if area.code == code), None), regions


def _letters(entries) -> list[Letter]:
    groups = groupby(entries, key=lambda entry: entry.area.name[:1].upper())
    return [
        Letter(letter, f"kirjain-{ord(letter)}", list(members))
        for letter, members in groups
        if letter
    ]


def _tiles(entries) -> list[Tile]:
    """Tiles in reading order; none unless every municipality has its place on the map."""
    tiles = [
        Tile(
            title=entry.area.name,
            url=entry.url,
            row=entry.area.tile_row,
            column=entry.area.tile_column,
            short=entry.area.name[:3],
        )
        for entry in entries
        if entry.area.tile_row in TILES and entry.area.tile_column in TILES
    ]
    places = {(tile.row, tile.column) for tile in tiles}
    if len(places) != len(entries):
        return []
    return sorted(tiles, key=lambda tile: (tile.row, tile.column))
