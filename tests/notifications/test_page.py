"""The page of notices, the bell, following: one's own only, and only of what one may see."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from support.xss import PAYLOADS, dangers
from testproject.models import NetworkHomePage, NetworkPage

from soskes_wagtail import notifications
from soskes_wagtail.notifications.digests.composing import compose
from soskes_wagtail.notifications.digests.preparing import prepare
from soskes_wagtail.notifications.models import (
    Mailing,
    Notice,
    NoticePreferences,
    Subscription,
)
from soskes_wagtail.notifications.page import NoticesPage
from soskes_wagtail.notifications.signing import token_for


@pytest.fixture(autouse=True)
def real_frame(monkeypatch):
    """Pages in SosKes's own frame, and nothing in the cache."""
    cache.clear()
    for model in (NetworkHomePage, NetworkPage):
        monkeypatch.setattr(model, "template", "soskes_wagtail/page.html")


@pytest.fixture
def notices(home, make):
    return make(home, "Ilmoitukset", NoticesPage, slug="ilmoitukset")


@pytest.fixture
def article(home, make):
    return make(home, "Ohje")


@pytest.fixture
def tell(kind, article):
    def tell(*users, target=None, **more):
        target = target or article
        more = {"title": target.title, "url": target.url} | more
        return notifications.notify(kind, target=target, recipients=users, **more)

    return tell


@pytest.fixture
def reader(client, member, notices):
    user = member("lukija")
    client.force_login(user)
    return user


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def bell(response):
    found = re.search(r"soskes-bell__count.*?aria-hidden=\"true\">([^<]*)<", text(response))
    return found and found[1]


def test_the_bell_counts_and_the_list_tells(client, notices, home, reader, tell, make):
    pages = [make(home, f"Ohje {i}") for i in range(3)]
    for page in pages:
        tell(reader, target=page, body="Mitä uutta")
    assert bell(client.get(home.url)) == "3"
    page = text(client.get(notices.url))
    assert [page.index(f"Ohje {i}") for i in (2, 1, 0)] == sorted(
        page.index(f"Ohje {i}") for i in range(3)
    )
    assert "New thing" in page and "Mitä uutta" in page


def test_reading_the_page_reads_its_notice(client, home, article, reader, tell):
    tell(reader)
    assert bell(client.get(article.url)) is None
    assert bell(client.get(home.url)) is None
    assert Notice.objects.get().read_at


def test_one_and_all_can_be_marked_as_read(client, notices, home, reader, tell):
    for _ in range(3):
        tell(reader)
    response = client.post(notices.url, {"notice": Notice.objects.first().pk})
    assert response.url == notices.url
    assert bell(client.get(home.url)) == "2"
    client.post(notices.url, {"all": "1"})
    assert bell(client.get(home.url)) is None


def test_nobody_reads_or_marks_the_notices_of_others(client, notices, home, reader, tell, member):
    tell(member("muu"), title="Toisen ilmoitus")
    assert "Toisen ilmoitus" not in text(client.get(notices.url))
    client.post(notices.url, {"notice": Notice.objects.get().pk})
    client.post(notices.url, {"all": "1"})
    assert Notice.objects.get().read_at is None
    assert bell(client.get(home.url)) is None


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "²", "1\x00"])
def test_a_broken_number_is_no_error(client, notices, reader, tell, number):
    tell(reader)
    assert client.post(notices.url, {"notice": number}).status_code == 302
    assert client.get(notices.url, {"ennen": number}).status_code == 200


def test_what_one_may_not_see_any_more_is_neither_counted_nor_listed(
    client, notices, home, reader, tell, article, close, groups
):
    tell(reader, title="Salainen")
    close(article, "groups", [groups["a"]])
    assert bell(client.get(home.url)) is None
    assert "Salainen" not in text(client.get(notices.url))
    reader.groups.clear()
    assert bell(client.get(home.url)) is None


def test_strangers_are_sent_to_the_login(client, notices, home):
    response = client.get(notices.url)
    assert response.status_code == 302
    assert "next=" in response.url
    assert "soskes-strip" not in text(client.get(home.url))


def test_a_long_list_is_walked_without_losing_one(client, notices, reader, tell):
    for i in range(45):
        tell(reader, title=f"Ilmoitus nro {i:02}")
    url, seen = notices.url, []
    while url:
        page = text(client.get(url))
        seen += re.findall(r"<a href=\"[^\"]*\">Ilmoitus nro (\d\d)", page)
        found = re.search(r'href="(\?ennen=\d+)"', page)
        url = found and notices.url + found[1]
    assert seen == [f"{i:02}" for i in range(44, -1, -1)]


