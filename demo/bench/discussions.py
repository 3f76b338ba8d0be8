"""eKollega as large as it may become: a discussion of 20 posts, one of 5,000, 200 in a group, and
2,000 groups. Written into the copy of the database that is measured."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from bench.pages import MeasuredPage
from soskes_wagtail.community.ekollega.models import Group, GroupMember, Post, Topic
from soskes_wagtail.community.ekollega.page import EkollegaPage

TEXT = "<p>" + "Kokemuksia on kertynyt, ja tässä tärkeimmät niistä. " * 6 + "</p>"


def discussions_to_measure() -> list[MeasuredPage]:
    """Discussion pages and the lists that lead to them; none where the demo has no eKollega."""
    page = EkollegaPage.objects.filter(locale__language_code="fi").first()
    if page is None:
        return []
    authors = list(get_user_model().objects.filter(is_active=True)[:5])
    Group.objects.bulk_create(Group(name=f"Mitattu ryhmä {n}") for n in range(2_000))
    group = Group.objects.create(name="Mitattu")
    for user in authors:
        GroupMember.objects.create(group=group, user=user, read_until=timezone.now())
    short, long = _topics(group, authors)
    base = page.get_url_parts()[2]
    return [
        _measured("eKollega: discussion of 20 posts", f"{base}aihe/{short.pk}/"),
        _measured("eKollega: last page of 5,000 posts", f"{base}aihe/{long.pk}/?alkaen=4981"),
        _measured("eKollega: group of 200 discussions", f"{base}ryhma/{group.pk}/"),
        _measured("eKollega: feed", f"{base}uutta/"),
        _measured("eKollega: 2,000 groups", f"{base}ryhmat/"),
    ]


def _topics(group: Group, authors: list) -> tuple[Topic, Topic]:
    now = timezone.now()
    topics = Topic.objects.bulk_create(
        Topic(
            group=group,
            title=f"Mitattu keskustelu {number}",
            author=authors[number % len(authors)],
            last_author=authors[number % len(authors)],
            last_number=5_000 if number == 1 else 20,
            active_at=now - timedelta(minutes=number),
        )
        for number in range(200)
    )
    for topic in topics[:2]:
        Post.objects.bulk_create(
            (
                Post(topic=topic, number=n, author=authors[n % len(authors)], body=TEXT)
                for n in range(1, topic.last_number + 1)
            ),
            batch_size=500,
        )
    return topics[0], topics[1]


def _measured(name: str, path: str) -> MeasuredPage:
    plain = path.partition("?")[0]
    return MeasuredPage(name, path, len([part for part in plain.split("/") if part]))
