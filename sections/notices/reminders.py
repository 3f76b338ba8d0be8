"""Events that begin tomorrow."""

import datetime

from django.utils import timezone

from soskes_wagtail.notifications import notify
from soskes_wagtail.sections.models import EventPage
from soskes_wagtail.sections.notices.publishing import own_topics


def remind_of_events(now: datetime.datetime | None = None) -> int:
    """Remind who follows an event on the day before it; returns how many were reminded."""
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    events = EventPage.objects.live().filter(starts_at__date=tomorrow)
    told = 0
    for event in events.order_by("starts_at", "pk"):
        url = event.get_url()
        if url:
            told += notify(
                "event.soon",
                target=event,
                title=event.title,
                body=event.place,
                url=url,
                topics=own_topics(event),
                key=f"event.soon:{event.pk}:{tomorrow}",
            )
    return told
