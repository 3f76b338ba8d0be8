"""The page of a municipality: tasks, service points, organisations, dates."""

import datetime

from django.utils import timezone
from support.html import soup

from soskes_wagtail.directory_snippets.models import (
    Organisation,
    OrganisationChannel,
    ServiceChannel,
    ServiceChannelAddress,
    ServiceClass,
    UnitChannel,
    UnitHours,
)
from soskes_wagtail.sections.models import ArticlePage

TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)


def page_of(network, client, area=None):
    return soup(client.get(network.municipality_page(area or network.aanekoski).url))


def test_a_task_is_reached_by_its_anchor_and_from_the_list_on_top(network, member):
    network.contact("Sosiaalityöntekijä", [network.aanekoski], phone="014 266 0000")
    page = page_of(network, member)
    task = page.select_one("#lastensuojelu").find_parent("section")
    assert "Sosiaalityöntekijä" in task.text
    assert task.select_one('a[href="tel:+358142660000"]')
    assert page.select_one('.soskes-contents a[href="#lastensuojelu"]').text == "Lastensuojelu"


def test_contacts_and_services_of_the_county_serve_the_municipality_others_do_not(network, member):
    network.contact("Oma", [network.aanekoski])
    network.contact("Koko alueen", [network.county])
    network.contact("Maakunnan", [network.region])
    network.contact("Naapurin", [network.jyvaskyla])
    network.service("Oma palvelu", areas=[network.aanekoski])
    network.service("Alueen palvelu")
    network.service("Naapurin palvelu", areas=[network.jyvaskyla])
    text = page_of(network, member).text
    for name in ("Oma", "Koko alueen", "Maakunnan", "Oma palvelu", "Alueen palvelu"):
        assert name in text
    assert "Naapurin" not in text


def test_many_contacts_fold_and_none_is_lost(network, member):
    for number in range(35):
        network.contact(f"Työntekijä {number:02}", [network.aanekoski])
    task = page_of(network, member).select_one("#lastensuojelu").parent
    assert len(task.select(".soskes-contact")) == 35
    assert len(task.select("details .soskes-contact")) == 5


def test_a_service_says_who_offers_it_where_and_how_to_reach_it(network, member):
    unit = network.unit("Perhekeskus", network.aanekoski)
    service = network.service("Perhetyö", unit, summary="Apua arkeen.")
    channel = ServiceChannel.objects.create(
        kind="phone", name_fi="Perhelinja", organisation=network.county_org, whole_country=True
    )
    channel.services.set([service])
    ServiceChannelAddress.objects.create(
        service_channel=channel, kind="phone", value="014 999 8888"
    )
    details = page_of(network, member).select_one("#lastensuojelu").parent.details
    assert "Perhetyö" in details.summary.text
    for words in ("Apua arkeen.", "Perhekeskus, Hyvinvointialue", "Perhelinja"):
        assert words in details.text
    assert details.select_one('a[href="tel:+358149998888"]')


def test_service_points_show_address_hours_numbers_and_code(network, member):
    unit = network.unit(
        "Sosiaaliasema",
        network.aanekoski,
        street_fi="Hallintokatu 4",
        postal_code="44100",
        post_office_fi="Äänekoski",
        oid="1.2.246.10.2045520.10.3",
        latitude="62.604",
        longitude="25.726",
    )
    UnitChannel.objects.create(unit=unit, kind="phone", value="014 1", label_fi="vaihde")
    UnitChannel.objects.create(unit=unit, kind="email", value="asema@example.fi")
    for day in (0, 1, 2, 3, 4):
        UnitHours.objects.create(
            unit=unit, weekday=day, opens_at=datetime.time(8), closes_at=datetime.time(16)
        )
    points = page_of(network, member).select_one("#toimipisteet").parent
    for words in (
        "Hallintokatu 4, 44100 Äänekoski",
        "ma–pe 8.00–16.00",
        "vaihde",
        "1.2.246.10.2045520.10.3",
    ):
        assert words in points.text
    assert points.select_one('a[href="mailto:asema@example.fi"]')
    assert points.select_one('a[href^="https://www.openstreetmap.org/?mlat=62.604"]')


def test_a_service_point_elsewhere_is_shown_only_when_it_names_the_municipality(network, member):
    named = network.unit("Nimeltä palveleva", network.jyvaskyla)
    network.service("A", named, areas=[network.aanekoski])
    wide = network.unit("Koko aluetta palveleva", network.jyvaskyla)
    network.service("B", wide)
    points = page_of(network, member).select_one("#toimipisteet").parent.text
    assert "Nimeltä palveleva" in points
    assert "Koko aluetta palveleva" not in points


