"""What the directory knows about a person comes out whole and goes away whole."""

import datetime
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from support.html import faults, soup
from wagtail.models import ModelLogEntry

from soskes_wagtail.access import RoleKey, audit
from soskes_wagtail.directory_snippets.models import (
    Contact,
    Membership,
    Profile,
    ProfileAbsence,
)
from soskes_wagtail.directory_snippets.people.photos import keep_photo
from soskes_wagtail.person_data import person_data

CANARY = "Kanarianen"


@pytest.fixture
def anna(people):
    """Anna has left traces of every kind."""
    user = people.member(
        f"anna.{CANARY}".lower(),
        key=RoleKey.MUNICIPAL_EDITOR,
        first_name="Anna",
        last_name=CANARY,
        email=f"anna@{CANARY}.example".lower(),
    )
    profile = people.profile(
        f"Anna {CANARY}",
        user=user,
        title="Ohjaaja",
        phone="000 000 7777",
        expertise=["Omaishoito"],
        areas=[people.aanekoski],
        roles=[people.trainer],
        languages=["so"],
    )
    today = timezone.localdate()
    other = people.profile("Sirpa Sijainen")
    for one, stand_in in ((profile, other), (other, profile)):
        ProfileAbsence.objects.create(
            profile=one, first_day=today, last_day=today, stand_in=stand_in
        )
    keep_photo(profile, b"\xff\xd8 picture")
    for fields in (
        {"person_name": f"Anna {CANARY}", "organisation": people.town},
        {"email": user.email.upper(), "organisation": people.city},
    ):
        Contact.objects.create(
            role_title_fi="Palveluohjaaja",
            phone="000 000 0001",
            direct_phone="000 000 8888",
            **fields,
        )
    audit.record("membership.made", actor=user, subject=user)
    ModelLogEntry.objects.log_action(profile, "wagtail.edit", user=user)
    return user


def whole_database() -> str:
    """Every value of every table, in one text."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            found.append(repr(row))
    return "\n".join(found).lower()


def test_the_export_has_everything(people, anna, tmp_path):
    call_command("soskes_export_person", anna.username, output=str(tmp_path))
    data = json.loads((tmp_path / "person.json").read_text())["data"]
    (profile,) = data["profile"]
    assert profile["phone"] == "000 000 7777" and profile["expertise"] == ["Omaishoito"]
    assert profile["areas"] == ["Äänekoski"] and profile["network_roles"] == ["Kouluttaja"]
    assert profile["languages"] == ["somali"]
    assert profile["absences"][0]["stand_in"] == "Sirpa Sijainen"
    assert {row["organisation"] for row in data["memberships"]} == {"Äänekosken kaupunki"}
    assert len(data["contacts"]) == 2 and data["access_log"]
    assert (tmp_path / "photo.jpg").read_bytes() == b"\xff\xd8 picture"
    page = (tmp_path / "person.html").read_text()
    for text in ("000 000 7777", "Omaishoito", "somali", "Äänekosken kaupunki", "Palveluohjaaja"):
        assert text in page


def test_erasing_leaves_the_name_nowhere(people, anna, capsys):
    assert CANARY.lower() in whole_database()
    kept = Profile.objects.exclude(user=anna).get()
    call_command("soskes_erase_person", anna.username, yes=True)
    left = whole_database()
    assert CANARY.lower() not in left
    assert "000 000 7777" not in left and "000 000 8888" not in left
    assert not Membership.objects.filter(user=anna).exists()
    assert Contact.objects.filter(role_title_fi="Palveluohjaaja").count() == 2
    assert kept.absences.get().stand_in is None
    told = capsys.readouterr().out
    assert "Palveluohjaaja" in told and CANARY.lower() not in told.lower()


def test_a_namesake_elsewhere_stays(people, anna):
    namesake = Contact.objects.create(
        role_title_fi="Toinen",
        person_name=f"Anna {CANARY}",
        organisation=people.city,
        phone="000 000 0002",
    )
    call_command("soskes_erase_person", anna.username, yes=True)
    namesake.refresh_from_db()
    assert namesake.person_name == f"Anna {CANARY}"


def test_a_person_reads_and_downloads_their_own_data(people, anna, client):
    client.force_login(anna)
    page = soup(client.get(f"{people.own.url}tietoni/"))
    assert faults(page) == []
    text = page.get_text(" ")
    for shown in ("000 000 7777", "Äänekosken kaupunki", "365 päivää", "Kouluttaja"):
        assert shown in text
    answer = client.get(f"{people.own.url}tietoni/lataa/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert set(archive.namelist()) == {"person.json", "person.html", "photo.jpg"}
        assert json.loads(archive.read("person.json"))["data"]["profile"]


def test_others_data_is_not_among_ones_own(people, anna, member):
    text = soup(member.get(f"{people.own.url}tietoni/")).get_text(" ")
    assert CANARY not in text and "7777" not in text


@pytest.mark.parametrize(("days", "stays"), [(360, True), (370, False)])
def test_profiles_go_a_year_after_the_last_membership(people, days, stays):
    profile = people.profile("Poistunut")
    present = people.profile("Pysyvä")
    ended = timezone.now() - datetime.timedelta(days=days)
    Membership.objects.filter(user=profile.user).update(ended_at=ended)
    Profile.objects.update(updated_at=ended - datetime.timedelta(days=1000))
    call_command("soskes_apply_retention", verbosity=0)
    assert Profile.objects.filter(pk=profile.pk).exists() is stays
    assert Profile.objects.filter(pk=present.pk).exists()


def test_memberships_go_three_years_after_they_ended(people):
    profile = people.profile("Poistunut")
    rows = Membership.objects.filter(user=profile.user)
    rows.update(valid_until=timezone.localdate() - datetime.timedelta(days=1000))
    call_command("soskes_apply_retention", verbosity=0)
    assert rows.exists()
    rows.update(valid_until=timezone.localdate() - datetime.timedelta(days=1100))
    call_command("soskes_apply_retention", verbosity=0)
    assert not rows.exists()


def test_every_part_says_what_it_is_for_and_how_long():
    parts = person_data()
    names = {"profile", "memberships", "contacts", "access_log", "traces", "account"}
    assert names <= {part.name for part in parts}
    assert [part.name for part in parts if part.heading == part.name or not part.kept_for] == []
