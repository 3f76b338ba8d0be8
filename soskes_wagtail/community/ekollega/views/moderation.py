"""Reporting a post, and what moderators do about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from soskes_wagtail.access import viewer_for, visible_to
from soskes_wagtail.community.ekollega.forms import ReasonForm, ReportForm
from soskes_wagtail.community.ekollega.models import Group, Report
from soskes_wagtail.community.ekollega.services import moderation as services
from soskes_wagtail.community.ekollega.services import posts
from soskes_wagtail.community.ekollega.standing import Standing
from soskes_wagtail.community.ekollega.views.base import (
    back,
    group_link,
    members_only,
    post_at,
    show,
    topic_at,
    topic_link,
)
from soskes_wagtail.community.ekollega.views.posts import place_of

ACTIONS = ("hide", "restore", "warn", "delete", "nothing")
PER_PAGE = 50


@members_only
def report(page, request, pk):
    """Tell the moderators that something is wrong with a post."""
    found = post_at(request, pk)
    if found.is_gone:
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.report(viewer_for(request), found, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Thank you. The moderators have been told."))
            return redirect(place_of(page, request, found))
    return show(
        page,
        request,
        "report",
        {"form": form, "post": found, "back_url": place_of(page, request, found)},
        title=_("Report the post"),
        above=_above(page, request, found.topic),
    )


def _above(page, request, topic):
    return group_link(page, request, topic.group), topic_link(page, request, topic)


@members_only
def queue(page, request):
    """Reports that wait for the viewer, with what can be done about them."""
    viewer = viewer_for(request)
    waiting = list(services.queue(viewer)[:PER_PAGE])
    moderates = Group.objects.filter(Group.moderated_q(viewer)).exists()
    if not waiting and not moderates:
        raise Http404
    authors = {one.post.author_id for one in waiting if one.post.author_id}
    counts = services.warnings_of(viewer, authors) if authors else {}
    for one in waiting:
        one.earlier_warnings = counts.get(one.post.author_id, 0)
    return show(page, request, "reports", {"reports": waiting}, title=_("Reported posts"))


@members_only
def moderate(page, request, pk):
    """Hide, show again, warn, delete, or nothing: with a reason where the author is told."""
    viewer, found = viewer_for(request), post_at(request, pk)
    if not Standing(viewer, found.topic.group).moderates:
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    action = request.POST.get("do", "")
    if request.method == "POST":
        if action not in ACTIONS:
            raise Http404
        if action in ("restore", "nothing") or form.is_valid():
            try:
                _do(viewer, found, action, form.data.get("reason", ""))
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                messages.success(request, _("Done."))
                if request.POST.get("jono"):
                    return back(page, request, "ilmoitukset/")
                return redirect(place_of(page, request, found))
    reports = visible_to(viewer, Report.objects.filter(post=found)).select_related("reporter")
    return show(
        page,
        request,
        "moderate",
        {
            "form": form,
            "post": found,
            "reports": reports[:20],
            "warnings": services.warnings_of(viewer, [found.author_id]).get(found.author_id, 0),
            "from_queue": request.GET.get("jono") or request.POST.get("jono"),
            "back_url": place_of(page, request, found),
        },
        title=_("Moderate the post"),
        above=_above(page, request, found.topic),
    )


def _do(viewer, post, action: str, reason: str) -> None:
    if action == "hide":
        services.hide(viewer, post, reason)
    elif action == "warn":
        services.warn(viewer, post, reason)
    elif action == "delete":
        posts.delete(viewer, post, reason=reason)
    elif action == "restore":
        services.restore(viewer, post)
    else:
        for waiting in post.reports.filter(closed_at=None):
            services.close(viewer, waiting)


@members_only
def hide_topic(page, request, pk):
    """Take a whole discussion out of sight, or show it again."""
    viewer, found = viewer_for(request), topic_at(request, pk)
    if not Standing(viewer, found.group).moderates:
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        if found.hidden_at:
            services.restore(viewer, found)
            return back(page, request, f"aihe/{pk}/")
        if form.is_valid():
            try:
                services.hide(viewer, found, form.cleaned_data["reason"])
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                messages.success(request, _("The discussion is hidden."))
                return back(page, request, f"ryhma/{found.group_id}/")
    return show(
        page,
        request,
        "plain_form",
        {
            "form": form,
            "submit": _("Hide the discussion"),
            "back_url": topic_link(page, request, found).url,
        },
        title=_("Hide the discussion"),
        above=_above(page, request, found),
    )
