"""A discussion: reading it, replying, and what its author and moderators do with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from soskes_wagtail import notifications
from soskes_wagtail.access import viewer_for, visible_to
from soskes_wagtail.community.ekollega.forms import ReplyForm, TitleForm, TopicForm, split_tags
from soskes_wagtail.community.ekollega.models import Group, Post, Topic
from soskes_wagtail.community.ekollega.services import listing, notices, opening, posts, reading
from soskes_wagtail.community.ekollega.services import topics as services
from soskes_wagtail.community.ekollega.standing import Standing
from soskes_wagtail.community.ekollega.views.base import (
    back,
    base_of,
    group_link,
    members_only,
    post_only,
    readable_group_at,
    show,
    tell_errors,
    topic_at,
    topic_link,
)
from soskes_wagtail.community.ekollega.views.topic_page import quoted_post, topic_page
from soskes_wagtail.community.ekollega.views.writing import filled, send, token_of
from soskes_wagtail.row_ids import row_id


@members_only
def start(page, request, pk):
    """Write the first post of a new discussion."""
    viewer, group = viewer_for(request), readable_group_at(request, pk)
    if not Standing(viewer, group).writes:
        raise PermissionDenied
    place = f"group:{pk}"
    form = filled(TopicForm, request, place)

    def save(form):
        return posts.start_topic(
            viewer,
            group,
            title=form.cleaned_data["title"],
            body=form.cleaned_data["body"],
            tags=split_tags(form.cleaned_data["tags"]),
            files=form.file_keys,
            token=token_of(form),
        )

    if made := send(request, form, place, save):
        messages.success(request, _("Your discussion is open."))
        return back(page, request, f"aihe/{made.pk}/")
    return show(
        page,
        request,
        "topic_form",
        {"form": form, "group": group, "place": place},
        title=_("New discussion"),
        above=(group_link(page, request, group),),
    )


@members_only
def topic(page, request, pk):
    viewer = viewer_for(request)
    found = opening.opened(viewer, pk)
    if found is None:
        # Merged into another: it is there now, for those who may read that one.
        merged = visible_to(viewer, Topic.objects.filter(merged__pk=pk)).first()
        if merged is None:
            raise Http404
        return back(page, request, f"aihe/{merged.pk}/")
    standing = Standing(viewer, found.topic.group)
    quoted = row_id(request.GET.get("lainaus"))
    form = None
    if not standing.replies(found.topic):
        if request.method == "POST":
            raise PermissionDenied
    elif request.method == "POST" or found.has_draft or quoted:
        place = f"topic:{pk}"
        form = filled(ReplyForm, request, place, quoted=quoted)
        if made := send(request, form, place, lambda form: _save_reply(viewer, found.topic, form)):
            return redirect(f"{base_of(page, request)}viesti/{made.pk}/")
    return topic_page(page, request, found, standing, form)


def _save_reply(viewer, found: Topic, form: ReplyForm) -> Post:
    return posts.reply(
        viewer,
        found,
        body=form.cleaned_data["body"],
        token=token_of(form),
        quoted=quoted_post(viewer, found, form.cleaned_data["quoted"]),
        files=form.file_keys,
    )


@members_only
def first_unread(page, request, pk):
    """To the first post that the viewer has not read; to the last one where all are."""
    found = topic_at(request, pk)
    new = reading.unread(viewer_for(request), [found]).get(pk)
    number = new.first if new else found.last_number
    start = listing.page_start(number)
    query = f"?alkaen={start}" if start > 1 else ""
    return redirect(f"{base_of(page, request)}aihe/{pk}/{query}#viesti-{number}")


@members_only
@post_only
def act(page, request, pk):
    """Pin, lock, mark as answered: what a button of the discussion says."""
    viewer, found = viewer_for(request), topic_at(request, pk)
    action = request.POST.get("do", "")
    if action in ("pin", "unpin"):
        services.set_pinned(viewer, found, action == "pin")
    elif action in ("lock", "unlock"):
        services.set_locked(viewer, found, action == "lock")
    elif action in ("answered", "unanswered"):
        answer = found.posts.filter(pk=row_id(request.POST.get("post")) or 0).first()
        services.set_answered(viewer, found, answer, action == "answered")
    else:
        raise Http404
    messages.success(request, _("Done."))
    return back(page, request, f"aihe/{pk}/")


@members_only
@post_only
def follow(page, request, pk):
    """Be told of replies, or no longer."""
    found = topic_at(request, pk)
    change_it = notifications.subscribe if request.POST.get("seuraa") else notifications.unsubscribe
    change_it(viewer_for(request).user, notices.topic_topic(found.pk))
    return back(page, request, f"aihe/{pk}/")


@members_only
def retitle(page, request, pk):
    viewer, found = viewer_for(request), topic_at(request, pk)
    standing = Standing(viewer, found.group)
    is_own = found.author_id == viewer.user.pk and standing.replies(found)
    if not (standing.moderates or is_own):
        raise PermissionDenied
    initial = {"title": found.title, "tags": ", ".join(tag.name for tag in found.tags.all())}
    form = TitleForm(request.POST or None, initial=initial)
    link = topic_link(page, request, found)
    if request.method == "POST" and form.is_valid():
        try:
            tags = split_tags(form.cleaned_data["tags"])
            posts.retitle(viewer, found, title=form.cleaned_data["title"], tags=tags)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return back(page, request, f"aihe/{pk}/")
    return show(
        page,
        request,
        "plain_form",
        {"form": form, "submit": _("Save"), "back_url": link.url},
        title=_("Title and tags"),
        above=(group_link(page, request, found.group), link),
    )


@members_only
def move(page, request, pk):
    """Into another group, or behind another discussion; both among those that one moderates."""
    viewer, found = viewer_for(request), topic_at(request, pk)
    if not Standing(viewer, found.group).moderates:
        raise PermissionDenied
    if request.method == "POST":
        try:
            if request.POST.get("do") == "merge":
                target = topic_at(request, row_id(request.POST.get("aihe")) or 0)
                found = services.merge(viewer, found, target)
            else:
                groups = visible_to(viewer, Group.objects.all())
                target = groups.filter(pk=row_id(request.POST.get("ryhma")) or 0).first()
                if target is None:
                    raise Http404
                services.move(viewer, found, target)
        except ValidationError as error:
            tell_errors(request, error)
        else:
            messages.success(request, _("Done."))
            return back(page, request, f"aihe/{found.pk}/")
    mine = Group.objects.filter(Group.moderated_q(viewer), Group.readable_q(viewer))
    others = Topic.objects.filter(Group.moderated_q(viewer, "group__"), group=found.group)
    return show(
        page,
        request,
        "move",
        {
            "topic": found,
            "groups": mine.filter(archived_at=None).exclude(pk=found.group_id)[:200],
            "topics": visible_to(viewer, others.exclude(pk=pk)).order_by("-active_at")[:50],
        },
        title=_("Move or merge"),
        above=(group_link(page, request, found.group), topic_link(page, request, found)),
    )
