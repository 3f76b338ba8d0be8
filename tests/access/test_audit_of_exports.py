"""Whatever takes records out of SosKes, or shows them to more people, stands in the access log."""

import json

import pytest
from django.core.management import call_command
from django.test import Client
from support.members import keeps

from soskes_wagtail.access import RoleKey, role_groups
from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.directory_snippets.models import Contact, Organisation, Profile
from soskes_wagtail.sections.models import MunicipalityDirectoryPage, OwnProfilePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(installed):
    return Organisation.objects.filter(type="municipality", parent=None).first()


@pytest.fixture
def user(django_user_model):
    def make(key, name="tekija"):
        made = django_user_model.objects.create_user(name, password="x")
        made.groups.add(*role_groups(key))
        return made

    return make


@pytest.fixture
def contact(town):
    return Contact.objects.create(
        role_title_fi="Sosiaalityöntekijä", organisation=town, phone="000 000 0101"
    )


def entries(event):
    return list(AccessLogEntry.objects.filter(event=event).order_by("pk"))


def test_lists_of_the_admin(signed_in, user, contact):
    boss = user(RoleKey.ADMINISTRATOR)
    client = signed_in(boss)
    client.get("/admin/snippets/soskes_directory/contact/")
    assert entries("export.records") == []
    for form in ("csv", "xlsx"):
        client.get("/admin/snippets/soskes_directory/contact/", {"export": form})
    assert [(e.actor, e.data) for e in entries("export.records")] == [
        (boss, {"kind": "soskes_directory.contact", "format": form}) for form in ("csv", "xlsx")
    ]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/admin/reports/soskes-withdrawn/", "withdrawn"),
        ("/admin/reports/soskes-searches/", "searches"),
    ],
)
def test_reports(signed_in, user, town, address, kind):
    client = signed_in(user(RoleKey.ADMINISTRATOR))
    client.get(address)
    assert entries("export.records") == []
    client.get(address, {"export": "csv"})
    [entry] = entries("export.records")
    assert entry.data["kind"] == kind


def test_tables_to_fill_in(signed_in, user, contact, town):
    editor = user(RoleKey.MUNICIPAL_EDITOR)
    keeps(editor, town)
    client = signed_in(editor)
    assert client.get("/admin/soskes/import/template/contacts.csv").status_code == 200
    assert entries("export.records") == []  # an empty form
    assert client.get("/admin/soskes/import/rows/contacts.csv").status_code == 200
    [entry] = entries("export.records")
    assert (entry.actor, entry.data["kind"]) == (editor, "soskes_directory.contact")


def test_feedback(signed_in, user, town):
    boss = user(RoleKey.ADMINISTRATOR)
    from django.urls import reverse

    for name in ("messages_csv", "statistics_csv"):
        signed_in(boss).get(reverse(f"soskes_feedback:{name}"))
    assert [e.actor for e in entries("export.feedback")] == [boss, boss]


def test_files_of_contacts_below_pages(signed_in, user, contact):
    reader = user(RoleKey.READER)
    page = MunicipalityDirectoryPage.objects.get(locale__language_code="fi")
    for form in ("csv", "xlsx"):
        assert signed_in(reader).get(f"{page.url}yhteystiedot/{form}/").status_code == 200
    assert [(e.actor, e.data["format"]) for e in entries("export.records")] == [
        (reader, "csv"),
        (reader, "xlsx"),
    ]
    Client().get(f"{page.url}yhteystiedot/csv/")  # sent to the login
    assert len(entries("export.records")) == 2


def test_commands(user, contact, tmp_path):
    person = user(RoleKey.READER, "henkilo")
    call_command("soskes_export_person", "henkilo", output=str(tmp_path / "p"), verbosity=0)
    [entry] = entries("person.exported")
    assert entry.actor is None and entry.subject_id == str(person.pk)
    call_command("soskes_export_hsds", str(tmp_path / "h"), verbosity=0)
    [entry] = entries("export.hsds")
    assert entry.data == {"language": "fi"}


def test_a_command_that_fails_says_nothing(user, town, tmp_path):
    user(RoleKey.READER, "henkilo")
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(Exception, match="file"):
        call_command("soskes_export_person", "henkilo", output=str(file / "x"), verbosity=0)
    assert entries("person.exported") == []


def test_a_level_changed_in_the_admin(signed_in, user, contact):
    from support.forms import filled_form

    boss = user(RoleKey.ADMINISTRATOR)
    client = signed_in(boss)
    address = f"/admin/snippets/soskes_directory/contact/edit/{contact.pk}/"
    data = filled_form(client.get(address))
    client.post(address, data | {"role_title_fi": "Johtava sosiaalityöntekijä"})
    assert entries("disclosure.changed") == []
    answer = client.post(address, data | {"direct_phone_audience": "admins"})
    assert answer.status_code == 302
    [entry] = entries("disclosure.changed")
    assert entry.actor == boss and entry.subject_id == str(contact.pk)
    assert entry.data["direct_phone_audience"][1] == "admins"
    assert "000 000" not in json.dumps(entry.data)


def test_a_level_changed_by_people_themselves(signed_in, user, town):
    from support.forms import filled_form

    reader = user(RoleKey.READER)
    Profile.objects.create(user=reader, name="Reetta", phone_audience="members")
    client = signed_in(reader)
    address = OwnProfilePage.objects.get(locale__language_code="fi").url
    data = filled_form(client.get(address), "form[enctype]")
    client.post(address, data)
    assert entries("disclosure.changed") == []
    client.post(address, data | {"phone_audience": "admins"})
    assert Profile.objects.get(user=reader).phone_audience == "admins"
    [entry] = entries("disclosure.changed")
    assert entry.actor == reader and entry.data == {"phone_audience": ["members", "admins"]}


def test_events_have_words_for_people():
    from soskes_wagtail.access.audit import event_label

    for event in ("export.records", "export.hsds", "export.feedback", "person.exported"):
        assert event_label(event) != event
