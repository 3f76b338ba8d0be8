"""The whole country: as many queries with 308 municipalities and 20,000 contacts as with 22 and
1,000, on every page and in the files of a municipality. The pages of the municipalities are made
in ``test_queries``, which takes longer than all of this."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from soskes_wagtail.content_version import bump
from soskes_wagtail.directory_snippets.models import Area, Contact, ContactHours, TargetGroup
from soskes_wagtail.sections.models import ResponsiblePage

SMALL, LARGE = (22, 1_000), (308, 20_000)


def grow(network, municipalities, contacts):
    """So many of both altogether; contacts are spread over the municipalities."""
    there = Area.objects.municipalities().count()
    Area.objects.bulk_create(
        Area(
            kind="municipality",
            code=f"{number:03}",
            name_fi=f"Kunta {number}",
            slug=f"kunta-{number}",
            region=network.region,
            wellbeing_county=network.county,
        )
        for number in range(500 + there, 500 + municipalities)
    )
    areas = list(Area.objects.municipalities().order_by("pk"))
    group, _ = TargetGroup.objects.get_or_create(code="KR1.2", defaults={"name_fi": "Lapset"})
    made = Contact.objects.bulk_create(
        Contact(
            role_title_fi=f"Työntekijä {number}",
            organisation=network.county_org,
            phone="000 000 0000",
        )
        for number in range(Contact.objects.count(), contacts)
    )
    for through, links in (
        (Contact.areas.through, {"area_id": None}),
        (Contact.service_classes.through, {"serviceclass_id": network.child_welfare.pk}),
        (Contact.client_groups.through, {"targetgroup_id": group.pk}),
    ):
        through.objects.bulk_create(
            through(
                contact_id=contact.pk,
                **{name: pk or areas[at % len(areas)].pk for name, pk in links.items()},
            )
            for at, contact in enumerate(made)
        )
    ContactHours.objects.bulk_create(
        ContactHours(
            contact=contact,
            weekday=0,
            opens_at=datetime.time(9),
            closes_at=datetime.time(15),
        )
        for contact in made[:2_000]
    )
    bump()
    assert (len(areas), Contact.objects.count()) == (municipalities, contacts)
    if connection.vendor == "postgresql":
        # As autovacuum does after so many rows; until then PostgreSQL takes the tables for empty.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@pytest.fixture
def addresses(closed):
    network = closed
    responsible = network.page(network.home, "Kuka vastaa nyt?", ResponsiblePage)
    grow(network, *SMALL)
    municipality = network.municipality_page(network.aanekoski).url
    section = network.section.url
    return {
        "home": network.home.url,
        "directory": network.directory.url,
        "municipality": municipality,
        "section": section,
        "section, one municipality": f"{section}?kunta=aanekoski",
        "section, one group": f"{section}?kunta=aanekoski&ryhma=KR1.2",
        "who is responsible": responsible.url,
        "answer": f"{responsible.url}?asia=P3.8&kunta=aanekoski&ryhma=KR1.2",
        "municipality as CSV": f"{municipality}yhteystiedot/csv/",
        "municipality as Excel": f"{municipality}yhteystiedot/xlsx/",
    }


def counted(client, addresses) -> dict[str, int]:
    found = {}
    for name, address in addresses.items():
        if " as " not in name:
            assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
            content = (
                b"".join(response.streaming_content) if response.streaming else response.content
            )
        assert response.status_code == 200 and content, address
        found[name] = len(queries)
    return found


def test_the_whole_country_takes_no_more_queries_than_a_county(closed, addresses, member):
    few = counted(member, addresses)
    grow(closed, *LARGE)
    assert counted(member, addresses) == few
