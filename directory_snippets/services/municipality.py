"""Everything that the page of a municipality shows of the directory, for one reader."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q
from django.utils.text import slugify

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import (
    Area,
    Contact,
    Service,
    ServiceClass,
    Unit,
)
from soskes_wagtail.directory_snippets.services.card_types import ContactCard, UnitCard
from soskes_wagtail.directory_snippets.services.cards import (
    contact_cards,
    current_offerings,
    unit_cards,
)
from soskes_wagtail.directory_snippets.services.classes import ClassTree
from soskes_wagtail.directory_snippets.services.json_rows import JsonRows
from soskes_wagtail.directory_snippets.services.localized import localized
from soskes_wagtail.directory_snippets.services.organisation_tree import (
    OrganisationNode,
    organisation_tree,
)
from soskes_wagtail.directory_snippets.services.reach import reaching
from soskes_wagtail.directory_snippets.services.service_ways import (
    ServiceWay,
    read_service_ways,
    service_way_rows,
)

NAMES = ("name_fi", "name_sv", "name_en")


@dataclass(frozen=True)
class Offer:
    """Who offers a service, and where; either may be empty."""

    organisation: str
    unit: str
    unit_id: int | None
    role: str
    note: str


@dataclass(frozen=True)
class ServiceItem:
    """A service in the reader's language, or in the source language when not translated."""

    pk: int
    name: str
    summary: str
    language: str
    offers: tuple[Offer, ...]
    ways: tuple[ServiceWay, ...]
    class_ids: frozenset[int]
    checked_on: datetime.date | None


@dataclass
class Task:
    """A service class with who handles it and what is offered; ``anchor``: id on the page."""

    service_class: ServiceClass | None
    anchor: str
    contacts: list[ContactCard] = field(default_factory=list)
    services: list[ServiceItem] = field(default_factory=list)


@dataclass(frozen=True)
class Checked:
    """Days on which the records shown were last checked; ``unknown``: how many never were."""

    oldest: datetime.date | None
    newest: datetime.date | None
    unknown: int


@dataclass(frozen=True)
class MunicipalityRecords:
    tasks: list[Task]
    units: list[UnitCard]
    organisations: list[OrganisationNode]
    network_contacts: list[ContactCard]
    checked: Checked
    classes: ClassTree

    @property
    def is_empty(self) -> bool:
        return not (self.tasks or self.units or self.organisations)


def municipality_records(viewer: Viewer, area: Area, locale_id: int) -> MunicipalityRecords:
    """What the viewer may see of a municipality; five queries, whatever the number of rows.

    ``locale_id``: language of the page. Services that have a published translation in it are
    shown translated, others as they were written.
    """
    covering = area.covering_ids
    contacts = contact_cards(
        viewer,
        reaching(Contact.objects.all(), covering).order_by("role_title_fi", "pk"),
    )
    services = _services(viewer, covering, locale_id)
    explicit = current_offerings(viewer).filter(areas=area.pk)
    units = unit_cards(
        viewer,
        Unit.objects.filter(Q(area=area) | Q(pk__in=explicit.values("unit_id"))).order_by(
            "name_fi", "pk"
        ),
    )
    classes = ClassTree.load()
    return MunicipalityRecords(
        classes=classes,
        tasks=_tasks(classes, contacts, services),
        units=units,
        organisations=organisation_tree(viewer, covering),
        network_contacts=[card for card in contacts if card.is_network_contact],
        checked=_checked([*contacts, *services, *units]),
    )


def _services(viewer: Viewer, covering: set[int], locale_id: int) -> list[ServiceItem]:
    offerings = reaching(current_offerings(viewer), covering)
    translation = visible_to(viewer, Service.objects.all()).filter(
        translation_key=OuterRef("translation_key"), locale_id=locale_id
    )
    rows = (
        visible_to(viewer, Service.objects.all())
        .filter(Exists(offerings.filter(service=OuterRef("pk"))))
        .select_related("locale")
        .annotate(
            offer_rows=JsonRows(
                offerings.filter(service=OuterRef("pk"))
                .order_by("role", "pk")
                .values(
                    "unit_id",
                    "role",
                    "note",
                    **{f"unit_{name}": F(f"unit__{name}") for name in NAMES},
                    **{f"org_{name}": F(f"organisation__{name}") for name in NAMES},
                )
            ),
            class_rows=JsonRows(
                Service.service_classes.through.objects.filter(service_id=OuterRef("pk")).values(
                    "serviceclass_id"
                )
            ),
            translation_rows=JsonRows(translation.order_by().values("name", "summary")[:1]),
            way_rows=service_way_rows(viewer, covering),
        )
        .order_by("name", "pk")
    )
    return [_service_item(row, locale_id) for row in rows]


def _service_item(row: Service, locale_id: int) -> ServiceItem:
    translated = row.translation_rows[0] if row.translation_rows else None
    return ServiceItem(
        pk=row.pk,
        name=translated["name"] if translated else row.name,
        summary=translated["summary"] if translated else row.summary,
        language="" if translated or row.locale_id == locale_id else row.locale.language_code,
        offers=tuple(
            Offer(
                organisation=localized(r, "org_name"),
                unit=localized(r, "unit_name"),
                unit_id=r["unit_id"],
                role=r["role"],
                note=r["note"],
            )
            for r in row.offer_rows
        ),
        ways=read_service_ways(row.way_rows),
        class_ids=frozenset(r["serviceclass_id"] for r in row.class_rows),
        checked_on=row.checked_on,
    )


def _tasks(
    tree: ClassTree, contacts: Iterable[ContactCard], services: Iterable[ServiceItem]
) -> list[Task]:
    """Service classes that somebody handles, in their order; without a class comes last."""
    tasks: dict[int | None, Task] = {}
    for records, shelf in ((contacts, "contacts"), (services, "services")):
        for record in records:
            known = [pk for pk in record.class_ids if pk in tree.by_id]
            if not known and getattr(record, "is_network_contact", False):
                continue  # has a place of its own on the page
            for class_id in known or [None]:
                service_class = tree.by_id.get(class_id)
                anchor = slugify(service_class.name_fi) if service_class else "muut"
                task = tasks.setdefault(class_id, Task(service_class, anchor))
                getattr(task, shelf).append(record)
    ordered = [tasks[c.pk] for c in tree.sorted(pk for pk in tasks if pk is not None)]
    if None in tasks:
        ordered.append(tasks[None])
    return _with_own_anchors(ordered)


def _with_own_anchors(tasks: list[Task]) -> list[Task]:
    """Two classes of one name get different anchors."""
    taken: set[str] = set()
    for task in tasks:
        if task.anchor in taken or not task.anchor:
            task.anchor = f"{task.anchor}-{slugify(task.service_class.code)}"
        taken.add(task.anchor)
    return tasks


def _checked(records: Iterable) -> Checked:
    days = [record.checked_on for record in records]
    known = [day for day in days if day]
    return Checked(
        oldest=min(known, default=None), newest=max(known, default=None), unknown=days.count(None)
    )
