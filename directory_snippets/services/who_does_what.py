"""Who handles some service classes, municipality by municipality."""

from dataclasses import dataclass, field

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Area, Contact, ServiceClass, Unit
from soskes_wagtail.directory_snippets.services.card_types import ContactCard, UnitCard
from soskes_wagtail.directory_snippets.services.cards import (
    contact_cards,
    current_offerings,
    unit_cards,
)
from soskes_wagtail.directory_snippets.services.coverage import Coverage
from soskes_wagtail.directory_snippets.services.reach import answering, reaching

#: With more contacts or service points than this, municipalities are only listed until the
#: reader chooses one.
MOST_AT_ONCE = 120


@dataclass
class Row:
    """A municipality, or (``area`` None or larger) everything that serves more than one."""

    area: Area | None
    contacts: list[ContactCard] = field(default_factory=list)
    units: list[UnitCard] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.contacts or self.units)


@dataclass
class WhoDoesWhat:
    """``rows``: the municipalities asked for, each once; ``common``: those who serve a whole
    county, region or the country, once each; ``is_folded``: too many, rows are left empty."""

    rows: list[Row]
    common: list[Row]
    is_folded: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.is_folded and all(row.is_empty for row in (*self.rows, *self.common))


def classes_below(classes: QuerySet) -> QuerySet:
    """Ids of the service classes and of those under them, as a subquery (four levels)."""
    ids = classes.order_by().values("pk")
    return (
        ServiceClass.objects.filter(
            Q(pk__in=ids)
            | Q(parent__in=ids)
            | Q(parent__parent__in=ids)
            | Q(parent__parent__parent__in=ids)
        )
        .order_by()
        .values("pk")
    )


def who_does_what(
    viewer: Viewer, classes: QuerySet, coverage: Coverage, chosen: Area | None = None
) -> WhoDoesWhat:
    """Contacts and service points of ``classes`` (and those below) that the viewer may see.

    ``classes``: queryset of ServiceClass; ``chosen``: only this municipality. Two queries,
    whatever the number of rows.
    """
    wanted = classes_below(classes)
    contacts = answering(Contact.objects.all(), wanted)
    offerings = current_offerings(viewer).filter(service__service_classes__in=wanted)
    if chosen is not None:
        contacts = reaching(contacts, chosen.covering_ids)
        offerings = reaching(offerings, chosen.covering_ids)
    # A contact bound to single municipalities comes after those of a whole county, so that
    # these are there also when the list is cut.
    single = Contact.areas.through.objects.filter(
        contact_id=OuterRef("pk"), area__kind=Area.Kind.MUNICIPALITY
    )
    order = Case(When(Exists(single), then=Value(1)), default=0, output_field=IntegerField())
    cut = None if chosen else MOST_AT_ONCE + 1
    cards = contact_cards(viewer, contacts.order_by(order, "role_title_fi", "pk"), cut)
    units = Unit.objects.filter(pk__in=offerings.order_by().values("unit_id"))
    found = unit_cards(viewer, units.order_by("name_fi", "pk"), cut, wanted)
    is_folded = chosen is None and max(len(cards), len(found)) > MOST_AT_ONCE
    rows = [Row(area) for area in ([chosen] if chosen else coverage.municipalities)]
    result = WhoDoesWhat(rows, [], is_folded)
    _place(result, coverage, cards, found)
    if is_folded:
        for row in rows:
            row.contacts, row.units = [], []
    return result


def _place(result: WhoDoesWhat, coverage: Coverage, cards, units) -> None:
    """Put each card in the rows of its municipalities, or once among those in common."""
    by_area = {row.area.pk: row for row in result.rows}
    common: dict[int | None, Row] = {}

    def common_row(area_id: int | None) -> Row:
        return common.setdefault(area_id, Row(coverage.areas.get(area_id)))

    for card in cards:
        wide = card.area_ids & coverage.larger_ids
        if wide or not card.area_ids:
            common_row(min(wide, default=None)).contacts.append(card)
        for area_id in card.area_ids & by_area.keys():
            by_area[area_id].contacts.append(card)
    for unit in units:
        # A place stands in the row of its own municipality, also when it serves the county.
        homes = (unit.reach | {unit.area_id}) & by_area.keys()
        for area_id in homes:
            by_area[area_id].units.append(unit)
        if not homes:
            wide = unit.reach & coverage.larger_ids
            if wide or None in unit.reach:
                common_row(min(wide, default=None)).units.append(unit)
    asked = {i for row in result.rows for i in row.area.covering_ids}
    result.common = [row for area_id, row in common.items() if area_id is None or area_id in asked]
    result.common.sort(key=lambda row: (row.area is None, row.area.name if row.area else ""))
