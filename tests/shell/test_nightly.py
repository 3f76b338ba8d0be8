"""One command for the night: everything that is registered, whatever fails."""

import pytest
from django.core.management import CommandError, call_command, get_commands

from soskes_wagtail import nightly

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(monkeypatch):
    """Names of the commands, instead of running them; ``broken`` ones fail."""
    found, broken = [], set()

    def run(command, **options):
        found.append(command)
        if command in broken:
            raise ValueError("the disk is full")

    monkeypatch.setattr(nightly, "call_command", run)
    found_and_broken = type("Ran", (), {"commands": found, "broken": broken})
    return found_and_broken


def test_every_job_is_a_command_and_memberships_come_before_reminders(ran, capsys):
    call_command("soskes_nightly")
    assert set(ran.commands) <= set(get_commands())
    assert len(ran.commands) == 8
    after = ran.commands.index
    assert after("soskes_apply_mergers") < after("soskes_sync_memberships")
    assert after("soskes_sync_memberships") < after("soskes_check_search")
    assert after("soskes_check_search") < after("soskes_send_licence_warnings")
    assert capsys.readouterr().out.split() == ran.commands


def test_what_fails_is_said_and_keeps_nobody(ran, capsys):
    ran.broken.add("soskes_sync_memberships")
    with pytest.raises(CommandError, match="1"):
        call_command("soskes_nightly")
    assert len(ran.commands) == 8
    assert "soskes_sync_memberships: the disk is full" in capsys.readouterr().err


def test_they_can_be_named_only(ran, capsys):
    call_command("soskes_nightly", "--list")
    assert ran.commands == []
    assert "soskes_apply_retention" in capsys.readouterr().out.split()


def test_all_of_them_run(capsys):
    call_command("soskes_nightly")
    assert capsys.readouterr().err == ""
