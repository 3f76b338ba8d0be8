"""The bell and the link to follow a page, in the strip above every SosKes page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language
from wagtail.models import Page

from soskes_wagtail.access import viewer_for
from soskes_wagtail.around import PagePart, Place, register_page_part
from soskes_wagtail.navigation import marked_page_url
from soskes_wagtail.notifications.reading import COUNTED, unread_here


def register() -> None:
    register_page_part(PagePart("bell", Place.STRIP, bell, order=10))
    register_page_part(PagePart("follow", Place.STRIP, follow, order=20))


def notices_url(request: HttpRequest) -> str | None:
    """Where the reader finds their notices; None for nobody and without a page of notices."""
    viewer = viewer_for(request)
    if not viewer.is_authenticated:
        return None
    return marked_page_url("is_soskes_notices", viewer, request, get_language() or "")


def bell(request: HttpRequest, page: Page) -> str:
    url = notices_url(request)
    if url is None:
        return ""
    count = unread_here(viewer_for(request), request)
    context = {
        "url": url,
        "count": count,
        "shown": f"{COUNTED - 1}+" if count >= COUNTED else count,
    }
    return render_to_string("soskes_wagtail/notifications/bell.html", context)


def follow(request: HttpRequest, page: Page) -> str:
    """A link, not a button: whether it is followed already is asked for where it leads."""
    topic, url = getattr(page, "soskes_topic", None), notices_url(request)
    if url is None or topic is None:
        return ""
    context = {"url": f"{url}seuraa/", "topic": topic}
    return render_to_string("soskes_wagtail/notifications/follow_link.html", context)
