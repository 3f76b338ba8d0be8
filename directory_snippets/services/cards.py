"""Contacts and service points as pages show them: plain values in the reader's language.

One query for all contacts and one for all service points, whatever hangs on them.
"""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import (
    Contact,
    ContactAbsence,
    ContactHours,
    Organisation,
    ServiceOffering,
    Unit,
    UnitChannel,
    UnitHours,
)
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES
from soskes_wagtail.directory_snippets.services.card_types import (
    Absence,
    ClientGroup,
    ContactCard,
    Deputy,
    UnitCard,
    Way,
)
from soskes_wagtail.directory_snippets.services.disclosure import shown, shown_channels_q
from soskes_wagtail.directory_snippets.services.hours import HOURS_FIELDS, opening_hours
from soskes_wagtail.directory_snippets.services.json_rows import JsonRows
from soskes_wagtail.directory_snippets.services.localized import localized
from soskes_wagtail.directory_snippets.services.reach import with_own_area

GROUP_FIELDS = ("code", "parent_id", "sort_order", *(f"name_{c}" for c in FALLBACK_LANGUAGES))
CHANNEL_FIELDS = ("kind", "value", *(f"label_{code}" for code in FALLBACK_LANGUAGES))


#: Absences are told this many days before they begin.
DAYS_BEFORE = 14


def contact_cards(
    viewer: Viewer, contacts: QuerySet, limit: int | None = None
) -> list[ContactCard]:
    """Cards of those among ``contacts`` that the viewer may see and that are in force now.

    A contact whose organisation is hidden or has ended is left out; a hidden or ended service
    point is not named. Order of the queryset.
    """
    units = visible_to(viewer, Unit.objects.current()).filter(pk=OuterRef("unit_id"))
    organisations = visible_to(viewer, Organisation.objects.current())
    today = timezone.localdate()
    away = ContactAbsence.objects.filter(first_day__lte=today, last_day__gte=today)
    deputies = (
        visible_to(viewer, Contact.objects.current())
        .filter(pk=OuterRef("deputy_id"), organisation__in=organisations.values("pk"))
        .exclude(pk__in=away.values("contact_id"))
    )
    soon = _owned(ContactAbsence, "contact").filter(
        first_day__lte=today + datetime.timedelta(days=DAYS_BEFORE), last_day__gte=today
    )
    found = visible_to(viewer, contacts.current()).filter(
        organisation__in=organisations.values("pk")
    )
    if limit is not None:
        # What hangs on a contact is gathered for those that are shown, not for thousands.
        found = found.filter(pk__in=found.values("pk")[:limit])
    rows = (
        with_own_area(found)
        .select_related("organisation", "unit", "deputy")
        .annotate(
            names_unit=Exists(units),
            names_deputy=Exists(deputies),
            absence_rows=JsonRows(
                soon.order_by("first_day", "pk").values("first_day", "last_day", "note")
            ),
            area_rows=JsonRows(_through(Contact.areas, "contact").values("area_id")),
            class_rows=JsonRows(
                _through(Contact.service_classes, "contact").values("serviceclass_id")
            ),
            hour_rows=JsonRows(_owned(ContactHours, "contact").values(*HOURS_FIELDS)),
            group_rows=JsonRows(
                _through(Contact.client_groups, "contact")
                .order_by("targetgroup__sort_order", "targetgroup__code")
                .values(
                    group_id=F("targetgroup_id"),
                    **{name: F(f"targetgroup__{name}") for name in GROUP_FIELDS},
                )
            ),
        )
    )
    return [_contact_card(viewer, row) for row in rows]


def unit_cards(
    viewer: Viewer,
    units: QuerySet,
    limit: int | None = None,
    class_ids: Iterable[int] | QuerySet | None = None,
) -> list[UnitCard]:
    """Cards of those among ``units`` that the viewer may see and that are in force now.

    ``reach`` and ``class_ids`` come from the offerings the viewer may see; with ``class_ids``
    only from those of these service classes.
    """
    organisations = visible_to(viewer, Organisation.objects.current())
    rows = (
        visible_to(viewer, units.current())
        .filter(organisation__in=organisations.values("pk"))
        .select_related("organisation")
        .annotate(
            channel_rows=JsonRows(
                _owned(UnitChannel, "unit").filter(shown_channels_q(viewer)).values(*CHANNEL_FIELDS)
            ),
            hour_rows=JsonRows(_owned(UnitHours, "unit").values(*HOURS_FIELDS)),
            offering_rows=JsonRows(_offerings(viewer, class_ids)),
        )
    )
    return [_unit_card(viewer, row) for row in rows[:limit]]