def test_the_tree_of_organisations_has_codes_to_copy(network, member):
    city = Organisation.objects.create(
        type="municipality",
        name_fi="Äänekosken kaupunki",
        area=network.aanekoski,
        business_id="2045520-5",
        oid="1.2.246.10.2045520",
    )
    office = Organisation.objects.create(
        type="municipality", name_fi="Sosiaalitoimisto", parent=city, oid="1.2.246.10.2045520.10.1"
    )
    OrganisationChannel.objects.create(organisation=office, kind="phone", value="014 2345")
    Organisation.objects.create(
        type="municipality", name_fi="Jyväskylän kaupunki", area=network.jyvaskyla
    )
    tree = page_of(network, member).select_one("#organisaatiot").parent
    codes = [tag.text for tag in tree.select("[data-soskes-copy-text]")]
    assert codes == ["2045520-5", "1.2.246.10.2045520", "1.2.246.10.2045520.10.1"]
    nested = tree.select_one("li li")
    assert "Sosiaalitoimisto" in nested.text
    assert nested.select_one('a[href="tel:+358142345"]')
    assert "Jyväskylän" not in tree.text


def test_the_networks_contact_person_has_a_place_of_its_own(network, member):
    network.contact("Yhdyshenkilö", [network.aanekoski], [], is_network_contact=True)
    page = page_of(network, member)
    assert "Yhdyshenkilö" in page.select_one("#yhdyshenkilot").parent.text
    assert page.text.count("Yhdyshenkilö") == 1


def test_the_dates_say_when_the_records_were_checked(network, member):
    network.contact("A", [network.aanekoski], checked_on=datetime.date(2026, 3, 1))
    network.contact("B", [network.aanekoski], checked_on=datetime.date(2026, 11, 12))
    network.contact("C", [network.aanekoski])
    text = page_of(network, member).text
    assert "1.3.2026" in text
    assert "12.11.2026" in text


def test_sections_about_a_task_are_linked_to_it(network, member):
    other = ServiceClass.objects.create(code="P4", name_fi="Muut palvelut")
    network.contact("A", [network.aanekoski])
    network.contact("B", [network.aanekoski], [other])
    page = page_of(network, member)
    url = network.section.url
    assert page.select_one("#lastensuojelu").parent.select_one(f'a[href="{url}"]')
    assert not page.select_one("#muut-palvelut").parent.select_one(f'a[href="{url}"]')


def test_the_municipality_writes_its_own_words(network, member):
    page = network.municipality_page(network.aanekoski)
    network.body(page, ("paragraph", "<p>Kunnan omat sanat.</p>"))
    assert "Kunnan omat sanat." in page_of(network, member).text


def test_an_empty_municipality_says_so(network, member):
    network.county_org.delete()
    page = page_of(network, member)
    assert page.select_one(".soskes-empty")
    assert page.select("section:not(.soskes-feedback)") == []


class TestEnded:
    def end(self, network, successor):
        page = network.municipality_page(network.aanekoski)
        area = network.aanekoski
        area.valid_to, area.successor = YESTERDAY, successor
        area.save()
        return page

    def test_a_merged_municipality_redirects_for_good(self, network, member):
        page = self.end(network, network.jyvaskyla)
        answer = member.get(page.url)
        assert answer.status_code == 301
        assert answer["Location"] == network.municipality_page(network.jyvaskyla).url
        assert "private" in answer["Cache-Control"]

    def test_it_leaves_lists_and_sitemap(self, network, member, rf):
        page = self.end(network, network.jyvaskyla)
        assert page.url not in member.get(network.directory.url).content.decode()
        assert network.fresh(page).get_sitemap_urls(rf.get("/")) == []
        assert network.municipality_page(network.jyvaskyla).get_sitemap_urls(rf.get("/"))

    def test_without_a_successor_the_page_says_so(self, network, member):
        page = self.end(network, None)
        answer = soup(member.get(page.url))
        assert f"{YESTERDAY.day}.{YESTERDAY.month}.{YESTERDAY.year}" in answer.text


def test_articles_below_a_municipality_are_found(network, member):
    page = network.municipality_page(network.aanekoski)
    article = network.page(page, "Ohje", ArticlePage)
    assert member.get(article.url).status_code == 200
