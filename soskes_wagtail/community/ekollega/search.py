"""Discussions and posts as something to find. Who may read a group finds what is said in it.

Nothing of it enters Wagtail's own search index: it would be scanned as a whole at every post.
"""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from soskes_wagtail.community import member_text
from soskes_wagtail.community.ekollega.addresses import base_url, post_url, topic_url
from soskes_wagtail.community.ekollega.models import Group, Post, Topic
from soskes_wagtail.search_sources import (
    SearchEntry,
    SearchSource,
    register_search_source,
    section_key,
)


def register() -> None:
    register_search_source(
        SearchSource(
            kind="discussion",
            label=_("Discussions"),
            order=60,
            model=Topic,
            rows=_topics,
            entries=_topic_entries,
            watches={Group: "group"},
        )
    )
    register_search_source(
        SearchSource(
            kind="post",
            label=_("Replies in discussions"),
            order=61,
            model=Post,
            rows=_posts,
            entries=_post_entries,
            watches={Group: "topic__group", Topic: "topic"},
            boost=0.8,
        )
    )


def _topics() -> QuerySet[Topic]:
    topics = Topic.objects.filter(hidden_at=None, merged_into=None)
    return topics.select_related("group__area", "group__section").prefetch_related("tags")


def _posts() -> QuerySet[Post]:
    posts = Post.objects.filter(deleted_at=None, hidden_at=None, topic__hidden_at=None)
    posts = posts.filter(number__gt=1, topic__merged_into=None)
    return posts.select_related("topic__group__area", "topic__group__section")


def _page_path() -> tuple[str, str]:
    """Address of the eKollega page, and its tree path: to whom that is closed finds nothing."""
    from soskes_wagtail.community.ekollega.page import EkollegaPage

    path = EkollegaPage.objects.live().order_by("path").values_list("path", flat=True).first()
    return base_url(), path or ""


def _of_group(group: Group) -> dict:
    section: Page | None = group.section
    is_municipality = group.area is not None and group.area.kind == "municipality"
    return {
        "access": group.reading_keys,
        "areas": [group.area.code] if is_municipality else [],
        "sections": [section_key(section)] if section else [],
    }


def _topic_entries(topics: Sequence[Topic]) -> Iterable[SearchEntry]:
    base, path = _page_path()
    first = Post.objects.filter(
        topic__in=[topic.pk for topic in topics], number=1, deleted_at=None, hidden_at=None
    )
    opening = dict(first.values_list("topic_id", "body"))
    for topic in topics if base else ():
        body = opening.get(topic.pk, "")
        yield SearchEntry(
            object_id=topic.pk,
            title=topic.title,
            summary=member_text.summary(body, 200),
            text=member_text.plain(body),
            url=topic_url(base, topic.pk),
            page_path=path,
            tags=[tag.name for tag in topic.tags.all()],
            updated_at=topic.active_at,
            **_of_group(topic.group),
        )


def _post_entries(posts: Sequence[Post]) -> Iterable[SearchEntry]:
    base, path = _page_path()
    for post in posts if base else ():
        yield SearchEntry(
            object_id=post.pk,
            title=post.topic.title,
            summary=member_text.summary(post.body, 200),
            text=member_text.plain(post.body),
            url=post_url(base, post.pk),
            page_path=path,
            updated_at=post.created_at,
            **_of_group(post.topic.group),
        )
