"""Queries of a page: as many with 308 municipalities and 1,000 contacts as with few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from soskes_wagtail.directory_snippets.models import (
    Area,
    Contact,
    Organisation,
    Service,
    ServiceOffering,
    Unit,
    UnitChannel,
)
from soskes_wagtail.sections.models import ArticlePage
from soskes_wagtail.sections.services.municipality_pages import ensure_pages

#: Above Wagtail's own floor of 5 + 2 queries for each part of the address.
ALLOWED = 12


def queries(client, url):
    """Number of queries of a warm request."""
    for _ in range(2):
        assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def limit(url):
    return 5 + 2 * len([part for part in url.split("?")[0].split("/") if part]) + ALLOWED


def fill(network, municipalities, contacts, services):
    """More of everything, without the pages, which the caller wants to make once."""
    Area.objects.bulk_create(
        Area(
            kind="municipality",
            code=f"{i:03}",
            name_fi=f"Kunta {i}",
            slug=f"kunta-{i}",
            region=network.region,
            wellbeing_county=network.county,
        )
        for i in range(100, 100 + municipalities)
    )
    areas = list(Area.objects.filter(kind="municipality"))
    made = Contact.objects.bulk_create(
        Contact(
            role_title_fi=f"Työntekijä {i}",
            organisation=network.county_org,
            phone="000 000 0000",
        )
        for i in range(contacts)
    )
    Contact.areas.through.objects.bulk_create(
        Contact.areas.through(contact=contact, area=areas[i % len(areas)])
        for i, contact in enumerate(made)
    )
    Contact.service_classes.through.objects.bulk_create(
        Contact.service_classes.through(contact=contact, serviceclass=network.child_welfare)
        for contact in made
    )
    units = Unit.objects.bulk_create(
        Unit(name_fi=f"Asema {i}", organisation=network.county_org, area=areas[i % len(areas)])
        for i in range(services)
    )
    UnitChannel.objects.bulk_create(
        UnitChannel(unit=unit, kind="phone", value="000 000 0000") for unit in units
    )
    found = Service.objects.bulk_create(
        Service(name=f"Palvelu {i}", locale=network.locales["fi"]) for i in range(services)
    )
    Service.service_classes.through.objects.bulk_create(
        Service.service_classes.through(service=service, serviceclass=network.child_welfare)
        for service in found
    )
    ServiceOffering.objects.bulk_create(
        ServiceOffering(service=service, unit=unit, organisation=network.county_org)
        for service, unit in zip(found, units, strict=True)
    )
    Organisation.objects.bulk_create(
        Organisation(type="association", name_fi=f"Järjestö {i}", parent=network.county_org)
        for i in range(services // 10)
    )


@pytest.fixture
def pages(closed):
    """The pages of a closed network with law, links and pages below, and a few records."""
    network = closed
    network.contact("Koko alueen", [network.county])
    fill(network, 20, 10, 10)
    network.page(network.section, "Ohje", ArticlePage)
    law = {"statute": network.statute().pk, "provisions": "", "summary": "", "as_of": None}
    other = {"statute": network.statute("1301", 2014, "Shl").pk} | {
        name: law[name] for name in ("provisions", "summary", "as_of")
    }
    link = {"text": "", "page": network.home.pk, "url": "", "note": ""}
    links = [{"type": "item", "value": link, "id": "00000000-0000-4000-9000-000000000001"}]
    network.body(
        network.section,
        ("legal_info", law),
        ("legal_info", other),
        ("links", {"title": "", "links": links}),
    )
    municipality = network.municipality_page(network.aanekoski)
    return network, {
        "home": network.home.url,
        "section": network.section.url,
        "chosen": f"{network.section.url}?kunta=aanekoski",
        "directory": network.directory.url,
        "municipality": municipality.url,
    }


def test_pages_keep_to_their_number_of_queries(pages, member):
    _, urls = pages
    counts = {name: queries(member, url) for name, url in urls.items()}
    allowed = {name: limit(url) for name, url in urls.items()}
    assert all(counts[name] <= allowed[name] for name in urls), (counts, allowed)


def test_no_query_of_pages_joins_a_table_for_each_type(pages, member):
    """With a dozen joins PostgreSQL is wrong by many powers of ten in a small or new site."""
    _, urls = pages
    for url in urls.values():
        member.get(url)
        with CaptureQueriesContext(connection) as captured:
            member.get(url)
        of_pages = [q["sql"] for q in captured if 'FROM "wagtailcore_page"' in q["sql"]]
        assert of_pages
        assert max(sql.count(" JOIN ") for sql in of_pages) < 5


def test_a_hundred_times_more_records_take_no_more_queries(pages, member):
    network, urls = pages
    few = {name: queries(member, url) for name, url in urls.items()}
    Contact.objects.all().delete()
    ServiceOffering.objects.all().delete()
    Service.objects.all().delete()
    Unit.objects.all().delete()
    network.contact("Koko alueen", [network.county])
    fill_more(network)
    many = {name: queries(member, url) for name, url in urls.items()}
    assert many == few


def fill_more(network):
    Area.objects.bulk_create(
        Area(
            kind="municipality",
            code=f"{i:03}",
            name_fi=f"Toinen {i}",
            slug=f"toinen-{i}",
            region=network.region,
            wellbeing_county=network.county,
        )
        for i in range(500, 786)
    )
    ensure_pages()
    fill(network, 0, 1000, 200)
