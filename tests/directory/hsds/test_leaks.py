"""Nobody reads out of HSDS what they may not see in the directory."""

import datetime
import json

import pytest
from django.utils import timezone

from soskes_wagtail.access import Audience, Disclosure, RoleKey
from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.hsds.ids import record_id
from soskes_wagtail.directory_snippets.hsds.offering import offering_id

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
HIDING = {
    "members": {"audience": Audience.MEMBERS},
    "administrators": {"audience": Audience.ADMINS},
    "withdrawn": {"withdrawn_at": timezone.now()},
    "ended": {"valid_to": YESTERDAY},
    "to come": {"valid_from": datetime.date(2999, 1, 1)},
    "draft": {"live": False},
}
#: record, name of it in the answers, ways to hide it
CASES = [
    ("unit", "Sosiaaliasema", ["members", "administrators", "withdrawn", "ended", "to come"]),
    ("county", "Hyvaks", ["members", "administrators", "withdrawn", "ended", "to come"]),
    ("contact", "Perheohjaaja", ["members", "administrators", "ended", "to come"]),
    ("channel", "000 000 0104", ["members", "administrators", "withdrawn", "ended"]),
]


def hide(record, how):
    type(record).objects.filter(pk=record.pk).update(**HIDING[how])


def told(exported):
    return json.dumps(exported, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "text", "how"), [(name, text, how) for name, text, ways in CASES for how in ways]
)
def test_a_hidden_record_is_nowhere(network, api, everything, exported, name, text, how):
    record = getattr(network, name)
    for before in (everything(), told(exported())):
        assert text in before
    hide(record, how)
    for after in (everything(), told(exported())):
        assert text not in after
        assert record_id(record) not in after


@pytest.mark.parametrize("how", ["members", "administrators", "withdrawn", "draft"])
def test_a_hidden_service_is_nowhere(network, api, everything, exported, how):
    service = str(network.service.ptv_id)
    for before in (everything(), told(exported())):
        assert "Perhetyö" in before and service in before
    for version in (network.service, network.swedish):
        hide(version, how)
    for after in (everything(), told(exported())):
        assert "Perhetyö" not in after and "Familjearbete" not in after
        assert service not in after and str(network.service.translation_key) not in after
        assert offering_id(network.offering) not in after


@pytest.mark.parametrize("name", ["unit", "county", "service"])
def test_what_hangs_on_it_is_not_listed_and_not_counted(network, api, get, name):
    assert get("service_at_locations")["total_items"] == 1
    hide(getattr(network, name), "members")
    answer = get("service_at_locations")
    assert (answer["total_items"], answer["contents"]) == (0, [])


def test_counts_leave_out_the_hidden(network, api, get):
    assert get("services")["total_items"] == 1
    assert get("organizations")["total_items"] == 2
    hide(network.county, "members")
    for version in (network.service, network.swedish):
        hide(version, "members")
    assert get("services")["total_items"] == 0
    assert get("organizations")["total_items"] == 1


def test_a_hidden_object_answers_as_one_that_never_was(network, api, client):
    hide(network.county, "members")
    hide(network.unit, "members")
    for version in (network.service, network.swedish):
        hide(version, "members")
    never = client.get("/hsds/services/6f1f1b5e-0a67-4a5c-9f36-2a8c5d0f0001")
    for path in (
        f"services/{network.service.ptv_id}",
        f"services/{network.service.translation_key}",
        f"organizations/{record_id(network.county)}",
        f"service_at_locations/{offering_id(network.offering)}",
    ):
        hidden = client.get(f"/hsds/{path}")
        assert (hidden.status_code, hidden.content) == (404, never.content)
        assert hidden.headers == never.headers


def test_filters_say_nothing_about_the_hidden(network, api, get):
    county = record_id(network.county)
    assert get("services", organization_id=county)["total_items"] == 1
    assert get("service_at_locations", organization_id=county)["total_items"] == 1
    hide(network.county, "members")
    assert get("services", organization_id=county)["total_items"] == 0
    assert get("service_at_locations", organization_id=county)["total_items"] == 0
    assert get("organizations", search="Hyvaks")["total_items"] == 0
    hide(network.unit, "members")
    assert get("service_at_locations", search="Sosiaaliasema")["total_items"] == 0


def test_a_child_of_a_hidden_organisation_does_not_name_it(network, api, get):
    listed = get("organizations", search="Lastensuojelu")["contents"][0]
    assert listed["parent_organization_id"] == record_id(network.county)
    hide(network.county, "members")
    assert "parent_organization_id" not in get(f"organizations/{listed['id']}")


@pytest.mark.parametrize("level", [level for level in Disclosure if level != Disclosure.PUBLIC])
def test_fields_for_fewer_people_stay_out(network, api, everything, exported, level):
    secrets = ("Maija", "000 000 0103", "perhe@", "Hallintokatu", "PL 24", "62.6", "000 000 0102")
    assert all(secret in everything() for secret in secrets)
    models.Contact.objects.update(
        person_name_audience=level, phone_audience=level, email_audience=level
    )
    models.Contact.objects.update(direct_phone="000 000 0999", direct_phone_audience=level)
    models.Unit.objects.update(address_audience=level, phone_audience=level)
    for after in (everything(), told(exported())):
        assert "Sosiaaliasema" in after and "Perheohjaaja" in after
        assert [secret for secret in (*secrets, "000 000 0999") if secret in after] == []


def test_internal_fields_are_in_no_answer(network, api, everything, exported):
    models.Contact.objects.update(note_fi="vain meille", is_network_contact=True)
    models.Service.objects.update(source_hash="hajautus")
    for text in (everything(), told(exported())):
        assert "vain meille" not in text and "hajautus" not in text


def test_members_read_what_is_for_members(network, api, client, get, person, role, everything):
    hide(network.contact, "members")
    assert "Perheohjaaja" not in everything()
    client.force_login(person("lukija", role(RoleKey.READER)))
    assert "Perheohjaaja" in everything()


def test_an_account_without_a_role_reads_as_anybody(network, api, client, person, everything):
    hide(network.contact, "members")
    client.force_login(person("muu"))
    assert "Perheohjaaja" not in everything()


def test_what_members_read_is_not_shared(network, api, client, person, role):
    anonymous = client.get("/hsds/services")
    assert anonymous["Access-Control-Allow-Origin"] == "*"
    client.force_login(person("lukija", role(RoleKey.READER)))
    for response in (
        client.get("/hsds/services"),
        client.get("/hsds/services", {"page": "x"}),
        client.get("/hsds/services/none"),
        client.post("/hsds/services"),
        client.options("/hsds/services"),
        client.get("/hsds/services", headers={"if-none-match": anonymous["ETag"]}),
    ):
        assert "Access-Control-Allow-Origin" not in response.headers
    assert "private" in client.get("/hsds/services")["Cache-Control"]
    assert "Cookie" in anonymous["Vary"]


def test_the_export_is_public_whoever_runs_it(network, exported):
    hide(network.contact, "members")
    assert "Perheohjaaja" not in told(exported())
