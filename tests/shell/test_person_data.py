"""Everything about one person out as files, and a person out of the network."""

import datetime
import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone
from support.network import home, locales, make, person, role, root
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from soskes_wagtail.access import RoleKey
from soskes_wagtail.person_data import Erasure, PersonData, register_person_data, registry
from soskes_wagtail.retention import RetentionRule, apply_retention, register_retention_rule

__all__ = ["home", "locales", "make", "person", "role", "root"]

CANARY = "Kanarianen"
GROUPS = Group.objects.filter(name__startswith="due ")


@pytest.fixture
def anna(person, role):
    return person(
        f"anna.{CANARY}",
        role(RoleKey.READER),
        first_name="Anna",
        last_name=CANARY,
        email=f"anna@{CANARY}.example",
    )


@pytest.fixture
def busy_anna(anna, home):
    """Owns a page, has written versions and log lines, and lines are about her account."""
    page = home
    page.owner = anna
    page.save()
    page.save_revision(user=anna, log_action=True).publish()
    ModelLogEntry.objects.log_action(anna, "wagtail.edit", user=anna)
    return anna


@pytest.fixture
def extra_part():
    """A part registered for one test."""
    before = dict(registry._parts)
    yield register_person_data
    registry._parts.clear()
    registry._parts.update(before)


def columns(user) -> str:
    row = get_user_model().objects.filter(pk=user.pk).values().get()
    return json.dumps(row, default=str)


def test_export_writes_json_and_a_page(busy_anna, home, tmp_path, capsys):
    call_command("soskes_export_person", busy_anna.username, output=str(tmp_path / "out"))
    data = json.loads((tmp_path / "out" / "person.json").read_text())
    assert data["person"] == busy_anna.username
    account = json.dumps(data["data"]["account"])
    assert CANARY in account and "Anna" in account
    assert busy_anna.password not in account and "md5" not in account
    assert {row["object"] for row in data["data"]["traces"]} >= {home.title}
    page = (tmp_path / "out" / "person.html").read_text()
    assert CANARY in page and home.title in page and "<script" not in page
    assert (tmp_path / "out" / "person.json").stat().st_mode & 0o077 == 0
    assert "person.html" in capsys.readouterr().out


@pytest.mark.parametrize("by", ["username", "email", "pk"])
def test_a_person_is_found_by_name_address_or_id(by, anna, tmp_path):
    call_command("soskes_export_person", str(getattr(anna, by)), output=str(tmp_path))
    assert (tmp_path / "person.json").exists()


@pytest.mark.parametrize("asked", ["nobody", "", "nul\x00", "99999999999999999999999", "1²"])
def test_an_unknown_person_is_one_clear_line(asked, anna, tmp_path):
    for command in ("soskes_export_person", "soskes_erase_person"):
        with pytest.raises(CommandError, match="Käyttäjää"):
            call_command(command, asked)


def test_two_people_with_one_address_are_not_mixed_up(anna, person):
    person("toinen", email=anna.email)
    with pytest.raises(CommandError, match=anna.email):
        call_command("soskes_erase_person", anna.email, yes=True)
    assert CANARY in columns(anna)


def test_a_folder_that_cannot_be_written_is_one_clear_line(anna, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="file"):
        call_command("soskes_export_person", anna.username, output=str(tmp_path / "file"))


def test_erasing_needs_a_yes(anna):
    with pytest.raises(CommandError, match="--yes"):
        call_command("soskes_erase_person", anna.username)
    assert CANARY in columns(anna)


def test_erasing_leaves_no_name_and_keeps_what_others_need(busy_anna, home, client, capsys):
    client.force_login(busy_anna)
    versions = Revision.objects.filter(user=busy_anna).count()
    lines = PageLogEntry.objects.filter(user=busy_anna).count()
    assert versions and lines
    call_command("soskes_erase_person", busy_anna.username, yes=True)
    assert CANARY not in columns(busy_anna) and "Anna" not in columns(busy_anna)
    busy_anna.refresh_from_db()
    assert not busy_anna.is_active and not busy_anna.has_usable_password()
    assert not busy_anna.groups.exists()
    assert Page.objects.get(pk=home.pk).owner == busy_anna
    assert Revision.objects.filter(user=busy_anna).count() == versions
    assert PageLogEntry.objects.filter(user=busy_anna).count() == lines
    assert not ModelLogEntry.objects.filter(label__contains=CANARY).exists()
    assert Session.objects.exists()
    assert not client.get("/").wsgi_request.user.is_authenticated
    told = capsys.readouterr().out
    assert CANARY not in told and "1" in told


