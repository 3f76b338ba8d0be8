"""People follow their own sections without having asked, until they say no."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from soskes_wagtail import notifications
from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Profile, ServiceClass
from soskes_wagtail.notifications.forms import topic_groups
from soskes_wagtail.notifications.subscriptions import subscribers
from soskes_wagtail.sections.models import ServiceSectionPage
from soskes_wagtail.sections.notices import own


@pytest.fixture
def expert(person, role):
    """expert(name, *expertise): a reader with a profile."""

    def make_expert(name, *expertise):
        from soskes_wagtail.access import RoleKey

        user = person(name, role(RoleKey.READER))
        profile = Profile(user=user, name=name)
        profile.save()
        profile.expertise.set(expertise)
        profile.save()
        return user

    return make_expert


@pytest.fixture
def topic(network):
    return f"section:{network.section.pk}"


@pytest.mark.parametrize("field", ["Lastensuojelu", "LASTENSUOJELU", "barnskydd"])
def test_a_section_of_one_s_field_is_followed_from_the_start(network, expert, topic, field):
    user = expert("a", "Sijaishuolto", field)
    assert topic in notifications.subscriptions_of(user)
    assert notifications.is_subscribed(user, topic)
    assert subscribers([topic]) == {user.pk: topic}


def test_others_are_not(network, expert, topic):
    user = expert("a", "Sijaishuolto")
    assert topic not in notifications.subscriptions_of(user)
    assert subscribers([topic]) == {}


def test_the_name_of_a_service_class_counts_in_any_case(network, expert, topic):
    word = ServiceClass.objects.create(code="P9", name_fi="Äitien tuki")
    network.section.service_classes = [word]
    network.section.save()
    user = expert("a", "äitien TUKI")
    assert subscribers([topic]) == {user.pk: topic}


def test_who_keeps_a_section_follows_it(network, reader, topic):
    assert topic not in notifications.subscriptions_of(reader)
    ServiceSectionPage.objects.filter(pk=network.section.pk).update(owner=reader)
    assert notifications.is_subscribed(reader, topic)
    assert subscribers([topic]) == {reader.pk: topic}


def test_who_says_no_is_asked_no_more(network, expert, topic):
    user = expert("a", "Lastensuojelu")
    notifications.unsubscribe(user, topic)
    assert topic not in notifications.subscriptions_of(user)
    assert subscribers([topic]) == {}


def test_it_is_ticked_on_the_page_of_what_one_follows(network, expert, topic):
    user = expert("a", "Lastensuojelu")
    ticked = {
        choice.topic
        for group in topic_groups(Viewer(user))
        for choice in group.choices
        if choice.followed
    }
    assert ticked == {topic}


def test_a_section_that_one_may_not_see_is_not_offered(network, expert, topic, close, groups):
    user = expert("a", "Lastensuojelu")
    close(network.section, "groups", [groups["a"]])
    offered = [c.topic for g in topic_groups(Viewer(user)) for c in g.choices]
    assert topic not in offered


def test_as_many_queries_for_much_as_for_little(network, expert, topic, make):
    def cost(call):
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    user = expert("a", "Lastensuojelu")
    few = cost(lambda: own.of_user(user)), cost(lambda: own.users_of([topic]))
    for number in range(5):
        section = make(network.home, f"Osio {number}", ServiceSectionPage, slug=f"osio-{number}")
        section.service_classes = [network.families, network.child_welfare]
        section.save()
        expert(f"b{number}", "Lastensuojelu", f"Osio {number}")
    assert (cost(lambda: own.of_user(user)), cost(lambda: own.users_of([topic]))) == few == (2, 3)
