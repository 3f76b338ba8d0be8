"""A section's page: law, links, and who does this where."""

import datetime

import pytest
from django.utils import timezone
from support.html import soup

from soskes_wagtail.directory_snippets.models import ContactHours, ServiceClass, UnitChannel
from soskes_wagtail.sections.models import ArticlePage

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
TOMORROW = timezone.localdate() + datetime.timedelta(days=1)


def row_of(page, name):
    for row in page.select("#kuka-hoitaa tbody tr"):
        if row.th.get_text(strip=True) == name:
            return row
    raise AssertionError(f"no row for {name}")


def test_each_municipality_has_its_contacts_with_a_number_to_tap(network, member):
    contact = network.contact("Sosiaalityöntekijä Ä", [network.aanekoski], phone="014 266 0000")
    network.contact("Sosiaalityöntekijä J", [network.jyvaskyla])
    for day in range(5):
        ContactHours.objects.create(
            contact=contact,
            weekday=day,
            opens_at=datetime.time(9),
            closes_at=datetime.time(15),
        )
    page = soup(member.get(network.section.url))
    row = row_of(page, "Äänekoski")
    assert "Sosiaalityöntekijä Ä" in row.text
    assert "ma–pe 9.00–15.00" in row.text
    assert "Sosiaalityöntekijä J" not in row.text
    assert row.select_one('a[href="tel:+358142660000"]')


def test_a_contact_of_the_county_stands_once_and_not_in_every_row(network, member):
    network.contact("Päivystys", [network.county])
    network.contact("Ilman alueita")
    page = soup(member.get(network.section.url)).select_one("#kuka-hoitaa")
    for name in ("Päivystys", "Ilman alueita"):
        assert page.text.count(name) == 1
    assert "Keski-Suomen hyvinvointialue" in page.text
    assert "Päivystys" not in row_of(page.parent, "Äänekoski").text


def test_contacts_of_classes_under_the_section_are_there_and_of_others_not(network, member):
    below = ServiceClass.objects.create(
        code="P3.8.1", name_fi="Sijaishuolto", parent=network.child_welfare
    )
    other = ServiceClass.objects.create(code="P9", name_fi="Muu")
    network.contact("Sijaishuollon ohjaaja", [network.aanekoski], [below])
    network.contact("Aivan muu", [network.aanekoski], [other])
    text = soup(member.get(network.section.url)).text
    assert "Sijaishuollon ohjaaja" in text
    assert "Aivan muu" not in text


def test_what_has_ended_or_not_begun_is_out(network, member):
    network.contact("Entinen", [network.aanekoski], valid_to=YESTERDAY)
    network.contact("Tuleva", [network.aanekoski], valid_from=TOMORROW)
    network.contact("Nykyinen", [network.aanekoski], valid_to=TOMORROW)
    old = network.unit("Entinen toimipiste", network.aanekoski, valid_to=YESTERDAY)
    network.service("Palvelu", old)
    text = soup(member.get(network.section.url)).text
    assert "Nykyinen" in text
    assert not any(name in text for name in ("Entinen", "Tuleva"))


def test_a_service_point_stands_in_the_row_of_its_municipality(network, member):
    unit = network.unit("Perhekeskus", network.aanekoski, street_fi="Katu 1")
    UnitChannel.objects.create(unit=unit, kind="phone", value="014 111 2222")
    network.service("Perhetyö", unit)
    row = row_of(soup(member.get(network.section.url)), "Äänekoski")
    assert "Perhekeskus" in row.text
    assert row.select_one('a[href="tel:+358141112222"]')


def test_choosing_a_municipality_shows_its_own_contacts_first_then_the_countys(network, member):
    network.contact("A koko alueella", [network.county])
    network.contact("Z omassa kunnassa", [network.aanekoski])
    network.contact("Toisen kunnan", [network.jyvaskyla])
    page = soup(member.get(network.section.url, {"kunta": "aanekoski"}))
    who = page.select_one("#kuka-hoitaa")
    assert who.text.index("Z omassa kunnassa") < who.text.index("A koko alueella")
    assert "Toisen kunnan" not in who.text
    assert who.select_one("option[selected]")["value"] == "aanekoski"
    assert who.select_one(f'a[href="{network.municipality_page(network.aanekoski).url}"]') is None


