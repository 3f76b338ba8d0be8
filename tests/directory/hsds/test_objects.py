"""What the objects say, and that they name each other by ids that are there."""

import uuid

import pytest

from soskes_wagtail.directory_snippets import models

pytestmark = pytest.mark.django_db


def test_ids_are_those_of_ptv_or_stay_the_same(network, exported):
    first, second = exported(folder="one"), exported("sv", folder="two")
    assert first["services"][0]["id"] == str(network.service.ptv_id)
    for kind in first:
        ids = [item["id"] for item in first[kind]]
        assert ids == [item["id"] for item in second[kind]]
        assert len(set(ids)) == len(ids)
        assert all(str(uuid.UUID(one)) == one for one in ids)
    assert uuid.UUID(first["organizations"][0]["id"]).version == 5


def test_another_namespace_makes_other_ids(network, exported, settings):
    before = exported(folder="one")["organizations"]
    settings.SOSKES = {**settings.SOSKES, "HSDS_NAMESPACE": "soskes.example"}
    after = exported(folder="two")["organizations"]
    assert not {item["id"] for item in before} & {item["id"] for item in after}


def test_files_name_each_other_s_objects(network, exported):
    files = exported()
    ids = {kind: {item["id"] for item in items} for kind, items in files.items()}
    for service in files["services"]:
        assert service["organization_id"] in ids["organizations"]
        assert {a["taxonomy_term_id"] for a in service["attributes"]} <= ids["taxonomy_terms"]
    for place in files["service_at_locations"]:
        assert place["service_id"] in ids["services"]
        assert place["location_id"] in ids["locations"]
    for location in files["locations"]:
        assert location["organization_id"] in ids["organizations"]
    for term in files["taxonomy_terms"]:
        assert term["taxonomy_id"] in ids["taxonomies"]
        assert term.get("parent_id") in {None, *ids["taxonomy_terms"]}
    parents = {item.get("parent_organization_id") for item in files["organizations"]}
    assert parents & ids["organizations"] and parents <= {None, *ids["organizations"]}


def test_a_location(network, exported):
    (location,) = exported()["locations"]
    physical, postal = location["addresses"]
    assert physical | {"id": "", "location_id": ""} == {
        "id": "",
        "location_id": "",
        "address_1": "Hallintokatu 4",
        "city": "Äänekoski",
        "state_province": "Keski-Suomi",
        "postal_code": "44100",
        "country": "FI",
        "address_type": "physical",
    }
    assert (postal["address_1"], postal["postal_code"]) == ("PL 24", "44101")
    assert (location["latitude"], location["longitude"]) == (62.6012, 25.7271)
    assert location["external_identifier"] == "1.2.246.10.32213473.10.7"
    assert [phone["number"] for phone in location["phones"]] == ["000 000 0102"]
    assert [contact["title"] for contact in location["contacts"]] == ["Perheohjaaja"]


def test_opening_hours(network, exported):
    (location,) = exported()["locations"]
    monday, friday, closed, always = location["schedules"]
    assert (monday["freq"], monday["byday"], monday["interval"]) == ("WEEKLY", "MO", 1)
    assert (monday["opens_at"], monday["closes_at"], monday["timezone"]) == ("09:00", "15:00", 2)
    assert (friday["opens_at"], friday["closes_at"]) == ("22:00", "02:00")
    assert friday["description"] == "22:00–02:00 seuraavana päivänä"
    assert (closed["valid_from"], closed["valid_to"]) == ("2099-12-24", "2099-12-24")
    assert closed["description"] == "suljettu" and "opens_at" not in closed
    assert always["byday"] == "MO,TU,WE,TH,FR,SA,SU"
    assert (always["opens_at"], always["closes_at"]) == ("00:00", "23:59")


def test_an_organization(network, exported):
    county, department = exported()["organizations"]
    assert {
        (i["identifier_type"], i["identifier"]) for i in county["organization_identifiers"]
    } == {
        ("Y-tunnus", "3221347-3"),
        ("OID", "1.2.246.10.32213473.10.0"),
    }
    assert county["website"] == "https://hyvaks.example/"
    assert department["parent_organization_id"] == county["id"]


def test_a_service(network, exported):
    (service,) = exported()["services"]
    assert (service["name"], service["status"]) == ("Perhetyö", "active")
    assert service["description"] == "Apua kotiin."
    assert [area["name"] for area in service["service_areas"]] == ["Äänekoski"]
    assert [language["code"] for language in service["languages"]] == ["fi", "sv"]
    assert {a["taxonomy_term"]["code"] for a in service["attributes"]} == {"P3.8", "KR1.2"}
    assert [phone["number"] for phone in service["phones"]] == ["000 000 0104"]
    assert service["url"] == "https://hyvaks.example/perhetyo"


def test_languages_fall_back(network, exported):
    swedish, english = exported("sv", folder="sv"), exported("en", folder="en")
    assert swedish["services"][0]["name"] == "Familjearbete"
    assert swedish["organizations"][0]["name"] == "Hyvaks på svenska"
    assert swedish["locations"][0]["name"] == "Sosiaaliasema"
    assert english["services"][0]["name"] == "Perhetyö"
    assert english["services"][0]["service_areas"][0]["name"] == "Aanekoski"
    assert len(english["services"]) == len(swedish["services"]) == 1


def test_a_translation_without_ptv_identifier_is_the_same_service(network, api, get):
    models.Service.objects.filter(pk=network.service.pk).update(live=False)
    (service,) = get("services", language="fi")["contents"]
    assert service["id"] == str(network.service.ptv_id)
    assert get(f"services/{service['id']}")["name"] == "Familjearbete"


def test_a_service_offered_in_the_whole_country(network, exported):
    models.ServiceOffering.objects.update(whole_country=True)
    (service,) = exported()["services"]
    assert len(service["service_areas"]) == 1
    assert "description" not in service["service_areas"][0]


def test_what_is_made_up_says_so(network, exported):
    models.Contact.objects.update(is_example=True)
    (location,) = exported()["locations"]
    assert location["contacts"][0]["title"] == "Esimerkki: Perheohjaaja"
