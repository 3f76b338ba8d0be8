"""The read API: switch, paging, filters, headers, hostile parameters, number of queries."""

import json

import pytest
from django.test import override_settings

from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.hsds.ids import record_id

pytestmark = pytest.mark.django_db
PATHS = ("", "services", "organizations", "taxonomies", "taxonomy_terms", "service_at_locations")


@pytest.mark.parametrize("path", [*PATHS, "services/x"])
@override_settings(ROOT_URLCONF="support.hsds_urls")
def test_off_by_default(client, path):
    response = client.get(f"/hsds/{path}")
    assert response.status_code == 404
    assert "application/json" not in response["Content-Type"]


@pytest.fixture
def organisations(api):
    return [
        models.Organisation.objects.create(name_fi=f"Järjestö {n}", type="association")
        for n in range(5)
    ]


def test_pages(organisations, get):
    first = get("organizations", per_page=2)
    assert {key: first[key] for key in first if key != "contents"} == {
        "total_items": 5,
        "total_pages": 3,
        "page_number": 1,
        "size": 2,
        "first_page": True,
        "last_page": False,
        "empty": False,
    }
    last = get("organizations", per_page=2, page=3)
    assert (last["size"], last["last_page"], last["first_page"]) == (1, True, False)
    pages = [get("organizations", per_page=2, page=page)["contents"] for page in (1, 2, 3)]
    ids = [item["id"] for page in pages for item in page]
    assert sorted(ids) == sorted(record_id(row) for row in organisations)
    beyond = get("organizations", per_page=2, page=1_000_000)
    assert (beyond["empty"], beyond["contents"], beyond["total_items"]) == (True, [], 5)


def test_filters_must_all_hold(network, api, get):
    term, group = record_id(network.service_class), record_id(network.group)
    other = record_id(network.service_class.parent)
    county = record_id(network.county)
    assert get("services", taxonomy_term_id=[term, group])["total_items"] == 1
    assert get("services", taxonomy_term_id=[term, other])["total_items"] == 0
    assert get("services", taxonomy_term_id=term, organization_id=county)["total_items"] == 1
    department = record_id(network.department)
    assert get("services", taxonomy_term_id=term, organization_id=department)["empty"]
    taxonomies = [item["id"] for item in get("taxonomies")["contents"]]
    assert get("services", taxonomy_id=taxonomies)["total_items"] == 1
    assert get("service_at_locations", taxonomy_term_id=term)["total_items"] == 1
    assert get("service_at_locations", taxonomy_term_id=other)["total_items"] == 0
    assert get("taxonomy_terms", taxonomy_id=taxonomies[1])["total_items"] == 1
    assert [t["id"] for t in get("taxonomy_terms", parent_id=other)["contents"]] == [term]


def test_search(network, api, get):
    assert get("services", search="perhetyö KOTIIN")["total_items"] == 1
    assert get("services", search="perhetyö kalastus")["total_items"] == 0
    assert get("organizations", search="hyvaks")["total_items"] == 1
    assert get("service_at_locations", search="sosiaaliasema")["total_items"] == 1
    assert get("taxonomy_terms", search="lapset")["total_items"] == 1


def test_changes(network, api, get):
    assert get("services", modified_after="2020-01-01")["total_items"] == 1
    assert get("services", modified_after="2999-01-01T00:00:00Z")["total_items"] == 0
    assert get("services", modified_after="2020-01-01T00:00:00+02:00")["total_items"] == 1
    models.Service.objects.update(last_published_at=None)
    assert get("services", modified_after="2999-01-01")["total_items"] == 1


def test_minimal_and_full(network, api, get):
    (minimal,) = get("services", minimal="true")["contents"]
    assert set(minimal) == {"id", "modified_date"}
    (short,) = get("services")["contents"]
    assert "service_at_locations" not in short
    assert short["organization"]["name"] == "Hyvaks"
    (full,) = get("services", full="true")["contents"]
    assert full["service_at_locations"][0]["location"]["name"] == "Sosiaaliasema"
    organization = get(f"organizations/{record_id(network.county)}")
    assert [service["name"] for service in organization["services"]] == ["Perhetyö"]
    assert organization["locations"][0]["name"] == "Sosiaaliasema"
    place = get("service_at_locations")["contents"][0]["id"]
    assert get(f"service_at_locations/{place}")["service"]["name"] == "Perhetyö"


