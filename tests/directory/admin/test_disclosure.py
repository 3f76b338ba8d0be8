"""Fields with a level in the admin: lists, their search, exports, forms, copies, history."""

import pytest
from django.urls import reverse
from support.members import keeps

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets import models

FIELDS = {
    "person_name": "Kanarialintu",
    "phone": "000 111 2223",
    "direct_phone": "000 444 5556",
    "email": "kanaria@esimerkki.example",
}
#: Whom the admin lets into the row at all, by level: who then is shown its fields.
LEVELS = {
    "public": {"own", "section", "administrator"},
    "members": {"own", "section", "administrator"},
    "own": {"own", "administrator"},
    "admins": {"administrator"},
}


@pytest.fixture
def people(editor, admin_user, user_of, foreign):
    other = user_of(RoleKey.MUNICIPAL_EDITOR, "vieras")
    keeps(other, foreign.organisation)
    return {
        "own": editor,
        "foreign": other,
        "section": user_of(RoleKey.SECTION_EDITOR),
        "administrator": admin_user,
    }


@pytest.fixture
def walk(people, signed_in):
    """walk(address, query, *canaries): the people to whom each canary is said."""

    def seen(address, query, *canaries):
        found = {}
        for name, user in people.items():
            response = signed_in(user).get(address, query)
            body = (
                b"".join(response.streaming_content) if response.streaming else response.content
            ).decode()
            for canary in canaries:
                found.setdefault(canary, set())
                if canary in body:
                    found[canary].add(name)
        return found

    return seen


@pytest.fixture
def contact(own):
    def plant(level):
        for name, value in FIELDS.items():
            setattr(own.contact, name, value)
            setattr(own.contact, f"{name}_audience", level)
        own.contact.save()
        return own.contact

    return plant


@pytest.mark.parametrize("level", LEVELS)
def test_list_export_form_copy_and_search_keep_to_the_level(contact, walk, url, level):
    row = contact(level)
    listed = url(models.Contact, "list")
    shown = LEVELS[level]
    everything = walk(listed, {"export": "csv"}, *FIELDS.values())
    assert everything == dict.fromkeys(FIELDS.values(), shown)
    for place in (url(row, "edit"), url(row, "copy")):
        assert walk(place, {}, *FIELDS.values()) == everything
    in_list = walk(listed, {}, FIELDS["person_name"], FIELDS["phone"], str(row))
    assert in_list[FIELDS["phone"]] == in_list[FIELDS["person_name"]] == shown
    assert in_list[str(row)] == {"own", "section", "administrator"}
    for canary in (FIELDS["person_name"], FIELDS["phone"], FIELDS["email"]):
        assert walk(listed, {"q": canary}, str(row))[str(row)] == shown, canary


@pytest.mark.parametrize("level", LEVELS)
def test_a_chooser_finds_and_names_nobody_by_a_field_with_a_level(contact, walk, level):
    row = contact(level)
    address = reverse(models.Contact.snippet_viewset.chooser_viewset.get_url_name("choose_results"))
    assert walk(address, {}, str(row))[str(row)]
    named = walk(address, {}, *FIELDS.values())
    assert set().union(*named.values()) == set()
    found = walk(address, {"q": FIELDS["person_name"]}, str(row))[str(row)]
    assert bool(found) is (level == "public")


def test_history_and_reports_name_the_role_only(contact, walk, url, people, signed_in, form_of):
    row = contact("public")
    client = signed_in(people["administrator"])
    page = client.get(url(row, "edit"))
    data = form_of(page) | {"person_name_audience": "admins"}
    assert client.post(url(row, "edit"), data).status_code == 302
    row.refresh_from_db()
    assert row.person_name_audience == "admins"
    for address in (
        url(row, "history"),
        url(row, "usage"),
        url(row, "delete"),
        reverse("wagtailadmin_reports:site_history"),
    ):
        assert walk(address, {}, *FIELDS.values())[FIELDS["person_name"]] == set(), address
    assert walk(url(row, "history"), {}, str(row))[str(row)] >= {"own", "administrator"}


def test_who_is_not_shown_a_field_cannot_open_it_up(contact, people, signed_in, url, form_of):
    row = contact("own")
    client = signed_in(people["section"])
    foreign = models.Organisation.objects.get(name_fi="Jyväskylän kaupunki")
    data = form_of(client.get(url(row, "edit")))
    assert "phone" not in data and "organisation" not in data
    forged = {"phone_audience": "public", "phone": "1", "organisation": foreign.pk}
    answer = client.post(url(row, "edit"), data | forged | {"role_title_fi": "Uusi rooli"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.role_title_fi, row.phone, row.phone_audience) == (
        "Uusi rooli",
        FIELDS["phone"],
        "own",
    )
    assert row.organisation_id != foreign.pk


@pytest.mark.parametrize("level", LEVELS)
def test_a_shelters_address_and_numbers_keep_to_the_level(own, walk, url, level):
    unit = own.unit
    unit.street_fi, unit.address_audience, unit.phone_audience = "Kanariakuja 7", level, level
    unit.channels.add(models.UnitChannel(kind="phone", value="000 777 8889"))
    unit.save()
    listed, shown = url(models.Unit, "list"), LEVELS[level]
    for query in ({}, {"export": "csv"}):
        assert walk(listed, query, "Kanariakuja 7")["Kanariakuja 7"] == shown
    assert walk(listed, {"q": "Kanariakuja"}, str(unit))[str(unit)] == shown
    for view in ("edit", "copy"):
        seen = walk(url(unit, view), {}, "Kanariakuja 7", "000 777 8889")
        assert seen == {"Kanariakuja 7": shown, "000 777 8889": shown}


def test_a_unit_with_hidden_numbers_is_saved_without_losing_them(
    own, people, signed_in, url, form_of
):
    own.unit.phone_audience = "admins"
    own.unit.channels.add(models.UnitChannel(kind="phone", value="000 777 8889"))
    own.unit.save()
    client = signed_in(people["own"])
    data = form_of(client.get(url(own.unit, "edit"))) | {"name_fi": "Uusi nimi"}
    assert client.post(url(own.unit, "edit"), data).status_code == 302
    own.unit.refresh_from_db()
    assert own.unit.name_fi == "Uusi nimi"
    assert [c.value for c in models.UnitChannel.objects.filter(unit=own.unit)] == ["000 777 8889"]
