"""The banners of a page, shown to the minute, and putting one away without a script."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.models import Page

from soskes_wagtail.access import Viewer, viewer_for, visible_to
from soskes_wagtail.around import (
    PageAction,
    PagePart,
    Place,
    back_to,
    kept_html,
    register_page_action,
    register_page_part,
)
from soskes_wagtail.content_version import ContentVersion
from soskes_wagtail.directory_snippets.notices import of_user
from soskes_wagtail.sections.alerts.models import Alert
from soskes_wagtail.sections.models import MunicipalityPage

COOKIE = "soskes_alerts"
#: How long the times of alerts are kept; a change is seen at once all the same.
KEPT_SECONDS = 300
#: Dismissals remembered; the oldest are forgotten first.
REMEMBERED = 30
_ORDER = [Alert.Severity.CRITICAL, Alert.Severity.WARNING, Alert.Severity.INFO]


def register() -> None:
    register_page_part(PagePart("alerts", Place.TOP, banners, order=10))
    register_page_action(PageAction("dismiss_alert", dismiss))


def banners(request: HttpRequest, page: Page) -> str:
    alerts = alerts_for(request, page)
    if not alerts:
        return ""
    return kept_html(
        request,
        "soskes_wagtail/sections/alerts/banners.html",
        lambda: {"alerts": alerts},
        [ContentVersion.of(request), *(alert.mark for alert in alerts)],
    )


def alerts_for(request: HttpRequest, page: Page) -> list[Alert]:
    """What runs now and is for this page or this reader, the most important first, without what
    the reader has put away. No query but for what is for a section or a municipality only."""
    viewer = viewer_for(request)
    away = _put_away(request)
    found = [alert for alert in _visible(viewer, request) if alert.mark not in away]
    if any(alert.section_id for alert in found):
        keys = Page.objects.ancestor_of(page, inclusive=True).values("translation_key")
        here = set(Page.objects.filter(translation_key__in=keys).values_list("pk", flat=True))
        found = [a for a in found if not a.section_id or a.section_id in here]
    if any(alert.area_id for alert in found):
        own = set(of_user(viewer.user)) if viewer.is_authenticated else set()
        places = MunicipalityPage.objects.ancestor_of(page, inclusive=True)
        own |= {f"area:{pk}" for pk in places.values_list("area_id", flat=True)}
        found = [a for a in found if not a.area_id or f"area:{a.area_id}" in own]
    return sorted(found, key=lambda alert: (_ORDER.index(alert.severity), -alert.pk))


def _visible(viewer: Viewer, request: HttpRequest) -> list[Alert]:
    """Those that run now and that the viewer may see. Kept until anything changes, for all who
    may see the same; when they begin and end is looked at each time."""
    running = _running(request)
    if not running:
        return []
    parts = (ContentVersion.of(request), running, sorted(viewer.audiences), viewer.closed_branches)
    key = "soskes:alerts:" + hashlib.sha256(repr(parts).encode()).hexdigest()
    found = cache.get(key)
    if found is None:
        found = list(visible_to(viewer, Alert.objects.filter(pk__in=running)))
        cache.set(key, found, KEPT_SECONDS)
    return found


def _running(request: HttpRequest) -> list[int]:
    """Ids of the alerts whose time it is; their times are kept until anything changes."""
    now = timezone.now()
    key = f"soskes:alert-times:{ContentVersion.of(request)}"
    times = cache.get(key)
    if times is None:
        rows = Alert.objects.filter(ends_at__gt=now).order_by("pk")
        times = list(rows.values_list("pk", "starts_at", "ends_at"))
        cache.set(key, times, KEPT_SECONDS)
    return [pk for pk, starts_at, ends_at in times if starts_at <= now < ends_at]


def dismiss(request: HttpRequest, page: Page) -> HttpResponse:
    """Put one away for this browser: remembered in a cookie that says nothing of the reader."""
    response = redirect(back_to(request, page))
    mark = request.POST.get("alert", "")
    known = {alert.mark for alert in visible_to(viewer_for(request), Alert.objects.running())}
    if mark in known:
        marks = [*(one for one in _put_away(request) if one != mark), mark][-REMEMBERED:]
        response.set_cookie(
            COOKIE,
            ".".join(marks),
            max_age=90 * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def _put_away(request: HttpRequest) -> list[str]:
    return [mark for mark in request.COOKIES.get(COOKIE, "")[:2000].split(".") if mark]
