"""Events as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from icalendar import Calendar, Event

#: A calendar programme reads the list often; years of past events would only be weight.
MAX_EVENTS = 500


def render(events: Iterable, name: str) -> bytes:
    """The events as one calendar with the time zones they need.

    ``events``: event pages with an ``address`` (their absolute URL). Times are given in the
    current time zone, so that 9.00 stays 9.00 over the change of summer time.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//soskes-wagtail//SosKes//FI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(_component(event))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _component(event) -> Event:
    component = Event()
    host = urlsplit(event.address).hostname or "soskes"
    component.add("uid", f"{event.translation_key}-{event.locale_id}@{host}")
    component.add("dtstamp", event.last_published_at or timezone.now())
    component.add("summary", event.title)
    component.add("url", event.address)
    start = timezone.localtime(event.starts_at)
    end = timezone.localtime(event.ends_at) if event.ends_at else None
    if event.all_day:
        component.add("dtstart", start.date())
        # The end of an all-day event is the first day after it (RFC 5545, 3.6.1).
        component.add("dtend", (end or start).date() + timedelta(days=1))
    else:
        component.add("dtstart", start)
        if end:
            component.add("dtend", end)
    if event.place or event.online_url:
        component.add("location", event.place or event.online_url)
    description = "\n\n".join(part for part in (event.summary, event.online_url) if part)
    if description:
        component.add("description", description)
    return component
