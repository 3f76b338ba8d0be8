"""People as pages show them: plain values in the reader's language, as far as they are shown."""

import datetime
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet
from django.utils import timezone

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import (
    Membership,
    Organisation,
    Profile,
    ProfileAbsence,
    ProfileExpertise,
    ProfilePhoto,
)
from soskes_wagtail.directory_snippets.models.languages import LANGUAGE_NAMES
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES
from soskes_wagtail.directory_snippets.services.cards import DAYS_BEFORE, Absence
from soskes_wagtail.directory_snippets.services.disclosure import shows
from soskes_wagtail.directory_snippets.services.json_rows import JsonRows
from soskes_wagtail.directory_snippets.services.localized import localized

_NAMES = tuple(f"name_{code}" for code in FALLBACK_LANGUAGES)


@dataclass(frozen=True)
class StandIn:
    """Who answers instead; ``phone`` only where the reader is shown it."""

    pk: int
    name: str
    phone: str


@dataclass(frozen=True)
class PersonCard:
    """A person; what the reader is not shown is empty. ``organisations``: names of those that
    the reader may see. ``areas``: names of municipalities, empty where none is named.
    ``absences``: those of today and of the next days, each with who answers instead."""

    pk: int
    name: str
    initials: str
    title: str
    organisations: tuple[str, ...]
    areas: tuple[str, ...]
    expertise: tuple[str, ...]
    languages: tuple[str, ...]
    roles: tuple[str, ...]
    ask_me: str
    phone: str
    email: str
    photo: str
    absences: tuple[tuple[Absence, StandIn | None], ...]
    confirmed_on: datetime.date

    @property
    def is_away(self) -> bool:
        return any(absence.is_now for absence, _stand_in in self.absences)

    @property
    def places(self) -> str:
        """The first municipalities, and how many more there are."""
        more = len(self.areas) - 3
        return ", ".join(self.areas[:3]) + (f" +{more}" if more > 0 else "")


def person_cards(viewer: Viewer, profiles: QuerySet) -> list[PersonCard]:
    """Cards of those among ``profiles`` whom the viewer may see, in the order of the queryset.

    One query, and one more where somebody is away with a stand-in. The same for all who may
    see the same: whose profile it is makes no difference.
    """
    rows = list(_with_rows(viewer, visible_to(viewer, profiles)))
    stand_ins = _stand_ins(viewer, rows)
    return [_card(viewer, row, stand_ins) for row in rows]


def _with_rows(viewer: Viewer, profiles: QuerySet) -> QuerySet:
    today = timezone.localdate()
    soon = ProfileAbsence.objects.filter(
        profile=OuterRef("pk"),
        first_day__lte=today + datetime.timedelta(days=DAYS_BEFORE),
        last_day__gte=today,
    )
    organisations = visible_to(viewer, Organisation.objects.all())
    memberships = Membership.objects.active().filter(
        user=OuterRef("user_id"), organisation__in=organisations.order_by().values("pk")
    )
    return Profile.with_organisations(profiles).annotate(
        organisation_rows=JsonRows(
            memberships.order_by("organisation__name_fi", "organisation_id")
            .annotate(**{name: F(f"organisation__{name}") for name in _NAMES})
            .values("organisation_id", *_NAMES)
            .distinct()
        ),
        area_rows=JsonRows(
            Profile.areas.through.objects.filter(profile_id=OuterRef("pk"))
            .order_by("area__name_fi")
            .annotate(**{name: F(f"area__{name}") for name in _NAMES})
            .values(*_NAMES)
        ),
        role_rows=JsonRows(
            Profile.network_roles.through.objects.filter(profile_id=OuterRef("pk"))
            .order_by("networkrole__sort_order", "networkrole__name_fi")
            .annotate(**{name: F(f"networkrole__{name}") for name in _NAMES})
            .values(*_NAMES)
        ),
        expertise_rows=JsonRows(
            ProfileExpertise.objects.filter(content_object=OuterRef("pk"))
            .order_by("tag__name")
            .annotate(expertise=F("tag__name"))
            .values("expertise")
        ),
        photo_rows=JsonRows(ProfilePhoto.objects.filter(profile=OuterRef("pk")).values("digest")),
        absence_rows=JsonRows(
            soon.order_by("first_day", "pk").values("first_day", "last_day", "note", "stand_in_id")
        ),
    )


_GROUPS = ("phone", "email", "photo", "areas", "expertise", "languages", "network_roles", "absence")


def _stand_ins(viewer: Viewer, rows: list[Profile]) -> dict[int, StandIn]:
    """Those who stand in and are there themselves today, as the viewer may see them."""
    wanted = {
        absence["stand_in_id"]
        for row in rows
        if shows(viewer, row, "absence")
        for absence in row.absence_rows
    } - {None}
    if not wanted:
        return {}
    today = timezone.localdate()
    away = Q(absences__first_day__lte=today, absences__last_day__gte=today)
    people = Profile.with_organisations(
        visible_to(viewer, Profile.objects.filter(pk__in=wanted))
    ).exclude(pk__in=Profile.objects.filter(away, pk__in=wanted).values("pk"))
    return {
        one.pk: StandIn(one.pk, one.name, one.phone if shows(viewer, one, "phone") else "")
        for one in people
    }


def _card(viewer: Viewer, row: Profile, stand_ins: dict[int, StandIn]) -> PersonCard:
    is_shown = {group: shows(viewer, row, group) for group in _GROUPS}
    today = timezone.localdate()

    def named(group: str, rows: list[dict]) -> tuple[str, ...]:
        return tuple(localized(one, "name") for one in rows) if is_shown[group] else ()

    return PersonCard(
        pk=row.pk,
        name=row.name,
        initials=row.initials,
        title=row.title,
        organisations=tuple(localized(one, "name") for one in row.organisation_rows),
        areas=named("areas", row.area_rows),
        expertise=tuple(one["expertise"] for one in row.expertise_rows)
        if is_shown["expertise"]
        else (),
        languages=tuple(str(LANGUAGE_NAMES[c]) for c in row.languages if c in LANGUAGE_NAMES)
        if is_shown["languages"]
        else (),
        roles=named("network_roles", row.role_rows),
        ask_me=row.ask_me if is_shown["network_roles"] else "",
        phone=row.phone if is_shown["phone"] else "",
        email=row.email if is_shown["email"] else "",
        photo=row.photo_rows[0]["digest"][:12] if row.photo_rows and is_shown["photo"] else "",
        absences=tuple(
            (_absence(one, today), stand_ins.get(one["stand_in_id"])) for one in row.absence_rows
        )
        if is_shown["absence"]
        else (),
        confirmed_on=row.confirmed_on,
    )


def _absence(row: dict, today: datetime.date) -> Absence:
    first, last = (datetime.date.fromisoformat(row[name]) for name in ("first_day", "last_day"))
    return Absence(first, last, row["note"], is_now=first <= today <= last)
