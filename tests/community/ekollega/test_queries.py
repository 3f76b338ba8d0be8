"""As many queries for much as for little: lists, discussions, keys."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from soskes_wagtail.access import Viewer
from soskes_wagtail.community.ekollega.models import Group, GroupMember, Post, Topic

pytestmark = pytest.mark.django_db


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured), [query["sql"][:120] for query in captured]


def grow(group, authors, topics, posts):
    now = timezone.now()
    made = Topic.objects.bulk_create(
        Topic(
            group=group,
            title=f"Aihe {n}",
            author=authors[n % len(authors)],
            last_author=authors[-1 - n % len(authors)],
            last_number=1,
            active_at=now - timedelta(minutes=n),
        )
        for n in range(topics)
    )
    Post.objects.bulk_create(
        Post(topic=topic, number=1, author=topic.author, body="<p>x</p>") for topic in made
    )
    Post.objects.bulk_create(
        Post(topic=made[0], number=n, author=authors[n % len(authors)], body=f"<p>viesti {n}</p>")
        for n in range(2, posts + 1)
    )
    Topic.objects.filter(pk=made[0].pk).update(last_number=posts)
    return made[0]


def test_the_same_number_of_queries_for_much_as_for_little(talk):
    authors = [talk.person() for _ in range(5)]
    user = talk.person()
    client = talk.browser(user)
    small, large = talk.group("Pieni"), talk.group("Suuri")
    for group in (small, large):
        talk.put(group, user)
        GroupMember.objects.filter(user=user).update(read_until=timezone.now() - timedelta(days=99))
    few = grow(small, authors, 3, 3)
    before = {path: queries(client, talk.url(path)) for path in ("", "uutta/", "ryhmat/")}
    with_few = {
        "topic": queries(client, talk.url(f"aihe/{few.pk}/")),
        "group": queries(client, talk.url(f"ryhma/{small.pk}/")),
    }
    many = grow(large, authors, 200, 1000)
    Group.objects.bulk_create(Group(name=f"Ryhmä {n}", kind="open") for n in range(500))
    rows = Group.objects.filter(name__startswith="Ryhmä ")[:100]
    GroupMember.objects.bulk_create(GroupMember(group=group, user=user) for group in rows)
    after = {path: queries(client, talk.url(path)) for path in before}
    for path in before:
        assert after[path][0] == before[path][0], (path, before[path], after[path])
    for path in (f"aihe/{many.pk}/", f"aihe/{many.pk}/?alkaen=981"):
        found = queries(client, talk.url(path))
        assert found[0] == with_few["topic"][0], (with_few["topic"], found)
    found = queries(client, talk.url(f"ryhma/{large.pk}/"))
    assert found[0] == with_few["group"][0]


def test_keys_cost_one_query_and_two_for_many(talk, django_assert_max_num_queries):
    group = talk.group("x", "closed")
    people = [talk.person() for _ in range(20)]
    for user in people:
        talk.put(group, user)
    viewer = Viewer(people[0])
    assert viewer.is_member and viewer.closed_branches is not None
    with CaptureQueriesContext(connection) as captured:
        assert f"ekollega:{group.pk}" in viewer.access_keys
    assert len(captured) == 1
    viewers = Viewer.of_many(people)
    with CaptureQueriesContext(connection) as captured:
        assert all(f"ekollega:{group.pk}" in one.access_keys for one in viewers.values())
    assert len(captured) <= 3


def test_a_notice_to_many_of_a_closed_group_costs_what_one_to_few_does(talk):
    group = talk.group("x", "closed")
    topic = talk.topic(group)

    def cost(number):
        for _ in range(number):
            user = talk.person()
            talk.put(group, user)
            talk.put(talk.group(), user)  # nobody has the same groups as another
            from soskes_wagtail.notifications import subscribe

            subscribe(user, f"topic:{topic.pk}")
        with CaptureQueriesContext(connection) as captured:
            talk.reply(topic)
        return len(captured)

    assert cost(3) == cost(30)


def test_posts_stay_out_of_wagtail_s_indexes(talk):
    """Each save would scan the whole search index, and the table of references."""
    topic = talk.topic(talk.group())
    with CaptureQueriesContext(connection) as captured:
        talk.reply(topic)
        topic.save()
    for query in captured:
        assert "wagtailsearch_indexentry" not in query["sql"], query["sql"]
        assert "wagtailcore_referenceindex" not in query["sql"], query["sql"]


def test_writing_leaves_kept_pages_alone(talk, django_capture_on_commit_callbacks):
    from soskes_wagtail.content_version import ContentVersion

    topic = talk.topic(talk.group())
    before = ContentVersion.current()
    with django_capture_on_commit_callbacks(execute=True):
        talk.reply(topic)
        talk.browser(talk.person()).get(talk.url(f"aihe/{topic.pk}/"))
    assert ContentVersion.current() == before
