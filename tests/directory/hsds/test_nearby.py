"""Places of service by postcode and distance, and that a hidden address is found by neither."""

import json

import pytest

from soskes_wagtail.access import Disclosure, RoleKey
from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.hsds.nearby import distance

pytestmark = pytest.mark.django_db
#: About 1,000 m north of the service point of the network.
NORTH = {"latitude": "62.610194", "longitude": "25.727100"}


@pytest.fixture
def far(network, area):
    """A service point in another municipality, 1,000 m away and with another postcode."""
    other = area("Naapuri", code="410")
    county = models.Organisation.objects.create(name_fi="Muu", type="company", area=other)
    unit = models.Unit.objects.create(
        name_fi="Pohjoinen", organisation=county, area=other, postal_code="44120", **NORTH
    )
    models.ServiceOffering.objects.create(service=network.service, organisation=county, unit=unit)
    return unit


def places(answer) -> set[str]:
    return {item["location"]["name"] for item in answer["contents"]}


@pytest.fixture
def near(api, get):
    def ask(**query):
        return places(get("service_at_locations", full="true", **query))

    return ask


def test_distance_of_known_points():
    helsinki, jyvaskyla = (60.1699, 24.9384), (62.2426, 25.7473)
    assert distance(helsinki, jyvaskyla) == pytest.approx(234_500, rel=0.01)
    assert distance(helsinki, helsinki) == 0
    assert distance((62.6012, 25.7271), (62.610194, 25.7271)) == pytest.approx(1000, abs=1)


def test_within_so_many_metres(network, far, near):
    assert near(postcode="44100", proximity=900) == {"Sosiaaliasema"}
    assert near(postcode="44100", proximity=1100) == {"Sosiaaliasema", "Pohjoinen"}
    assert near(postcode="44120", proximity=10) == {"Pohjoinen"}
    assert near(postcode="44120", proximity=1_000_000) == {"Sosiaaliasema", "Pohjoinen"}


def test_what_serves_the_municipality_of_the_postcode(network, far, near):
    assert near(postcode="44100") == {"Sosiaaliasema"}
    assert near(postcode="44120") == {"Pohjoinen"}
    network.offering.areas.add(models.Area.objects.get(code="410"))
    assert near(postcode="44120") == {"Sosiaaliasema", "Pohjoinen"}


def test_an_unknown_postcode_finds_nothing(network, near):
    assert near(postcode="99999") == near(postcode="99999", proximity=1_000_000) == set()


@pytest.mark.parametrize("level", [level for level in Disclosure if level != Disclosure.PUBLIC])
def test_a_hidden_address_is_found_by_no_distance(network, far, near, level, client, person, role):
    models.Unit.objects.filter(pk=far.pk).update(address_audience=level)
    # Neither by its own postcode, nor from the next one, nor by counting down the metres.
    assert near(postcode="44120") == near(postcode="44120", proximity=1_000_000) == set()
    assert near(postcode="44100", proximity=1_000_000) == {"Sosiaaliasema"}
    client.force_login(person("yllapitaja", role(RoleKey.ADMINISTRATOR)))
    assert near(postcode="44100", proximity=1100) == {"Sosiaaliasema", "Pohjoinen"}


def test_the_middle_of_a_postcode_is_made_of_shown_addresses_only(network, far, near):
    models.Unit.objects.filter(pk=far.pk).update(postal_code="44100", address_audience="members")
    assert near(postcode="44100", proximity=1) == {"Sosiaaliasema"}


@pytest.mark.parametrize(
    "query",
    [
        "postcode=",
        "postcode=4410",
        "postcode=441000",
        "postcode=FI-44100",
        "postcode=%D9%A4%D9%A4%D9%A1%D9%A0%D9%A0",
        "postcode=44100%00",
        "postcode=44100&postcode=44120",
        "proximity=5",
        "proximity=0&postcode=44100",
        "proximity=-1&postcode=44100",
        "proximity=1e9&postcode=44100",
        "proximity=nan&postcode=44100",
        "proximity=&postcode=44100",
        "proximity=99999999999999999999&postcode=44100",
        "per_page=1e9",
        "page=-1",
        "modified_after=garbage",
        "top_only=true",
    ],
)
def test_what_makes_no_sense_is_refused(network, api, client, query):
    response = client.get(f"/hsds/service_at_locations?{query}")
    assert response.status_code == 400
    error = json.loads(response.content)
    assert error["parameter"] == query.split("=")[0] and error["parameter"] in error["error"]


def test_changes_and_top_terms(network, api, get):
    assert get("service_at_locations", modified_after="2020-01-01")["total_items"] == 1
    assert get("service_at_locations", modified_after="2999-01-01")["total_items"] == 0
    codes = [term["code"] for term in get("taxonomy_terms", top_only="true")["contents"]]
    assert codes == ["P3", "KR1.2"]


def test_queries_do_not_grow(network, near, django_assert_max_num_queries):
    units = models.Unit.objects.bulk_create(
        models.Unit(
            name_fi=f"Piste {n}",
            organisation=network.county,
            area=network.town,
            postal_code="44100",
            latitude=network.unit.latitude,
            longitude=network.unit.longitude,
        )
        for n in range(300)
    )
    with django_assert_max_num_queries(25) as few:
        assert near(postcode="44100", proximity=5, per_page=100) == {"Sosiaaliasema"}
    models.ServiceOffering.objects.bulk_create(
        models.ServiceOffering(service=network.service, organisation=network.county, unit=unit)
        for unit in units
    )
    with django_assert_max_num_queries(len(few)):
        assert len(near(postcode="44100", proximity=5, per_page=100)) == 100
