"""Members find people in the search of all, by what all members are shown of them."""

import pytest
from django.core.management import call_command
from support.html import soup
from wagtail.models import Page

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Profile
from soskes_wagtail.search.models import SearchPage
from soskes_wagtail.search_sources import SearchRequest
from soskes_wagtail.sections.searchable import people as source


@pytest.fixture
def kaisa(people):
    return people.profile(
        "Kaisa Ranta",
        title="Ohjaaja",
        phone="000 000 4711",
        email="kanaria@esimerkki.example",
        expertise=["Kanarianhoito"],
        areas=[people.aanekoski],
        ask_me="Kanariakysymykset",
    )


def entry_text() -> str:
    return " ".join(repr(entry) for entry in source.entries(list(source.rows())))


def test_an_entry_is_for_members_and_has_what_all_of_them_see(people, kaisa):
    (entry,) = source.entries(list(source.rows()))
    assert entry.access == ("members",) and entry.areas == ["992"]
    text = entry_text()
    for shown in ("Kaisa Ranta", "Ohjaaja", "Äänekosken kaupunki", "Kanarianhoito", "Äänekoski"):
        assert shown in text
    assert "4711" not in text and "kanaria@" not in text


def test_a_field_for_fewer_is_not_in_the_index(people, kaisa):
    for group in ("expertise", "areas", "network_roles"):
        setattr(kaisa, f"{group}_audience", "own")
    kaisa.save()
    text = entry_text()
    assert "Kaisa Ranta" in text
    assert "Kanarian" not in text and "Kanariak" not in text and "992" not in text


def test_who_has_left_has_no_entry(people, kaisa):
    people.end(kaisa)
    assert not source.rows().exists()


def test_a_hit_leads_to_the_person(people, kaisa, reader):
    asked = SearchRequest(language="fi")
    hits = source.show(Viewer(reader), [Profile.objects.get(pk=kaisa.pk)], asked)
    assert hits[kaisa.pk].url.endswith(f"{people.search.url}{kaisa.pk}/")
    Page.objects.filter(pk=people.search.pk).update(live=False)
    assert source.show(Viewer(reader), [kaisa], asked) == {}


def test_the_search_page_of_the_network_finds_members(people, kaisa, member, make, locales):
    page = make(people.home, "Haku", SearchPage, slug="haku")
    call_command("soskes_rebuild_search", verbosity=0)

    def text() -> str:
        # The words that were found are marked, so that the name is not in one piece.
        return " ".join(soup(member.get(page.url, {"q": "Ranta"})).get_text().split())

    assert "Kaisa Ranta" in text()
    people.end(kaisa)
    assert "Kaisa Ranta" not in text()