def test_more_notices_take_no_more_queries(client, notices, home, reader, tell, make):
    def queries(url):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    pages = [make(home, f"Sivu {i}") for i in range(20)]
    tell(reader, target=pages[0])
    few = queries(notices.url), queries(home.url)
    for page in pages * 8:
        tell(reader, target=page)
    assert (queries(notices.url), queries(home.url)) == few
    assert bell(client.get(home.url)) == "99+"


def test_everything_is_chosen_on_one_page(client, notices, reader, article):
    notifications.subscribe(reader, f"page:{article.pk}")
    address = f"{notices.url}seuraaminen/"
    page = text(client.get(address))
    assert f'value="page:{article.pk}" checked' in page
    data = {"frequency": "weekly", "language": "sv", "topic": []}
    response = client.post(address, data)
    assert response.url == address
    wishes = NoticePreferences.objects.get(user=reader)
    assert (wishes.frequency, wishes.language) == ("weekly", "sv")
    assert notifications.subscriptions_of(reader) == set()


def test_wrong_choices_are_refused_and_foreign_topics_left_out(client, notices, reader):
    address = f"{notices.url}seuraaminen/"
    page = text(client.post(address, {"frequency": "hourly", "language": "xx"}))
    assert "soskes-field__error" in page
    assert not NoticePreferences.objects.exists()
    client.post(address, {"frequency": "daily", "topic": ["page:1", "ekollega:3", "x", ""]})
    assert not Subscription.objects.exists()


def test_choosing_no_mail_stops_what_waits(client, notices, reader, tell):
    tell(reader)
    client.post(f"{notices.url}seuraaminen/", {"frequency": "none"})
    assert not Notice.objects.get().mail_wanted


def test_a_page_is_followed_and_unfollowed(client, notices, reader, article):
    link = re.search(r'href="([^"]*seuraa/[^"]*)"', text(client.get(article.url)))[1]
    assert "Ohje" in text(client.get(link))
    topic = f"page:{article.pk}"
    client.post(f"{notices.url}seuraa/", {"topic": topic, "follow": "1"})
    assert notifications.is_subscribed(reader, topic)
    client.post(f"{notices.url}seuraa/", {"topic": topic, "unfollow": "1"})
    assert not notifications.is_subscribed(reader, topic)


def test_a_tool_is_not_followed(client, notices, reader, article):
    assert article.soskes_topic and not notices.soskes_topic
    assert "seuraa/" not in text(client.get(notices.url))


@pytest.mark.parametrize("topic", ["", "x", "page:", "page:x", "page:999999", "no:1", "page:1\x00"])
def test_what_cannot_be_followed_is_not_found(client, notices, reader, topic):
    address = f"{notices.url}seuraa/"
    assert client.get(address, {"topic": topic}).status_code == 404
    assert client.post(address, {"topic": topic, "follow": "1"}).status_code == 404
    assert not Subscription.objects.exists()


def test_a_closed_page_can_not_be_followed(client, notices, reader, article, close, groups):
    close(article, "groups", [groups["a"]])
    response = client.get(f"{notices.url}seuraa/", {"topic": f"page:{article.pk}"})
    assert response.status_code == 404


def test_titles_and_texts_are_only_text(client, notices, reader, tell):
    def found(payload):
        Notice.objects.all().delete()
        tell(reader, title=payload[:200], body=payload)
        prepare()
        (message,) = [made for _, made in compose(list(Mailing.objects.all())) if made]
        Notice.objects.update(mailing=None)
        Mailing.objects.all().delete()
        page = text(client.get(notices.url))
        return sorted(dangers(page)), sorted(dangers(message.alternatives[0][0]))

    harmless = found("Tavallinen")
    for payload in PAYLOADS:
        if "\x00" not in payload:
            assert found(payload) == harmless, payload


def test_one_click_ends_mail_and_looking_at_the_link_does_not(reader, tell):
    stranger = Client(enforce_csrf_checks=True)
    address = f"/soskes-osoitteet/ei-postia/{token_for(reader)}/"
    tell(reader)
    assert "<form" in text(stranger.get(address))
    assert not NoticePreferences.objects.exists()
    response = stranger.post(address, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert NoticePreferences.objects.get(user=reader).frequency == "none"
    assert not Notice.objects.get().mail_wanted
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_link_names_nobody_and_leads_nowhere_else(reader):
    stranger = Client()
    address = f"/soskes-osoitteet/ei-postia/{token_for(reader)}/"
    page = text(stranger.post(f"{address}?next=https://evil.example/"))
    assert "lukija" not in page
    assert not re.findall(r'(?:href|action)="[^"?]*evil', page)


@pytest.mark.parametrize("token", ["1", "1:abc", "x" * 300, "1:" + "a" * 43])
def test_a_wrong_link_changes_nothing(reader, token):
    response = Client().post(f"/soskes-osoitteet/ei-postia/{token}/")
    assert response.status_code == 404
    assert not NoticePreferences.objects.exists()
