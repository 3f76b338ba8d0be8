"""Example records of ``demo_data/records.json``, put into the directory and the calendar.

Each has something that tells it apart (e-mail, name, address part), so that loading again makes
only what is missing and leaves alone what somebody has changed.
"""

import json
from collections import Counter
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Locale

from soskes_demo.organisations import organisation
from soskes_wagtail.directory_snippets.models import (
    Area,
    Contact,
    ContactAbsence,
    ContactHours,
    Service,
    ServiceClass,
    ServiceLegalBasis,
    ServiceOffering,
    Statute,
    TargetGroup,
    Unit,
    UnitChannel,
    UnitHours,
)
from soskes_wagtail.sections.models import EventListingPage, EventPage, ServiceSectionPage

FILE = settings.BASE_DIR / "demo_data" / "records.json"
NAMES = ("name_fi", "name_sv", "name_en")
ROLE_TITLES = ("role_title_fi", "role_title_sv", "role_title_en")


@transaction.atomic
def ensure_records() -> Counter:
    """Make what is missing. Returns how many of each kind were made."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    made = Counter()
    for kind, ensure in (
        ("units", _ensure_unit),
        ("contacts", _ensure_contact),
        ("services", _ensure_service),
        ("events", _ensure_event),
    ):
        made[kind] = sum(ensure(row) for row in data[kind])
    return made


def _ensure_unit(row: dict) -> bool:
    owner = organisation(row["organisation"])
    if Unit.objects.filter(organisation=owner, name_fi=row["name_fi"]).exists():
        return False
    unit = Unit(
        **{name: row[name] for name in NAMES},
        **{name: row[name] for name in ("street_fi", "postal_code", "post_office_fi")},
        organisation=owner,
        area=_municipality(row["area"]),
        is_example=True,
        checked_on=timezone.localdate(),
    )
    _save(unit)
    for kind in (UnitChannel.Kind.PHONE, UnitChannel.Kind.EMAIL, UnitChannel.Kind.WEB):
        _save(UnitChannel(unit=unit, kind=kind, value=row[kind]))
    for hours in row["hours"]:
        _save(UnitHours(unit=unit, **_hours(hours)))
    return True


def _ensure_contact(row: dict) -> bool:
    if Contact.objects.filter(email=row["email"]).exists():
        return False
    contact = Contact(
        **{name: row[name] for name in ROLE_TITLES},
        **{name: row[name] for name in ("phone", "email", "is_network_contact")},
        organisation=organisation(row["organisation"]),
        deputy=Contact.objects.filter(email=row.get("deputy")).first(),
        is_duty_line=row.get("is_duty_line", False),
        is_example=True,
        checked_on=timezone.localdate(),
    )
    _save(contact)
    if absence := row.get("absence"):
        first, last = (
            timezone.localdate() + timedelta(days=absence[name])
            for name in ("from_today", "to_today")
        )
        _save(ContactAbsence(contact=contact, first_day=first, last_day=last, note=absence["note"]))
    contact.service_classes.set(ServiceClass.objects.filter(code__in=row["service_classes"]))
    contact.areas.set([_municipality(code) for code in row["areas"]])
    contact.client_groups.set(TargetGroup.objects.filter(code__in=row.get("client_groups", ())))
    for hours in row["hours"]:
        _save(ContactHours(contact=contact, **_hours(hours)))
    return True


def _ensure_service(row: dict) -> bool:
    finnish = Locale.objects.get(language_code="fi")
    texts, owner = row["texts"], organisation(row["organisation"])
    known = Service.objects.filter(locale=finnish, name=texts["fi"]["name"], organisation=owner)
    if known.exists():
        return False
    source = None
    for code, words in texts.items():
        locale = Locale.objects.get(language_code=code)
        service = Service(
            locale=locale, organisation=owner, checked_on=timezone.localdate(), **words
        )
        if source:
            service.translation_key = source.translation_key
        service.full_clean()
        service.service_classes = ServiceClass.objects.filter(code__in=row["service_classes"])
        service.target_groups = TargetGroup.objects.filter(code__in=row["target_groups"])
        service.save()
        for basis in row["legal_basis"]:
            number, year = basis["statute"].split("/")
            statute = Statute.objects.get(number=number, year=year)
            _save(
                ServiceLegalBasis(service=service, statute=statute, provisions=basis["provisions"])
            )
        source = source or service
    for place in row["offerings"]:
        unit = place["unit"] and Unit.objects.get(name_fi=_unit_name(place["unit"]))
        offering = ServiceOffering(
            service=source, organisation=organisation(place["organisation"]), unit=unit or None
        )
        _save(offering)
        offering.areas.set(
            [Area.objects.get(kind=area["kind"], code=area["code"]) for area in place["areas"]]
        )
    return True


def _ensure_event(row: dict) -> bool:
    listing = EventListingPage.objects.filter(locale__language_code="fi").order_by("path").first()
    if listing is None or EventPage.objects.child_of(listing).filter(slug=row["slug"]).exists():
        return False
    day = timezone.localdate() + timedelta(days=row["days_from_today"])
    sections = ServiceSectionPage.objects.filter(slug=row["section"], locale=listing.locale)
    event = EventPage(
        **{name: row[name] for name in ("title", "slug", "summary", "place", "online_url")},
        body=json.dumps([{"type": "paragraph", "value": row["html"]}]),
        locale=listing.locale,
        starts_at=_moment(day, row["starts_at"]),
        ends_at=_moment(day, row["ends_at"]),
        organiser=organisation(row["organiser"]) if row["organiser"] else None,
        section=sections.first(),
        areas=[_municipality(row["area"])] if row["area"] else [],
    )
    listing.add_child(instance=event)
    event.tags.set(row["tags"])
    event.save_revision().publish()
    return True


def _unit_name(key: str) -> str:
    rows = json.loads(FILE.read_text(encoding="utf-8"))["units"]
    return next(row["name_fi"] for row in rows if row["key"] == key)


def _municipality(code: str) -> Area:
    return Area.objects.get(kind=Area.Kind.MUNICIPALITY, code=code)


def _hours(row: dict) -> dict:
    return {
        "weekday": row["weekday"],
        "opens_at": time.fromisoformat(row["opens_at"]),
        "closes_at": time.fromisoformat(row["closes_at"]),
    }


def _moment(day, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def _save(record: Model) -> None:
    record.full_clean()
    record.save()
