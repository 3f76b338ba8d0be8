"""The command as people run it."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from support.ptv import CHANNEL, ORGANIZATION, SERVICE, total


def run_for_people(source, *arguments, **options):
    out = io.StringIO()
    call_command("soskes_import_ptv", str(source), *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def english():
    with override("en"):
        yield


def test_people_get_a_table_and_the_reasons(locales, v11, english):
    lines = run_for_people(v11).splitlines()
    numbers = {line.split("  ")[0]: line.split()[-5:] for line in lines[1:4]}
    assert numbers == {
        "Organisations": ["4", "0", "0", "0", "1"],
        "Service channels": ["4", "0", "0", "0", "2"],
        "Services": ["2", "0", "0", "0", "2"],
    }
    skipped = [line for line in lines if line.startswith("Left out: ")]
    assert len(skipped) == 5
    assert any(CHANNEL.format(5) in line and "Hologram" in line for line in skipped)


def test_warnings_are_shown_when_asked_for(locales, v11, english):
    assert ORGANIZATION.format(3) not in run_for_people(v11, "--dry-run")
    assert ORGANIZATION.format(3) in run_for_people(v11, "--dry-run", verbosity=2)


def test_a_trial_says_that_it_was_one(locales, v11, english):
    assert "nothing was changed" in run_for_people(v11, "--dry-run")
    assert "nothing was changed" not in run_for_people(v11)


def test_one_file_of_any_name_is_a_source(locales, tmp_path, item):
    file = tmp_path / "answer.txt"
    file.write_text(json.dumps({"itemList": [item(ORGANIZATION.format(1))]}))
    out = io.StringIO()
    call_command("soskes_import_ptv", str(file), "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert report["created"]["organizations"] == 1
    assert set(report) == {"created", "updated", "unchanged", "withdrawn", "skipped", "warnings"}


@pytest.mark.parametrize("make", ["missing", "empty", "page", "odd"])
def test_nothing_usable_is_one_clear_line(locales, tmp_path, damaged, make):
    source = {
        "missing": tmp_path / "missing",
        "empty": tmp_path,
        "page": damaged / "page.json",
        "odd": damaged / "odd-items.json",
    }[make]
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("soskes_import_ptv", str(source), "--json", stdout=out)
    if make == "missing":
        assert out.getvalue() == ""
    else:  # the reasons, for a program that reads them
        report = json.loads(out.getvalue())
        assert (total(report), bool(report["skipped"])) == (
            len(report["skipped"]),
            make != "empty",
        )
    assert "\n" not in str(caught.value)
    assert str(source) in str(caught.value)
    assert caught.value.returncode == 1


def test_drafts_alone_are_no_error(locales, folder, item):
    run_for_people(folder(a=item(SERVICE.format(3))))


def test_items_of_which_none_can_be_used_are_an_error(locales, folder, item):
    """They are whole, but their organisation is nowhere."""
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(
            "soskes_import_ptv", str(folder(a=item(CHANNEL.format(1)))), "--json", stdout=out
        )
    assert caught.value.returncode == 1
    assert json.loads(out.getvalue())["skipped"][0]["id"] == CHANNEL.format(1)


@pytest.mark.parametrize(
    ("arguments", "code"), [(["/nowhere/at/all"], 1), ([], 2), (["a", "--wrong"], 2)]
)
def test_exit_codes(arguments, code):
    done = subprocess.run(
        [sys.executable, "-m", "django", "soskes_import_ptv", *arguments],
        env={
            **{name: value for name, value in os.environ.items() if name != "TEST_DATABASE"},
            "DJANGO_SETTINGS_MODULE": "testproject.settings",
            "PYTHONPATH": os.path.join(os.path.dirname(__file__), "..", ".."),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert done.stdout == ""
    if code == 1:
        (line,) = done.stderr.strip().splitlines()
        assert "/nowhere/at/all" in line
