"""What the page of notices does with a request of somebody who has signed in."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from soskes_wagtail.access import viewer_for
from soskes_wagtail.navigation import here
from soskes_wagtail.notifications import reading
from soskes_wagtail.notifications.forms import PreferencesForm, save_topics, topic_groups
from soskes_wagtail.notifications.preferences import preferences_of
from soskes_wagtail.notifications.subscriptions import is_subscribed, subscribe, unsubscribe
from soskes_wagtail.notifications.topics import names_of
from soskes_wagtail.row_ids import row_id

_TEMPLATES = "soskes_wagtail/notifications/"


def show_notices(page, request: HttpRequest) -> HttpResponse:
    """The list; a POST with ``notice`` marks one as read, with ``all`` all of them."""
    viewer = viewer_for(request)
    if request.method == "POST":
        if "all" in request.POST:
            reading.mark_read(viewer.user)
        elif number := row_id(request.POST.get("notice")):
            reading.mark_read(viewer.user, [number])
        return redirect(page.get_url(request))
    before = row_id(request.GET.get("ennen"))
    context = {"listing": reading.listed(viewer, before), "before": before}
    return page.render(request, context_overrides=context)


def settings(page, request: HttpRequest) -> HttpResponse:
    """One page for how often, in which language and of what one is told."""
    viewer = viewer_for(request)
    groups = topic_groups(viewer)
    form = PreferencesForm(request.POST or None, preferences=preferences_of(viewer.user))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save(viewer.user)
            save_topics(viewer, groups, set(request.POST.getlist("topic")))
        messages.success(request, _("Your choices have been saved."))
        return redirect(_below(page, request, "seuraaminen/"))
    return page.render(
        request,
        context_overrides={
            "form": form,
            "groups": groups,
            **here(page, request, _("What you are told")),
        },
        template=_TEMPLATES + "settings.html",
    )


def follow(page, request: HttpRequest) -> HttpResponse:
    """One topic, to follow or not. 404 for what the viewer may not see or follow."""
    viewer = viewer_for(request)
    topic = request.POST.get("topic") or request.GET.get("topic") or ""
    try:
        name = names_of(viewer, [topic]).get(topic)
    except ValueError:
        name = None
    if name is None:
        raise Http404
    if request.method == "POST":
        (subscribe if "follow" in request.POST else unsubscribe)(viewer.user, topic)
        return redirect(f"{_below(page, request, 'seuraa/')}?topic={topic}")
    return page.render(
        request,
        context_overrides={
            "topic": topic,
            "name": name,
            "followed": is_subscribed(viewer.user, topic),
        },
        template=_TEMPLATES + "follow.html",
    )


def _below(page, request: HttpRequest, end: str) -> str:
    return f"{page.get_url(request).rstrip('/')}/{end}"
