"""What the demo's reader has been told, a banner, and a little feedback in the inbox."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from soskes_wagtail.community.feedback.models import Feedback
from soskes_wagtail.notifications import notify, subscribe
from soskes_wagtail.notifications.models import Notice
from soskes_wagtail.sections.models import Alert, EventPage, ServiceSectionPage

FEEDBACK = [
    ("wrong", "Päivystyksen numero on vanha: vaihteesta sanottiin, että se vaihtui syksyllä.", 3),
    ("wrong", "Linkki lomakkeeseen ei toimi puhelimella.", 9),
    ("system", "Toivoisin, että hakemistoon pääsisi suoraan etusivulta.", 20),
    ("training", "Kirjaamiskoulutus oli hyvä, saisiko siitä tallenteen?", 33),
]
USEFUL_DAYS = (1, 2, 2, 5, 12, 31, 35, 62)


def ensure_notices() -> int:
    """Make what is missing, once. Returns how many notices, alerts and messages were made."""
    section = ServiceSectionPage.objects.live().order_by("path").first()
    return _notices(section) + _alert() + _feedback(section)


def _notices(section: ServiceSectionPage) -> int:
    reader = get_user_model().objects.get(username="lukija")
    if Notice.objects.filter(user=reader).exists():
        return 0
    subscribe(reader, f"section:{section.pk}")
    below = section.get_children().live().order_by("path").first() or section
    made = notify(
        "page.new",
        target=below,
        title=below.title,
        url=below.get_url(),
        topics=[f"section:{section.pk}"],
        key="demo:page",
    )
    event = EventPage.objects.live().filter(starts_at__gt=timezone.now()).first()
    if event:
        made += notify(
            "event.new",
            target=event,
            title=event.title,
            body=event.summary,
            url=event.get_url(),
            recipients=[reader],
            key="demo:event",
        )
    return made


def _alert() -> int:
    if Alert.objects.exists():
        return 0
    Alert.objects.create(
        title="SosKes on poissa käytöstä keskiviikkona klo 17–18",
        text="Järjestelmä päivitetään. Ilmoituksia voi lukea taas klo 18 jälkeen.",
        ends_at=timezone.now() + datetime.timedelta(days=30),
    )
    return 1


def _feedback(section: ServiceSectionPage) -> int:
    if Feedback.objects.exists():
        return 0
    today = timezone.localdate()
    place = {"page_id": section.pk, "page_title": section.title, "section_id": section.pk}
    rows = [
        Feedback(
            kind=kind,
            text=text,
            day=today - datetime.timedelta(days=days),
            **(place if kind == "wrong" else {}),
        )
        for kind, text, days in FEEDBACK
    ]
    rows += [
        Feedback(kind="useful", state="closed", day=today - datetime.timedelta(days=days), **place)
        for days in USEFUL_DAYS
    ]
    return len(Feedback.objects.bulk_create(rows))
