"""Which municipalities a page speaks of, and what has become of the former ones."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    Q,
    QuerySet,
    Value,
    When,
)

from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import Area

_FINNISH_LAST = str.maketrans({"å": "{", "ä": "|", "ö": "}"})


def name_order(name: str) -> str:
    """Sort key of the Finnish and Swedish alphabet: å, ä and ö come after z."""
    return name.lower().translate(_FINNISH_LAST)


@dataclass(frozen=True)
class Coverage:
    """Areas by id: the current municipalities covered, the former ones, and larger areas."""

    areas: dict[int, Area]
    covered_ids: frozenset[int]

    @cached_property
    def larger_ids(self) -> frozenset[int]:
        """Ids of regions and wellbeing services counties."""
        kind = Area.Kind.MUNICIPALITY
        return frozenset(area.pk for area in self.areas.values() if area.kind != kind)

    @cached_property
    def municipalities(self) -> list[Area]:
        """Current municipalities in alphabetical order of the active language."""
        found = [self.areas[pk] for pk in self.covered_ids]
        return sorted(found, key=lambda area: name_order(area.name))

    @cached_property
    def former(self) -> list[tuple[Area, Area]]:
        """Former municipalities, each with the current municipality it is part of."""
        found = []
        for area in self.areas.values():
            successor = self.successor_of(area)
            if successor is not None:
                found.append((area, successor))
        return sorted(found, key=lambda pair: name_order(pair[0].name))

    def successor_of(self, area: Area) -> Area | None:
        """The covered municipality that a former one became; None when it is no such one."""
        if area.kind != Area.Kind.MUNICIPALITY or area.is_current():
            return None
        seen: set[int] = set()
        while area.pk not in self.covered_ids:
            if area.successor_id is None or area.pk in seen:
                return None
            seen.add(area.pk)
            area = self.areas.get(area.successor_id)
            if area is None:
                return None
        return area

    def find(self, slug: str) -> Area | None:
        """Municipality by the ending of its address; a former one gives its successor."""
        for area in self.areas.values():
            if area.slug == slug and area.kind == Area.Kind.MUNICIPALITY:
                if area.pk in self.covered_ids:
                    return area
                if successor := self.successor_of(area):
                    return successor
        return None


def coverage_of(area: Area | None, areas: QuerySet[Area] | None = None) -> Coverage:
    """Municipalities of a region or county; all when ``area`` is None. One query.

    ``areas``: a queryset of Area with annotations that the caller wants on them.
    """
    within = Q() if area is None else Q(region=area) | Q(wellbeing_county=area)
    return _load(areas, within)


def network_coverage(areas: QuerySet[Area] | None = None) -> Coverage:
    """Municipalities of the network's own wellbeing services county (``WELLBEING_COUNTY``).

    All of them where no such county is on record. One query. ``areas`` as in ``coverage_of``.
    """
    code = app_settings.WELLBEING_COUNTY
    county = Area.objects.filter(kind=Area.Kind.WELLBEING_COUNTY, code=code)
    return _load(areas, Q(wellbeing_county__in=county.values("pk")) | ~Exists(county))


def _load(areas: QuerySet[Area] | None, within: Q) -> Coverage:
    municipality = Q(kind=Area.Kind.MUNICIPALITY)
    is_within = Case(When(within, then=True), default=False) if within else Value(True)
    rows = (
        (Area.objects.all() if areas is None else areas)
        .annotate(is_within=ExpressionWrapper(is_within, BooleanField()))
        .filter(~municipality | Q(is_within=True) | Q(successor__isnull=False))
    )
    found = {area.pk: area for area in rows}
    covered = frozenset(
        pk
        for pk, area in found.items()
        if area.kind == Area.Kind.MUNICIPALITY and area.is_within and area.is_current()
    )
    return Coverage(found, covered)
