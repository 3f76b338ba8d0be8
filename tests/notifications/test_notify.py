"""Who is told: subscribers and those named, if they may see the target, and nobody twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from soskes_wagtail import notifications
from soskes_wagtail.content_version import ContentVersion
from soskes_wagtail.notifications.models import Notice, NoticeEvent, Subscription
from soskes_wagtail.notifications.topics import _defaults


def tell(kind, page, **more):
    return notifications.notify(kind, target=page, title="Uusi ohje", url="/ohje/", **more)


def told():
    return sorted(Notice.objects.values_list("user__username", "topic"))


def test_recipients_and_subscribers_are_told_once_and_the_actor_is_not(kind, home, member):
    a, b, c, d = (member(name) for name in "abcd")
    for user in (b, c, d):
        notifications.subscribe(user, "section:1")
    notifications.subscribe(c, "tag:x")
    count = tell(kind, home, topics=["tag:x", "section:1"], recipients=[a, b], actor=d)
    assert count == 3
    assert told() == [("a", ""), ("b", ""), ("c", "tag:x")]
    assert Notice.objects.filter(event__kind=kind, mail_wanted=True, read_at=None).count() == 3


def test_who_may_not_see_the_page_is_not_told(kind, home, make, close, groups, member):
    inside, outside = member("inside"), member("outside")
    inside.groups.add(groups["a"])
    page = make(home, "Suljettu")
    close(page, "groups", [groups["a"]])
    assert tell(kind, page, recipients=[inside, outside]) == 1
    assert told() == [("inside", "")]
    page.live = False
    page.save()
    assert tell(kind, page, recipients=[inside, outside]) == 0
    assert NoticeEvent.objects.count() == 1


def test_former_members_and_inactive_people_are_not_told(kind, home, member, person):
    gone, former = member("gone", is_active=False), person("former")
    assert tell(kind, home, recipients=[gone, former]) == 0
    notifications.register_kind(notifications.NoticeKind(kind, "Anything", members_only=False))
    assert tell(kind, home, recipients=[gone, former]) == 1
    assert told() == [("former", "")]


def test_defaults_are_followed_until_somebody_says_no(kind, home, member):
    a, b = member("a"), member("b")
    defaults = notifications.DefaultTopics(
        "area",
        of_user=lambda user: ["area:992"],
        users_of=lambda topics: {t: [a.pk, b.pk] for t in topics if t == "area:992"},
    )
    notifications.register_default_topics(defaults)
    try:
        assert notifications.subscriptions_of(a) == {"area:992"}
        notifications.unsubscribe(a, "area:992")
        assert notifications.subscriptions_of(a) == set()
        assert not notifications.is_subscribed(a, "area:992")
        assert notifications.is_subscribed(b, "area:992")
        tell(kind, home, topics=["area:992"])
    finally:
        _defaults.remove(defaults)
    assert told() == [("b", "area:992")]


def test_the_same_key_tells_once(kind, home, member):
    user = member("a")
    assert tell(kind, home, recipients=[user], key="facts:1") == 1
    assert tell(kind, home, recipients=[user], key="facts:1") == 0


def test_subscribing_twice_is_one_subscription(member):
    user = member("a")
    notifications.subscribe(user, "tag:x")
    notifications.subscribe(user, "tag:x")
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize("topic", ["", "tag", ":x", "tag:", "tag:" + "x" * 200, "tag:\x00"])
def test_what_is_no_topic_is_refused(member, topic):
    with pytest.raises(ValueError, match="prefix:id"):
        notifications.subscribe(member("a"), topic)


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "//evil.example/", "/\\evil.example", "ohje", "/a\nb"]
)
def test_an_address_that_is_none_is_refused(kind, home, member, url):
    with pytest.raises(ValueError, match="address"):
        notifications.notify(kind, target=home, title="x", url=url, recipients=[member("a")])
    assert not NoticeEvent.objects.exists()


def test_an_unknown_kind_is_refused(home):
    with pytest.raises(ValueError, match=r"no\.such"):
        tell("no.such", home)


def test_a_hundred_people_take_no_more_queries(kind, home, close, groups, member):
    close(home, "groups", [groups["a"]])
    people = [member(f"m{i}") for i in range(60)]
    groups["a"].user_set.add(*people)

    def queries(users):
        tell(kind, home, recipients=users[:1])  # content types
        with CaptureQueriesContext(connection) as captured:
            assert tell(kind, home, recipients=users) == len(users)
        return len(captured)

    assert queries(people[:5]) == queries(people)


def test_notices_leave_kept_pages_as_they_are(
    kind, home, member, django_capture_on_commit_callbacks
):
    user = member("a")
    before = ContentVersion.current()
    with django_capture_on_commit_callbacks(execute=True):
        tell(kind, home, recipients=[user])
        notifications.subscribe(user, "tag:x")
    assert ContentVersion.current() == before