@pytest.mark.parametrize(
    ("given", "accepted", "language"),
    [
        ({"language": "sv"}, "en", "sv"),
        ({}, "sv-FI,sv;q=0.9,en;q=0.8", "sv"),
        ({}, "de,*;q=0.1", "fi"),
        ({}, "en;q=0,sv;q=0.2", "sv"),
        ({}, "," * 5000, "fi"),
    ],
)
def test_languages(network, api, client, given, accepted, language):
    response = client.get("/hsds/services", given, headers={"accept-language": accepted})
    assert response["Content-Language"] == language
    assert "Accept-Language" in response["Vary"]
    name = json.loads(response.content)["contents"][0]["name"]
    assert name == ("Familjearbete" if language == "sv" else "Perhetyö")


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=",
        "page=1e9",
        "page=%C2%B2",
        "page=99999999999999999999999",
        "per_page=0",
        "per_page=101",
        "page=1&page=2",
        "full=perhaps",
        "minimal=",
        "language=de",
        "language=fi%00",
        "search=%00",
        "search=" + "x" * 201,
        "search=" + "x+" * 11,
        "taxonomy_id=1",
        "taxonomy_term_id=' OR 1=1 --",
        "organization_id=",
        "modified_after=yesterday",
        "modified_after=",
        "modified_after=2026-02-30",
        "modified_after=0001-01-01T00:00:00%2B14:00",
        "format=xml",
        "postcode=44100",  # for places of service only
        "minimum_age=18",
    ],
)
def test_bad_parameters_are_refused(network, api, client, query):
    response = client.get(f"/hsds/services?{query}")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("application/json")
    error = json.loads(response.content)
    assert error["parameter"] == query.split("=")[0]
    assert error["parameter"] in error["error"]


@pytest.mark.parametrize("query", ["utm_source=x", "search=%25_%5C'\"", "search=", "page=001"])
def test_odd_but_harmless_parameters(network, api, client, query):
    assert client.get(f"/hsds/services?{query}").status_code == 200


def test_a_percent_sign_is_no_wildcard(network, api, get):
    assert get("services", search="%")["total_items"] == 0


@pytest.mark.parametrize("kind", PATHS[1:])
@pytest.mark.parametrize(
    "identifier", ["x", "%00", "5f1f1b5e-0a67-4a5c-9f36-2a8c5d0fffff", "x" * 3000, "{}"]
)
def test_an_unknown_object(network, api, client, kind, identifier):
    for address in (f"/hsds/{kind}/{identifier}", f"/hsds/{kind}/{identifier}/"):
        response = client.get(address)
        assert response.status_code == 404
        assert json.loads(response.content) == {"error": "There is no such object."}


@pytest.mark.parametrize("path", PATHS)
def test_reading_only(network, api, client, path):
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(f"/hsds/{path}")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert json.loads(response.content)["error"]
    head = client.head(f"/hsds/{path}")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get(f"/hsds/{path}")["ETag"]
    options = client.options(f"/hsds/{path}")
    assert options.status_code == 204
    assert options["Access-Control-Allow-Origin"] == "*"
    assert "GET" in options["Access-Control-Allow-Methods"]


def test_unchanged_answers_are_not_sent_again(network, api, client):
    path = f"/hsds/services/{network.service.ptv_id}"
    first = client.get(path)
    assert first["Last-Modified"]
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    # A part of the object changes without its time: the time alone answers nothing.
    network.county.name_fi = "Uusi nimi"
    network.county.save()
    later = {"if-modified-since": first["Last-Modified"]}
    assert client.get(path, headers=later).status_code == 200
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def many(network, locales, number):
    """So many units, services, offerings and organisations more."""
    make = models
    county, area = network.county, network.town
    units = make.Unit.objects.bulk_create(
        make.Unit(name_fi=f"Piste {n}", organisation=county, area=area) for n in range(number)
    )
    make.UnitChannel.objects.bulk_create(
        make.UnitChannel(unit=unit, kind="phone", value="000 000 0200") for unit in units
    )
    services = make.Service.objects.bulk_create(
        make.Service(name=f"Palvelu {n}", locale=locales["fi"], organisation=county)
        for n in range(number)
    )
    link = make.Service.service_classes.through
    link.objects.bulk_create(
        link(service=service, serviceclass=network.service_class) for service in services
    )
    make.ServiceOffering.objects.bulk_create(
        make.ServiceOffering(service=service, organisation=county, unit=unit)
        for service, unit in zip(services, units, strict=True)
    )
    make.Organisation.objects.bulk_create(
        make.Organisation(name_fi=f"Osa {n}", type="company", parent=county) for n in range(number)
    )


@pytest.mark.parametrize(
    ("kind", "total"), [("services", 1001), ("organizations", 1002), ("service_at_locations", 1001)]
)
@pytest.mark.parametrize("full", ["true", "false"])
def test_queries_do_not_grow(
    network,
    api,
    get,
    locales,
    kind,
    total,
    full,
    django_assert_max_num_queries,
):
    many(network, locales, 10)
    with django_assert_max_num_queries(25) as few:
        assert get(kind, full=full, per_page=100)["size"] in (11, 12)
    many(network, locales, 990)
    with django_assert_max_num_queries(len(few)):
        answer = get(kind, full=full, per_page=100)
    assert (answer["total_items"], answer["size"]) == (total, 100)
