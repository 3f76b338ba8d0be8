"""Who is responsible now: for a task, in a municipality, for a client group."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.holidays import closes_offices, name_of
from soskes_wagtail.directory_snippets.models import (
    Area,
    Contact,
    Organisation,
    ServiceClass,
    TargetGroup,
)
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES
from soskes_wagtail.directory_snippets.services.card_types import ContactCard
from soskes_wagtail.directory_snippets.services.cards import contact_cards
from soskes_wagtail.directory_snippets.services.hours import clock
from soskes_wagtail.directory_snippets.services.opening import DAYS_AHEAD, Opening, opening_at
from soskes_wagtail.directory_snippets.services.reach import answering, reaching, serving
from soskes_wagtail.directory_snippets.services.who_does_what import classes_below


@dataclass(frozen=True)
class Reach:
    """A contact and whether it answers at the moment asked for."""

    card: ContactCard
    opening: Opening


@dataclass(frozen=True)
class Answer:
    """``open``: who answers now; ``unknown``: whose hours nobody has entered; ``closed``: the
    others, soonest first; ``away``: who is absent today, with a deputy where there is one;
    ``duty``: duty lines, for when nobody in ``open`` answers, those that answer now first."""

    open: list[Reach]
    unknown: list[Reach]
    closed: list[Reach]
    away: list[ContactCard]
    duty: list[Reach]
    #: Name of the public holiday that the moment falls on, in the active language.
    holiday: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.open or self.unknown or self.closed or self.away or self.duty)

    @property
    def cards(self) -> list[ContactCard]:
        """Everybody in the answer, who can be reached soonest first."""
        reaches = (*self.open, *self.unknown, *self.closed)
        return [*(r.card for r in reaches), *self.away, *(r.card for r in self.duty)]

    @property
    def next_opening(self) -> datetime.datetime | None:
        """When the first of the closed ones opens (local time)."""
        return self.closed[0].opening.opens if self.closed else None

    @property
    def next_clock(self) -> str:
        """The time of day of the next opening, as the reader's language writes it."""
        return clock(self.next_opening.time()) if self.next_opening else ""


def answered_classes(viewer: Viewer) -> QuerySet[ServiceClass]:
    """Service classes in which somebody in force answers whom the viewer may see."""
    return ServiceClass.objects.filter(
        Exists(
            Contact.service_classes.through.objects.filter(
                serviceclass_id=OuterRef("pk"), contact__in=_seen(viewer)
            )
        )
    )


def answered_groups(viewer: Viewer) -> QuerySet[TargetGroup]:
    """Client groups that contacts in force name whom the viewer may see."""
    return TargetGroup.objects.filter(
        Exists(
            Contact.client_groups.through.objects.filter(
                targetgroup_id=OuterRef("pk"), contact__in=_seen(viewer)
            )
        )
    )


def _seen(viewer: Viewer) -> QuerySet:
    organisations = visible_to(viewer, Organisation.objects.current())
    contacts = visible_to(viewer, Contact.objects.current()).order_by()
    return contacts.filter(organisation__in=organisations.order_by().values("pk")).values("pk")


def who_is_responsible(
    viewer: Viewer,
    *,
    area: Area,
    service_classes: QuerySet | None = None,
    task: str = "",
    client_group: TargetGroup | None = None,
    at: datetime.datetime | None = None,
) -> Answer:
    """Contacts that serve a municipality, of the service classes (and those below them) or with
    words of a task, for a client group. One query. ``at``: aware time, default now; absences are
    always those of today. A contact without client groups serves all of them, a duty line without
    service classes every matter. A former municipality answers as the one that it became.

    Who is for this very municipality, client group and matter stands before who is for more.
    """
    area = _as_of_today(area)
    contacts = Contact.objects.all()
    if service_classes is not None:
        contacts = answering(contacts, classes_below(service_classes))
    for word in task.split():
        found = Q()
        for code in FALLBACK_LANGUAGES:
            found |= Q(**{f"task_{code}__icontains": word})
        contacts = contacts.filter(found)
    if client_group is not None:
        contacts = serving(contacts, client_group)
    contacts = reaching(contacts, area.covering_ids).order_by("role_title_fi", "pk")
    cards = contact_cards(viewer, contacts)
    cards.sort(key=lambda card: _breadth(card, area, client_group))
    return answer_of(cards, at)


def _breadth(card: ContactCard, area: Area, group: TargetGroup | None) -> tuple:
    """The narrower somebody's task, the less; alike are in the order they came."""
    width = 0 if area.pk in card.area_ids else 1 if card.area_ids else 2
    groups = [g.pk for g in card.client_groups]
    for_group = (0 if group.pk in groups else 1 if groups else 2) if group else 0
    return (width, for_group, not card.class_ids, len(card.class_ids))


def _as_of_today(area: Area) -> Area:
    """The municipality that a former one became."""
    seen = set()
    while area.successor_id and not area.is_current() and area.pk not in seen:
        seen.add(area.pk)
        area = area.successor
    return area


def answer_of(cards: Iterable[ContactCard], at: datetime.datetime | None = None) -> Answer:
    """The answer that cards at hand give, in their order; no query."""
    moment = timezone.localtime(at)
    holiday = closes_offices(moment.date())
    answer = Answer([], [], [], [], [], name_of(holiday) if holiday else "")
    for card in {card.pk: card for card in cards}.values():
        reach = Reach(card, opening_at(card.hour_rows, moment))
        if card.is_duty_line:
            answer.duty.append(reach)
        elif card.is_away:
            answer.away.append(card)
        elif reach.opening.is_open:
            answer.open.append(reach)
        elif reach.opening.is_open is None:
            answer.unknown.append(reach)
        else:
            answer.closed.append(reach)
    # Those with no opening in sight come last.
    latest = moment.replace(tzinfo=None) + datetime.timedelta(days=DAYS_AHEAD + 1)
    answer.closed.sort(key=lambda reach: reach.opening.opens or latest)
    answer.duty.sort(key=lambda reach: reach.opening.is_open is False)
    return answer
