"""What pages and records tell, to whom, and what they keep quiet about."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from soskes_wagtail import notifications
from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation
from soskes_wagtail.notifications.models import Notice
from soskes_wagtail.notifications.page import NoticesPage
from soskes_wagtail.sections.models import ArticlePage, EventListingPage, EventPage
from soskes_wagtail.sections.notices.reminders import remind_of_events


@pytest.fixture(autouse=True)
def no_cache():
    cache.clear()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def publish(committed):
    def publish(page, user=None):
        with committed():
            Page.objects.get(pk=page.pk).specific.save_revision(user=user).publish()
        return page

    return publish


def draft(parent, title, model=ArticlePage, **fields):
    parent = Page.objects.get(pk=parent.pk)
    return parent.add_child(instance=model(title=title, live=False, locale=parent.locale, **fields))


def told(user):
    rows = Notice.objects.filter(user=user).order_by("pk")
    return list(rows.values_list("event__kind", "event__title"))


def test_a_new_page_is_told_to_who_follows_its_section(network, reader, publish):
    notifications.subscribe(reader, f"section:{network.section.pk}")
    page = draft(draft(network.section, "Ohjeet"), "Uusi ohje")
    publish(page)
    assert told(reader) == [("page.new", "Uusi ohje")]
    publish(page)
    assert told(reader) == [("page.new", "Uusi ohje")]


def test_who_publishes_is_not_told(network, reader, publish):
    notifications.subscribe(reader, f"section:{network.section.pk}")
    publish(draft(network.section, "Oma"), user=reader)
    assert told(reader) == []


def test_a_changed_page_is_told_once_a_day_to_who_follows_it(network, reader, publish):
    page = publish(draft(network.section, "Ohje"))
    notifications.subscribe(reader, f"page:{page.pk}")
    for _ in range(3):
        publish(page)
    assert told(reader) == [("page.changed", "Ohje")]


def test_a_translation_is_not_new(network, reader, publish, locales):
    notifications.subscribe(reader, f"section:{network.section.pk}")
    page = publish(draft(network.section, "Ohje"))
    for parent in (network.home.get_parent(), network.home, network.section):
        if not Page.objects.filter(
            translation_key=parent.translation_key, locale=locales["sv"]
        ).exists():
            parent.specific.copy_for_translation(locales["sv"]).save_revision().publish()
    publish(page.copy_for_translation(locales["sv"]))
    assert told(reader) == [("page.new", "Ohje")]


def test_a_closed_page_is_told_to_nobody_outside(network, reader, publish, close, groups):
    notifications.subscribe(reader, f"section:{network.section.pk}")
    close(network.section, "groups", [groups["a"]])
    publish(draft(network.section, "Salainen"))
    assert told(reader) == []


@pytest.fixture
def event(network, make):
    listing = make(network.home, "Tapahtumat", EventListingPage, slug="tapahtumat")

    def make_event(title="Koulutus", **fields):
        start = timezone.now() + datetime.timedelta(days=30)
        return draft(listing, title, EventPage, **({"starts_at": start} | fields))

    make_event.listing = listing
    return make_event


def test_a_new_event_is_told_by_series_section_municipality_and_tag(
    network, event, person, role, publish
):
    page = event(section=network.section)
    page.areas = [network.aanekoski]
    page.tags.add("kirjaaminen")
    page.save()
    topics = (
        f"series:{event.listing.pk}",
        f"section:{network.section.pk}",
        f"area:{network.aanekoski.pk}",
        "tag:kirjaaminen",
    )
    people = [person(topic, role("reader")) for topic in topics]
    for user, topic in zip(people, topics, strict=True):
        notifications.subscribe(user, topic)
    stranger = person("muu", role("reader"))
    notifications.subscribe(stranger, f"area:{network.jyvaskyla.pk}")
    publish(page)
    assert [told(user) for user in people] == [[("event.new", "Koulutus")]] * 4
    assert told(stranger) == []


def test_who_follows_an_event_is_reminded_once_on_the_day_before(event, reader, publish):
    page = publish(event(starts_at=timezone.now() + datetime.timedelta(days=3)))
    notifications.subscribe(reader, f"page:{page.pk}")
    day = datetime.timedelta(days=1)
    for offset in (1, 2, 2, 3):
        remind_of_events(timezone.now() + offset * day)
    assert told(reader) == [("event.soon", "Koulutus")]


def test_changed_facts_are_told_once_a_day_without_the_own(network, person, role, committed):
    follower, editor, other = (person(name, role("reader")) for name in ("a", "b", "c"))
    network.municipality_page(network.aanekoski)
    for user in (follower, editor):
        notifications.subscribe(user, f"area:{network.aanekoski.pk}")
    contact = network.contact("Virkailija", [network.aanekoski])
    with committed():
        for _ in range(3):
            log(contact, "wagtail.edit", user=editor)
    assert told(follower) == [("area.facts", "Äänekoski")]
    assert told(editor) == []
    with committed():
        log(contact, "wagtail.edit", user=other)
    assert told(editor) == [("area.facts", "Äänekoski")]


def test_what_is_for_administrators_only_is_no_news(network, reader, committed):
    network.municipality_page(network.aanekoski)
    notifications.subscribe(reader, f"area:{network.aanekoski.pk}")
    contact = network.contact("Salainen", [network.aanekoski], audience="admins")
    with committed():
        log(contact, "wagtail.edit")
    assert told(reader) == []


@pytest.fixture
def employer(network):
    organisation = Organisation.objects.create(
        type="municipality", name_fi="Äänekosken kaupunki", area=network.aanekoski
    )
    Licence.objects.create(
        organisation=organisation, valid_from=datetime.date(2020, 1, 1), seats=10
    )
    return organisation


def test_the_own_municipality_is_followed_while_the_membership_lasts(network, reader, employer):
    topic = f"area:{network.aanekoski.pk}"
    assert notifications.subscriptions_of(reader) == set()
    membership = Membership.objects.create(user=reader, organisation=employer, role="reader")
    assert notifications.subscriptions_of(reader) == {topic}
    page = network.municipality_page(network.aanekoski)
    tell = {"target": page, "title": "x", "url": "/x/", "topics": [topic]}
    assert notifications.notify("area.facts", **tell) == 1
    membership.ended_at = timezone.now()
    membership.save()
    assert notifications.subscriptions_of(reader) == set()
    assert notifications.notify("area.facts", **tell) == 0


def test_everything_is_offered_on_one_page(network, member, make, event):
    page = make(network.home, "Ilmoitukset", NoticesPage, slug="ilmoitukset")
    text = member.get(f"{page.url}seuraaminen/").content.decode()
    for topic in (
        f"section:{network.section.pk}",
        f"series:{event.listing.pk}",
        f"area:{network.aanekoski.pk}",
    ):
        assert f'value="{topic}"' in text
    assert "Äänekoski" in text


def test_the_page_of_notices_is_no_content(network, member, make):
    make(network.home, "Ilmoitussivu", NoticesPage, slug="ilmoitukset")
    assert "Ilmoitussivu" not in member.get(network.home.url).content.decode()


def test_readers_of_closed_sections_are_offered_no_name_of_them(
    network, member, make, close, groups
):
    page = make(network.home, "Ilmoitukset", NoticesPage, slug="ilmoitukset")
    close(network.section, "groups", [groups["a"]])
    text = member.get(f"{page.url}seuraaminen/").content.decode()
    assert "Lastensuojelu" not in text