def test_the_chosen_municipality_links_to_its_page(network, member):
    network.contact("Työntekijä", [network.aanekoski])
    url = network.municipality_page(network.aanekoski).url
    page = soup(member.get(network.section.url, {"kunta": "aanekoski"}))
    assert page.select_one(f'#kuka-hoitaa a[href="{url}"]')


def test_a_former_municipality_chooses_its_successor(network, member):
    network.municipality(
        "Suolahti",
        "774",
        wellbeing_county=None,
        region=None,
        valid_to=YESTERDAY,
        successor=network.aanekoski,
    )
    network.contact("Työntekijä", [network.aanekoski])
    page = soup(member.get(network.section.url, {"kunta": "suolahti"}))
    assert page.select_one("#kuka-hoitaa option[selected]")["value"] == "aanekoski"


@pytest.mark.parametrize(
    "query",
    [
        "kunta=xyz",
        "kunta=" + "x" * 5000,
        "kunta=xyz&kunta=zyx",
        "kunta=%00",
        "kunta=%FF%FE",
        "kunta=<script>alert(1)</script>",
        "kunta=aanekoski&page=0",
        "kunta=aanekoski&page=x",
        "kunta=aanekoski&page=999999999999999999999",
    ],
)
def test_a_filter_with_nonsense_still_answers(network, member, query):
    network.contact("Työntekijä", [network.aanekoski])
    response = member.get(f"{network.section.url}?{query}")
    assert "Työntekijä" in soup(response).text
    assert b"<script>alert" not in response.content


def test_the_last_of_two_choices_counts(network, member):
    network.contact("Työntekijä", [network.aanekoski])
    page = soup(member.get(f"{network.section.url}?kunta=jyvaskyla&kunta=aanekoski"))
    assert page.select_one("#kuka-hoitaa option[selected]")["value"] == "aanekoski"


def test_examples_are_marked(network, member):
    network.contact("Esimerkkihenkilö", [network.aanekoski], is_example=True)
    network.contact("Oikea", [network.jyvaskyla])
    page = soup(member.get(network.section.url))
    assert row_of(page, "Äänekoski").select_one(".hds-status-label")
    assert not row_of(page, "Jyväskylä").select_one(".hds-status-label")


def test_too_many_to_show_at_once_wait_until_one_chooses(network, member, monkeypatch):
    monkeypatch.setattr("soskes_wagtail.directory_snippets.services.who_does_what.MOST_AT_ONCE", 3)
    for number in range(5):
        network.contact(f"Työntekijä {number}", [network.aanekoski])
    network.contact("Koko alueen", [network.county])
    who = soup(member.get(network.section.url)).select_one("#kuka-hoitaa")
    assert "Koko alueen" in who.text
    assert "Työntekijä" not in who.text
    assert who.select_one('a[href="?kunta=aanekoski#kuka-hoitaa"]')
    chosen = soup(member.get(network.section.url, {"kunta": "aanekoski"}))
    assert all(f"Työntekijä {number}" in chosen.text for number in range(5))


def test_a_section_without_service_classes_says_nothing_about_who(network, member):
    network.contact("Työntekijä", [network.aanekoski])
    network.section.service_classes = []
    network.section.save()
    assert soup(member.get(network.section.url)).select_one("#kuka-hoitaa") is None


def test_pages_below_are_cards_with_their_summaries(network, member):
    network.page(network.section, "Huostaanotto", ArticlePage, summary="Milloin ja miten.")
    page = soup(member.get(network.section.url))
    card = page.select_one(".soskes-card")
    assert card.a.text == "Huostaanotto"
    assert "Milloin ja miten." in card.text
