"""The municipal directory: letters, tiles, regions, former names, old addresses."""

import datetime

import pytest
from django.utils import timezone
from support.html import soup

from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.sections.services.municipality_pages import ensure_pages

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def former(network):
    """Koskenpää → Jämsänkoski → Jämsä, as it went."""
    jamsa = network.municipality("Jämsä", "182")
    jamsankoski = network.municipality(
        "Jämsänkoski", "183", wellbeing_county=None, valid_to=YESTERDAY, successor=jamsa
    )
    return network.municipality(
        "Koskenpää", "275", wellbeing_county=None, valid_to=YESTERDAY, successor=jamsankoski
    )


def directory(network, client, **query):
    ensure_pages()
    return soup(client.get(network.directory.url, query))


def test_municipalities_stand_in_the_finnish_alphabet(network, member):
    for name in ("Ähtäri", "Zeta", "Öja", "Åbo"):
        network.municipality(name)
    page = directory(network, member)
    assert [tag.text for tag in page.select("#kunnat h3")] == ["J", "Z", "Å", "Ä", "Ö"]
    names = [tag.text for tag in page.select("#kunnat li a")]
    assert names == ["Jyväskylä", "Zeta", "Åbo", "Ähtäri", "Äänekoski", "Öja"]


def test_former_names_lead_to_what_they_are_part_of(network, member, former):
    page = directory(network, member)
    item = page.select_one('#entiset-kunnat [data-soskes-filter-text="Koskenpää"]')
    assert item.a.text == "Jämsä"
    jamsa = next(tag for tag in page.select("#kunnat li") if tag.text == "Jämsä")
    assert "Koskenpää" in jamsa["data-soskes-filter-text"]


@pytest.mark.parametrize("slug", ["koskenpaa", "jamsankoski"])
def test_addresses_of_former_municipalities_redirect(network, member, former, slug):
    ensure_pages()
    answer = member.get(f"{network.directory.url}{slug}/")
    assert answer.status_code == 301
    assert answer["Location"] == f"{network.directory.url}jamsa/"


@pytest.mark.parametrize("slug", ["xyz", "koskenpaa/ohje", "muu"])
def test_other_addresses_are_not_found(network, member, former, slug):
    assert member.get(f"{network.directory.url}{slug}/").status_code == 404


def test_a_directory_that_is_not_published_redirects_nobody(network, member, former):
    ensure_pages()
    url = f"{network.directory.url}koskenpaa/"
    network.fresh(network.directory).unpublish()
    assert member.get(url).status_code == 404


def test_the_tile_map_is_a_list_in_reading_order(network, member):
    for area, row, column in ((network.aanekoski, 1, 2), (network.jyvaskyla, 1, 1)):
        area.tile_row, area.tile_column = row, column
        area.save()
    page = directory(network, member)
    assert [tag.text for tag in page.select(".soskes-tile__name")] == ["Jyväskylä", "Äänekoski"]


def test_without_a_place_for_everybody_there_is_no_map(network, member):
    network.aanekoski.tile_row = network.aanekoski.tile_column = 1
    network.aanekoski.save()
    assert not directory(network, member).select(".soskes-tilemap")


@pytest.mark.parametrize("code", ["", "xyz", "13", "'; --"])
def test_the_region_filter_appears_with_several_regions(network, member, code):
    assert not directory(network, member).select("#maakunta")
    other = Area.objects.create(kind="region", code="06", name_fi="Pirkanmaa")
    network.municipality("Tampere", region=other)
    page = directory(network, member, maakunta=code)
    assert len(page.select("#maakunta option")) == 3
    names = [tag.text for tag in page.select("#kunnat li a")]
    assert ("Tampere" in names) is (code != "13")


def test_a_municipality_without_a_page_is_not_listed(network, member):
    page = network.municipality_page(network.aanekoski)
    page.unpublish()
    assert "Äänekoski" not in directory(network, member).select_one("#kunnat").text
