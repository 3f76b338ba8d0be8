"""The home: two clicks to a contact, sections, news."""

import pytest
from support.html import faults, soup

from soskes_wagtail.sections.models import ArticlePage
from soskes_wagtail.sections.services.municipality_pages import ensure_pages


def test_the_child_welfare_contact_of_aanekoski_is_two_clicks_away(network, member):
    network.contact("Lastensuojelun työntekijä", [network.aanekoski], phone="014 266 0000")
    form = soup(member.get(network.home.url)).select_one("#pikahaku").parent.form
    assert form["method"] == "get"
    section = next(o for o in form.select("#pikahaku-osio option") if o.text == "Lastensuojelu")
    area = next(o for o in form.select("#pikahaku-kunta option") if o.text == "Äänekoski")
    # One click on the page's button; the second is the number itself.
    answer = member.get(network.home.url, {"osio": section["value"], "kunta": area["value"]})
    assert answer.status_code == 302
    assert answer["Location"] == f"{network.section.url}?kunta=aanekoski#kuka-hoitaa"
    page = soup(member.get(answer["Location"]))
    assert page.select_one('#kuka-hoitaa a[href="tel:+358142660000"]')


@pytest.mark.parametrize(
    "query",
    [
        "osio=abc&kunta=aanekoski",
        "osio=99999999&kunta=aanekoski",
        "osio=9999999999999999999999&kunta=aanekoski",
        "osio=%00",
        "osio=٣&kunta=aanekoski",
        "kunta=aanekoski",
        "osio=1&osio=x",
    ],
)
def test_the_quick_form_survives_nonsense(network, member, query):
    answer = member.get(f"{network.home.url}?{query}")
    assert soup(answer).select_one("#pikahaku")


def test_the_quick_form_without_a_municipality_shows_the_whole_table(network, member):
    answer = member.get(network.home.url, {"osio": network.section.pk, "kunta": ""})
    assert answer["Location"] == f"{network.section.url}#kuka-hoitaa"


def test_an_unknown_municipality_is_asked_again(network, member):
    answer = member.get(network.home.url, {"osio": network.section.pk, "kunta": "xyz"})
    assert soup(answer).select_one(".hds-notification")


def test_sections_are_cards_and_the_directory_has_its_own_link(network, member):
    page = soup(member.get(network.home.url))
    assert [card.a.text for card in page.select(".soskes-card")] == ["Lastensuojelu"]
    assert page.select_one(f'#pikahaku ~ p a[href="{network.directory.url}"]')


def test_news_are_what_people_published_not_what_records_made(network, member):
    ensure_pages()
    article = network.page(network.section, "Uusi ohje", ArticlePage)
    article.save_revision().publish()
    news = soup(member.get(network.home.url)).select_one("#uutta").parent
    assert news.a.text == "Uusi ohje"
    assert "Äänekoski" not in news.text
    page = network.municipality_page(network.aanekoski)
    page.summary = "Muutettu"
    page.save_revision().publish()
    news = soup(member.get(network.home.url)).select_one("#uutta").parent
    assert news.a.text == "Äänekoski"


def test_every_kind_of_page_is_sound_html(network, member):
    network.contact("A", [network.aanekoski])
    network.contact("B", [network.county])
    unit = network.unit("Asema", network.aanekoski, street_fi="Katu 1", oid="1.2.246.10.1.10.1")
    network.service("Palvelu", unit)
    article = network.page(network.section, "Ohje", ArticlePage, summary="Lyhyesti.")
    urls = [
        network.home.url,
        network.section.url,
        f"{network.section.url}?kunta=aanekoski",
        network.directory.url,
        network.municipality_page(network.aanekoski).url,
        article.url,
    ]
    assert {url: faults(soup(member.get(url))) for url in urls} == {url: [] for url in urls}
