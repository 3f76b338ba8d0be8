"""Profiles in the admin: administrators all of them, an editor those of the own organisation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from soskes_wagtail.directory_snippets.models import Expertise, Membership, Profile


@pytest.fixture
def mine(profile_of, own):
    return profile_of(own.department, "Oma Jäsen", phone="000 000 0010")


@pytest.fixture
def theirs(profile_of, foreign):
    return profile_of(foreign.organisation, "Vieras Jäsen", phone="000 000 0011")


def test_an_editor_lists_and_changes_own_people_only(
    editor, mine, theirs, own, signed_in, url, form_of
):
    client = signed_in(editor)
    page = client.get(url(Profile, "list")).content.decode()
    assert "Oma Jäsen" in page and "Vieras Jäsen" not in page
    assert client.get(url(theirs, "edit")).status_code == 302
    data = form_of(client.get(url(mine, "edit")))
    assert "user" not in data
    data |= {"title": "Ohjaaja", "expertise": "paihdetyo, Omaishoito", "languages": ["fi", "se"]}
    assert client.post(url(mine, "edit"), data).status_code == 302
    mine = Profile.objects.get(pk=mine.pk)
    assert mine.title == "Ohjaaja" and mine.languages == ["fi", "se"]
    # A person who goes to another organisation is that one's.
    Membership.objects.filter(user=mine.user).update(valid_until="2020-02-02")
    assert client.get(url(mine, "edit")).status_code == 302
    client.get(url(Profile, "list"))  # the message that it was saved is shown once
    assert "Oma Jäsen" not in client.get(url(Profile, "list")).content.decode()


def test_an_editor_makes_profiles_of_own_members_only(
    editor, mine, theirs, signed_in, url, form_of
):
    Profile.objects.all().delete()
    client = signed_in(editor)
    data = form_of(client.get(url(Profile, "add")))
    data["name"] = "Uusi Jäsen"
    answer = client.post(url(Profile, "add"), data | {"user": theirs.user_id})
    assert answer.status_code == 200 and not Profile.objects.exists()
    assert client.post(url(Profile, "add"), data | {"user": mine.user_id}).status_code == 302
    assert Profile.objects.get().user_id == mine.user_id


def test_what_an_editor_is_not_shown_is_not_in_the_form(editor, mine, signed_in, url, form_of):
    for level, is_there in (("admins", False), ("own", True)):
        mine.phone_audience = mine.expertise_audience = mine.absence_audience = level
        mine.expertise.set(["Kanarianhoito"])
        mine.save()
        page = signed_in(editor).get(url(mine, "edit"))
        assert ("000 000 0010" in page.content.decode()) is is_there
        assert ("Kanarianhoito" in page.content.decode()) is is_there
        assert ("absences-TOTAL_FORMS" in form_of(page)) is is_there
        listed = signed_in(editor).get(url(Profile, "list"), {"q": "0010"}).content.decode()
        assert ("Oma Jäsen" in listed) is is_there
    table = b"".join(signed_in(editor).get(url(Profile, "list"), {"export": "csv"}))
    assert b"000 000 0010" in table


def test_the_same_expertise_is_not_made_twice(admin_user, mine, signed_in, url, form_of):
    Expertise.objects.create(name="Lastensuojelu", slug="lastensuojelu")
    client = signed_in(admin_user)
    data = form_of(client.get(url(mine, "edit")))
    client.post(url(mine, "edit"), data | {"expertise": "lastensuojelun, LASTENSUOJELU"})
    assert list(Expertise.objects.values_list("name", flat=True)) == ["Lastensuojelu"]
    assert [tag.name for tag in Profile.objects.get(pk=mine.pk).expertise.all()] == [
        "Lastensuojelu"
    ]


@pytest.mark.parametrize("field", ["name", "title", "ask_me", "expertise"])
def test_no_identity_codes(field, admin_user, mine, signed_in, url, form_of):
    client = signed_in(admin_user)
    data = form_of(client.get(url(mine, "edit")))
    answer = client.post(url(mine, "edit"), data | {field: "131052-308T"})
    assert answer.status_code == 200
    assert "henkilötunnus" in answer.content.decode()


def test_administrators_see_everybody(admin_user, mine, theirs, signed_in, url):
    page = signed_in(admin_user).get(url(Profile, "list")).content.decode()
    assert "Oma Jäsen" in page and "Vieras Jäsen" in page


def test_the_list_takes_no_more_queries_for_more_people(editor, own, profile_of, signed_in, url):
    client = signed_in(editor)

    def queries():
        client.get(url(Profile, "list"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(Profile, "list")).status_code == 200
        return len(captured)

    for number in range(2):
        profile_of(own.organisation, f"Jäsen {number}", phone_audience="own")
    few = queries()
    for number in range(2, 40):
        profile_of(own.organisation, f"Jäsen {number}", phone_audience="own")
    assert queries() == few
