"""Every object that goes out passes the schemas of HSDS 3.0 and of its UK profile."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.ptv.apply import run_import
from soskes_wagtail.directory_snippets.ptv.source import open_source

SINGULAR = {
    "services": "service",
    "organizations": "organization",
    "locations": "location",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


@pytest.fixture(params=["3.0", "oruk-3.0"])
def complaints(request, require_service):
    """complaints("services", object): what the schema has against it, as text."""
    folder = Path(require_service("shared-data")) / "hsds" / request.param / "schema"
    schemas = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    registry = Registry().with_resources(
        (name, Resource.from_contents(schema, default_specification=DRAFT202012))
        for name, schema in schemas.items()
    )

    def check(kind, item):
        validator = Draft202012Validator(
            {"$ref": f"{SINGULAR[kind]}.json"}, registry=registry, format_checker=FormatChecker()
        )
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(item)]

    return check


def test_the_schemas_are_at_work(complaints):
    assert complaints("services", {"id": "x", "name": "y", "status": "active"})
    nested = {"id": "5f1f1b5e-0a67-4a5c-9f36-2a8c5d0f0001", "addresses": [{}]}
    assert complaints("locations", {**nested, "location_type": "physical"})


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_export(network, exported, complaints, language):
    files = exported(language)
    assert set(files) == set(SINGULAR)
    for kind, items in files.items():
        assert items, kind
        for item in items:
            assert complaints(kind, item) == []


@pytest.mark.parametrize("kind", sorted(set(SINGULAR) - {"locations"}))
def test_the_api(network, api, get, complaints, kind):
    for params in ({}, {"full": "true"}, {"language": "sv"}):
        listed = get(kind, **params)["contents"]
        assert listed
        for item in listed:
            assert complaints(kind, item) == []
            assert complaints(kind, get(f"{kind}/{item['id']}")) == []


def test_records_with_nothing_but_a_name(network, exported, complaints, locales):
    bare = models.Organisation.objects.create(name_fi="Yhdistys", type="association")
    models.OrganisationChannel.objects.create(
        organisation=bare, kind="web", value="www.ei-osoite.example"
    )
    models.OrganisationChannel.objects.create(organisation=bare, kind="email", value="ei osoite")
    models.Unit.objects.create(name_fi="Toimipiste", organisation=bare, street_fi="Katu 1")
    models.Service.objects.create(name="Palvelu", locale=locales["fi"])
    files = exported()
    for kind, items in files.items():
        for item in items:
            assert complaints(kind, item) == []
    (organization,) = (o for o in files["organizations"] if o["name"] == "Yhdistys")
    assert organization["description"] == "Yhdistys"
    assert "website" not in organization and "email" not in organization
    (location,) = (o for o in files["locations"] if o["name"] == "Toimipiste")
    assert "addresses" not in location


def test_hours_of_every_form(network, exported, complaints):
    place = models.Unit.objects.create(name_fi="Toimipiste", organisation=network.county)
    for number, hours in enumerate(
        (
            {"by_appointment": True, "note_fi": "Soita ensin"},
            {"weekday": 4, "opens_at": "22:00", "closes_at": "04:00"},
            {"always_open": True},
            {"is_closed": True, "valid_from": "2999-12-24", "valid_to": "2999-12-26"},
        )
    ):
        models.UnitHours.objects.create(unit=place, sort_order=number, **hours)
    (location,) = (o for o in exported()["locations"] if o["name"] == "Toimipiste")
    assert complaints("locations", location) == []
    appointment = location["schedules"][0]
    assert (appointment["description"], appointment["notes"]) == (
        "vain ajanvarauksella",
        "Soita ensin",
    )
    assert "opens_at" not in appointment


def test_what_ptv_recorded(exported, complaints, locales, require_service):
    recorded = Path(require_service("shared-data")) / "ptv" / "v9-recorded"
    run_import(open_source(str(recorded)))
    for language in ("fi", "en"):
        files = exported(language, folder=language)
        for kind, items in files.items():
            assert len(items) > 1, kind
            assert [found for item in items for found in complaints(kind, item)] == []
            assert len({item["id"] for item in items}) == len(items)
    for part in ("addresses", "phones", "latitude"):
        assert any(part in item for item in files["locations"]), part


def test_the_page_is_that_of_the_profile(network, api, get, require_service):
    folder = Path(require_service("shared-data")) / "hsds" / "oruk-3.0" / "schema"
    openapi = json.loads((folder / "openapi.json").read_text())
    page = openapi["components"]["schemas"]["Page"]
    answer = get("services")
    assert set(page["properties"]) <= set(answer)
    Draft202012Validator(page).validate(answer)
    assert set(get()) == {"version", "profile", "openapi_url"}
