"""What is kept in memory between searches: the same work for ten people and for a thousand, and
nobody sees through it what is not theirs."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from support.html import soup

from soskes_wagtail import content_version
from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.directory_snippets.models import Membership, Profile
from soskes_wagtail.directory_snippets.people import index
from soskes_wagtail.directory_snippets.people.index import PeopleIds, PeopleIndex, people_index


@pytest.fixture
def kept(settings, monkeypatch):
    monkeypatch.setattr(index, "_kept", None)  # the number of the content goes back after a test
    settings.SOSKES = {**settings.SOSKES, "PAGE_CACHE_SECONDS": 60}
    cache.clear()
    yield
    cache.clear()


def add_people(people, number):
    """So many people, written past the signals as an import does."""
    model = get_user_model()
    before = model.objects.count()
    users = model.objects.bulk_create(
        model(username=f"joukko-{before + i}", password="!") for i in range(number)
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation=people.town, valid_from=date(2020, 1, 1))
        for user in users
    )
    Profile.objects.bulk_create(
        Profile(user=user, name=f"Joukko {user.username}", title="Ohjaaja", phone="000 000 0001")
        for user in users
    )
    content_version.bump()


ADDRESSES = ("", "?q=joukko&kunta=aanekoski", "?q=ohjaaja&nakyma=kortit&page=1", "?q=jouko-")


def queries_of(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("query", ADDRESSES)
def test_a_thousand_people_cost_no_more_queries_than_ten(people, member, query):
    address = f"{people.search.url}{query}"
    found = []
    for number in (10, 990):
        add_people(people, number)
        member.get(address)  # what stands around the page is kept
        found.append(queries_of(member, address))
    assert found[0] == found[1]


@pytest.mark.parametrize("query", ADDRESSES)
def test_nor_with_what_is_kept(people, member, kept, query):
    address = f"{people.search.url}{query}"
    found = {}
    for number in (10, 990):
        add_people(people, number)
        first = queries_of(member, address)
        found[number] = (first, queries_of(member, address))
    assert found[10] == found[990]
    assert found[10][1] < found[10][0]


def test_everybody_has_their_own_view_of_a_person(people, kept):
    kaisa = people.profile("Kaisa Ranta", phone="000 000 4711", expertise=["Salataito"])
    kaisa.phone_audience = kaisa.expertise_audience = "own"
    kaisa.save()
    content_version.bump()
    reader = people.member("lukija")
    boss = people.member("paakayttaja", key=RoleKey.ADMINISTRATOR)
    keeper = people.member("toimittaja", people.town, key=RoleKey.MUNICIPAL_EDITOR)
    other = people.member("toinen", people.city, key=RoleKey.MUNICIPAL_EDITOR)
    for _round in (1, 2):
        for user, shown in ((boss, True), (reader, False), (keeper, True), (other, False)):
            client = Client()
            client.force_login(user)
            for query in ("?q=ranta", "?q=ranta&nakyma=kortit", f"{kaisa.pk}/"):
                html = client.get(f"{people.search.url}{query}").content.decode()
                assert "Kaisa Ranta" in html
                assert ("4711" in html) is shown, (user, query)
                assert ("Salataito" in html) is shown or "kortit" not in query
    client = Client()
    client.force_login(get_user_model().objects.create_user("ulkona", password="x"))
    assert client.get(f"{people.search.url}?q=ranta").status_code == 302


def test_each_language_has_its_own_words(people, reader, kept):
    from django.utils.translation import override

    people.profile("Kaisa Ranta", languages=["sv"])
    content_version.bump()
    found = people_index()
    viewer = Viewer(reader)
    with override("fi"):
        found.kept_for(viewer, "cards")[1] = "fi"
    with override("sv"):
        assert found.kept_for(viewer, "cards") == {}


def test_who_is_shut_out_past_all_signals_is_gone_at_once(people, member, kept):
    kaisa = people.profile("Kaisa Ranta")
    content_version.bump()
    address = f"{people.search.url}?q=ranta"
    page = f"{people.search.url}{kaisa.pk}/"
    for _ in (1, 2):
        assert "Kaisa Ranta" in member.get(address).content.decode()
        assert member.get(page).status_code == 200
    get_user_model().objects.filter(pk=kaisa.user_id).update(is_active=False)
    assert "Kaisa Ranta" not in member.get(address).content.decode()
    assert member.get(page).status_code == 404


def test_a_change_shows_at_once(people, member, kept, django_capture_on_commit_callbacks):
    kaisa = people.profile("Kaisa Ranta", title="Ohjaaja")
    content_version.bump()
    address = f"{people.search.url}?q=ranta"
    assert "Ohjaaja" in member.get(address).content.decode()
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks(execute=True):
        kaisa.title = "Johtaja"
        kaisa.save()
    html = member.get(address).content.decode()
    assert "Johtaja" in html and "Ohjaaja" not in html


def test_a_search_is_shown_whole_within_a_page_that_is_kept(people, member, kept):
    people.profile("Kaisa Ranta", areas=[people.aanekoski])
    people.profile("Olli <b>Ranta</b>")
    content_version.bump()
    for _ in (1, 2):
        for word, found in (("kaisa", ["Kaisa Ranta"]), ("olli", ["Olli <b>Ranta</b>"])):
            page = soup(member.get(people.search.url, {"q": word}))
            assert [h.get_text(strip=True) for h in page.select(".soskes-people h3")] == found
            assert page.select_one("#henkilo-q")["value"] == word
            assert "soskes-people -->" not in str(page)
            assert not page.select(".soskes-people b") and page.select(".soskes-people-search")


def test_without_a_word_all_are_shown_and_the_form(people, member, kept):
    people.profile("Kaisa Ranta")
    content_version.bump()
    for _visit in range(2):
        page = soup(member.get(people.search.url))
        assert page.select_one("form.soskes-people-search")
        assert page.select(".soskes-people > li")


def test_ids_are_looked_up_as_they_are_asked_for():
    found = PeopleIndex(ids=[10, 20, 30, 40, 50])
    ids = PeopleIds(found, 0b00110, 0b10001)
    assert list(ids) == [20, 30, 10, 50] and len(ids) == 4
    assert ids[1:3] == [30, 10] and ids[-1] == 50 and ids[::-1] == [50, 10, 30, 20]
    assert ids[2:99] == [10, 50] and list(PeopleIds(found)) == []


def test_memory_is_not_filled_by_ever_new_keys(people, reader, kept):
    found = people_index()
    for number in range(500):
        found.kept_for(Viewer(reader), f"what {number}")
    assert len(found.memo) <= 60
