"""The page of a discussion. What it says is gathered as plain values, and its HTML is kept for
all to whom it says the same: reading is what people do most."""

import uuid
from collections.abc import Mapping

from django.http import Http404
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from soskes_wagtail import notifications
from soskes_wagtail.access import visible_to
from soskes_wagtail.around import place_of
from soskes_wagtail.community.ekollega.forms import ReplyForm
from soskes_wagtail.community.ekollega.models import Post, Topic
from soskes_wagtail.community.ekollega.services import listing, notices, opening, reading
from soskes_wagtail.community.ekollega.standing import Standing
from soskes_wagtail.community.ekollega.views.base import (
    FOLDER,
    base_of,
    group_link,
    show,
    show_kept,
)
from soskes_wagtail.community.names import shown_name
from soskes_wagtail.kept_rows import Row, kept_rows
from soskes_wagtail.row_ids import row_id

POST = f"{FOLDER}/parts/post.html"


def topic_page(page, request, found: opening.Opened, standing: Standing, form=None):
    """``form``: a reply that was begun or sent; None: an empty one, where the viewer may reply."""
    topic, viewer = found.topic, standing.viewer
    start = listing.page_start(row_id(request.GET.get("alkaen")) or 1)
    if request.method == "POST":
        start = listing.page_start(topic.last_number)
    shown = opening.posts_of(standing, found, start)
    if not shown and start > 1:
        raise Http404
    last = shown[-1].number if shown else 0
    if last > (found.read or 0):
        reading.mark(viewer.user, topic.pk, last)
    facts = _facts(found, standing, start, last)
    facts["base"] = base_of(page, request)
    about = {"title": topic.title, "above": (group_link(page, request, topic.group),)}
    posts = _posts(request, shown, facts)
    if form is None:
        return show_kept(
            page,
            request,
            "topic",
            facts,
            fresh={"posts": posts, "reply_token": str(uuid.uuid4())},
            also=_empty_form if facts["replies"] else None,
            **about,
        )
    asked = form["quoted"].value()
    quoted = quoted_post(viewer, topic, row_id(str(asked))) if asked else None
    more = {"form": form, "quoted": quoted, "posts": posts}
    return show(page, request, "topic", facts | more, **about)


def _empty_form(fresh: Mapping[str, str]) -> dict:
    return {"form": ReplyForm(user=None, initial={"token": fresh["reply_token"]})}


def quoted_post(viewer, topic: Topic, pk: int | None) -> Post | None:
    if not pk:
        return None
    return visible_to(viewer, topic.posts.filter(pk=pk, hidden_at=None)).first()


def _facts(found: opening.Opened, standing: Standing, start: int, last: int) -> dict:
    """All that the page says beside its posts, in plain values."""
    topic, viewer = found.topic, standing.viewer
    replies = standing.replies(topic)
    is_author = topic.author_id is not None and topic.author_id == viewer.user.pk
    seen = topic.group.shows_readers and (standing.is_in or standing.is_admin)
    return {
        "topic": _values(
            topic,
            "pk",
            "is_pinned",
            "is_locked",
            "is_answered",
            "answer_id",
            "hidden_at",
            "hidden_reason",
        ),
        "group": _values(topic.group, "pk", "name", "is_over"),
        "tags": opening.tags_of(topic),
        "place": f"topic:{topic.pk}",
        "start": start,
        "previous": max(1, start - listing.POSTS) if start > 1 else 0,
        "following": start + listing.POSTS if last < topic.last_number else 0,
        "last_page": listing.page_start(topic.last_number),
        "moderates": standing.moderates,
        "replies": replies,
        "may_answer": standing.moderates or (standing.writes and is_author),
        "may_retitle": standing.moderates or (replies and is_author),
        "follows": notifications.is_subscribed(viewer.user, notices.topic_topic(topic.pk)),
        "readers": [shown_name(user) for user in reading.readers(topic, topic.last_number)]
        if seen
        else None,
    }


def _values(row, *names: str) -> dict:
    return {name: getattr(row, name) for name in names}


def _posts(request, shown: list[opening.ShownPost], facts: dict) -> SafeString:
    """The posts as HTML, each kept for all who are shown the same."""
    names = ("base", "start", "moderates", "replies", "may_answer")
    same = {name: facts[name] for name in names} | {"topic_id": facts["topic"]["pk"]}
    given = tuple(same.values())

    def row(post: opening.ShownPost) -> Row:
        context = same | {"post": post, "csrf_token": place_of("csrf_token")}
        place = f"topic:{same['topic_id']}:{same['start']}"
        return Row(place, (given, tuple(post)), lambda: render_to_string(POST, context))

    html = "".join(kept_rows(row(post) for post in shown))
    return mark_safe(html.replace(place_of("csrf_token"), get_token(request)))
