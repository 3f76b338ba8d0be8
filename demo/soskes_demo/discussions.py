"""Invented discussions of ``demo_data/discussions.json``, written as people write them."""

import json
from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from soskes_wagtail.access import Viewer
from soskes_wagtail.community import member_text
from soskes_wagtail.community.ekollega.models import Group, GroupMember, Post, Topic
from soskes_wagtail.community.ekollega.services.posts import set_tags
from soskes_wagtail.community.ekollega.services.topics import set_answered

FILE = settings.BASE_DIR / "demo_data" / "discussions.json"


@transaction.atomic
def ensure_discussions() -> Counter:
    """Make the groups that are missing, with what is written in them."""
    made = Counter()
    for number, row in enumerate(json.loads(FILE.read_text(encoding="utf-8"))):
        if not Group.objects.filter(name=row["name"]).exists():
            made["groups"] += 1
            made["topics"] += _make(row, hours=number * 30)
    return made


def _make(row: dict, hours: int) -> int:
    fields = ("name", "kind", "joining", "purpose")
    group = Group.objects.create(
        **{name: row[name] for name in fields}, shows_readers=row.get("shows_readers", False)
    )
    long_ago = timezone.now() - timedelta(days=60)
    roles = {row["owner"]: GroupMember.Role.OWNER} | dict.fromkeys(
        row["members"], GroupMember.Role.MEMBER
    )
    for name, role in roles.items():
        GroupMember.objects.create(
            group=group, user=_user(name), role=role, joined_at=long_ago, read_until=long_ago
        )
    for one in row["topics"]:
        hours += 7
        _write(group, one, timezone.now() - timedelta(hours=hours), _user(row["owner"]))
    group.active_at = group.topics.first().active_at
    group.save(update_fields=["active_at"])
    return len(row["topics"])


def _write(group: Group, row: dict, at, owner) -> None:
    """Row by row: the demo writes more in a minute than anybody may, and tells nobody."""
    moments = [at + timedelta(minutes=35 * number) for number in range(len(row["posts"]))]
    topic = Topic.objects.create(
        group=group,
        title=row["title"],
        author=_user(row["by"]),
        created_at=at,
        is_pinned=row.get("pinned", False),
        active_at=moments[-1],
        last_author=_user(row["posts"][-1][0]),
        last_number=len(moments),
    )
    set_tags(topic, row["tags"])
    for number, ((name, text), moment) in enumerate(zip(row["posts"], moments, strict=True), 1):
        Post.objects.create(
            topic=topic,
            number=number,
            author=_user(name),
            body=member_text.from_text(text),
            created_at=moment,
        )
    if answer := row.get("answer"):
        set_answered(Viewer(owner), topic, topic.posts.get(number=answer), True)


def _user(name: str):
    return get_user_model().objects.get(username=name)