def test_an_erased_person_can_be_erased_again(anna):
    call_command("soskes_erase_person", anna.username, yes=True)
    call_command("soskes_erase_person", str(anna.pk), yes=True)
    assert CANARY not in columns(anna)


def test_nothing_is_erased_where_one_part_fails(anna, extra_part):
    def fail(user):
        raise RuntimeError("broken")

    extra_part(PersonData("zz", export=lambda user: [], erase=fail, order=999))
    with pytest.raises(RuntimeError):
        call_command("soskes_erase_person", anna.username, yes=True)
    assert CANARY in columns(anna)


def test_the_last_superuser_is_not_erased(anna):
    anna.is_superuser = True
    anna.save()
    with pytest.raises(CommandError):
        call_command("soskes_erase_person", anna.username, yes=True)
    assert CANARY in columns(anna)
    get_user_model().objects.create_superuser("toinen", "t@example.org", "x")
    call_command("soskes_erase_person", anna.username, yes=True)
    assert CANARY not in columns(anna)


def test_a_part_adds_rows_files_and_its_report(anna, extra_part, tmp_path, capsys):
    extra_part(
        PersonData(
            "notes",
            export=lambda user: [{"at": timezone.now(), "text": f"about {user.pk}", "tags": ["a"]}],
            erase=lambda user: Erasure(deleted=7, kept=2, why="Because."),
            label="Muistiinpanot",
            labels={"text": "Teksti"},
            retention="Vuosi.",
            files=lambda user: {"../../photo.jpg": b"x"},
        )
    )
    call_command("soskes_export_person", anna.username, output=str(tmp_path / "o"))
    data = json.loads((tmp_path / "o" / "person.json").read_text())
    assert data["data"]["notes"][0]["text"] == f"about {anna.pk}"
    page = (tmp_path / "o" / "person.html").read_text()
    assert "Muistiinpanot" in page and "Teksti" in page and "Vuosi." in page
    assert (tmp_path / "o" / "photo.jpg").read_bytes() == b"x"
    capsys.readouterr()
    call_command("soskes_erase_person", anna.username, yes=True)
    told = capsys.readouterr().out
    assert "Muistiinpanot" in told and "7" in told and "Because." in told


@pytest.fixture
def rule():
    from soskes_wagtail import retention

    before = dict(retention._rules)
    retention._rules.clear()
    register_retention_rule(
        RetentionRule(
            "groups",
            "Ryhmät",
            10,
            lambda moment: GROUPS.filter(name__lt=f"due {moment:%Y%m%d}"),
        )
    )
    yield
    retention._rules.clear()
    retention._rules.update(before)


def test_retention_deletes_what_is_due_and_nothing_else(db, rule, settings, capsys):
    today = timezone.now()
    for days in (5, 15):
        Group.objects.create(name=f"due {today - datetime.timedelta(days=days):%Y%m%d}")
    call_command("soskes_apply_retention", dry_run=True)
    assert GROUPS.count() == 2 and "1" in capsys.readouterr().out
    call_command("soskes_apply_retention")
    assert GROUPS.count() == 1
    settings.SOSKES = {"RETENTION_DAYS": {"groups": 2}}
    assert apply_retention()[0][1] == 1
    settings.SOSKES = {"RETENTION_DAYS": {"groups": 0}}
    assert apply_retention() == []


@pytest.mark.parametrize("days", [{"gruops": 3}, {"groups": -1}, {"groups": "3"}, {"groups": True}])
def test_a_wrong_setting_is_one_clear_line(db, rule, settings, days):
    settings.SOSKES = {"RETENTION_DAYS": days}
    with pytest.raises(CommandError, match="RETENTION_DAYS"):
        call_command("soskes_apply_retention")