def current_offerings(viewer: Viewer) -> QuerySet:
    """Offerings in force that the viewer may see, of organisations and places in force."""
    units = Unit.objects.current().values("pk")
    organisations = Organisation.objects.current().values("pk")
    return visible_to(viewer, ServiceOffering.objects.current()).filter(
        Q(unit__isnull=True) | Q(unit__in=units),
        Q(organisation__isnull=True) | Q(organisation__in=organisations),
    )


def _offerings(viewer: Viewer, class_ids: Iterable[int] | QuerySet | None) -> QuerySet:
    offerings = with_own_area(current_offerings(viewer)).filter(unit=OuterRef("pk"))
    if class_ids is not None:
        offerings = offerings.filter(service__service_classes__in=class_ids)
    return offerings.order_by().values(
        "whole_country",
        "own_area",
        named_area=F("areas__pk"),
        class_id=F("service__service_classes__pk"),
    )


def _through(relation, owner: str) -> QuerySet:
    return relation.through.objects.filter(**{f"{owner}_id": OuterRef("pk")})


def _owned(model, owner: str) -> QuerySet:
    return model.objects.filter(**{owner: OuterRef("pk")}).order_by("sort_order", "pk")


def _contact_card(viewer: Viewer, row: Contact) -> ContactCard:
    values = shown(viewer, row)
    today = timezone.localdate()
    absences = tuple(_absence(r, today) for r in row.absence_rows)
    areas = {r["area_id"] for r in row.area_rows} or {row.own_area} - {None}
    return ContactCard(
        pk=row.pk,
        role_title=row.role_title,
        task=row.task,
        person=values["person_name"],
        phone=values["phone"],
        email=values["email"],
        note=row.note,
        organisation=row.organisation.name,
        unit=row.unit.name if row.names_unit else "",
        hours=opening_hours(row.hour_rows),
        is_example=row.is_example,
        is_network_contact=row.is_network_contact,
        checked_on=row.checked_on,
        area_ids=frozenset(areas),
        class_ids=frozenset(r["serviceclass_id"] for r in row.class_rows),
        direct_phone=values["direct_phone"],
        is_duty_line=row.is_duty_line,
        absences=absences,
        deputy=_deputy(viewer, row.deputy) if absences and row.names_deputy else None,
        hour_rows=tuple(row.hour_rows),
        client_groups=tuple(_client_group(r) for r in row.group_rows),
    )


def _client_group(row: dict) -> ClientGroup:
    return ClientGroup(
        row["group_id"], row["code"], localized(row, "name"), row["parent_id"], row["sort_order"]
    )


def _absence(row: dict, today: datetime.date) -> Absence:
    first, last = (datetime.date.fromisoformat(row[name]) for name in ("first_day", "last_day"))
    return Absence(first, last, row["note"], is_now=first <= today <= last)


def _deputy(viewer: Viewer, contact: Contact) -> Deputy:
    values = shown(viewer, contact)
    return Deputy(contact.role_title, values["person_name"], values["phone"], values["email"])


def _unit_card(viewer: Viewer, row: Unit) -> UnitCard:
    values = shown(viewer, row)
    ways = [Way(r["kind"], r["value"], localized(r, "label")) for r in row.channel_rows]
    return UnitCard(
        pk=row.pk,
        name=row.name,
        description=row.description,
        organisation=row.organisation.name,
        address=values["visiting_address"],
        address_note=values["address_note"],
        postal_address=values["postal_address"],
        oid=row.oid or "",
        latitude=values["latitude"],
        longitude=values["longitude"],
        phones=tuple(w for w in ways if w.kind in ("phone", "sms")),
        emails=tuple(w for w in ways if w.kind == "email"),
        links=tuple(w for w in ways if w.kind == "web"),
        hours=opening_hours(row.hour_rows),
        is_example=row.is_example,
        checked_on=row.checked_on,
        area_id=row.area_id,
        reach=frozenset(
            None if r["whole_country"] else r["named_area"] or r["own_area"]
            for r in row.offering_rows
        ),
        class_ids=frozenset(r["class_id"] for r in row.offering_rows if r["class_id"]),
    )
