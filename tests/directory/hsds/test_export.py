"""The command that writes the files."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from soskes_wagtail.directory_snippets.hsds import export as module

pytestmark = pytest.mark.django_db


def test_an_empty_directory_makes_lists(exported):
    files = exported()
    assert files["services"] == files["locations"] == []
    assert len(files["taxonomies"]) == 2


def test_it_may_be_run_again(network, exported, tmp_path):
    exported()
    network.county.name_fi = "Uusi nimi"
    network.county.save()
    assert exported()["organizations"][0]["name"] == "Uusi nimi"
    assert [path.name for path in tmp_path.iterdir()] == ["hsds"]


def test_a_failure_leaves_the_old_files(network, exported, tmp_path, monkeypatch):
    exported()
    before = {path.name: path.read_bytes() for path in (tmp_path / "hsds").iterdir()}
    network.county.name_fi = "Uusi nimi"
    network.county.save()

    def fail(*args):
        raise OSError(28, "No space left on device", "levy")

    monkeypatch.setattr(module, "term_as_hsds", fail)
    network.group.save()
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("soskes_export_hsds", str(tmp_path / "hsds"))
    after = {path.name: path.read_bytes() for path in (tmp_path / "hsds").iterdir()}
    assert after == before
    assert [path.name for path in tmp_path.iterdir()] == ["hsds"]


def test_a_file_in_the_way_is_one_clear_line(network, tmp_path):
    (tmp_path / "hsds").write_text("")
    with pytest.raises(CommandError) as error:
        call_command("soskes_export_hsds", str(tmp_path / "hsds"))
    assert "\n" not in str(error.value)


def test_an_unknown_language_is_wrong_usage(tmp_path):
    with pytest.raises(CommandError):
        call_command("soskes_export_hsds", str(tmp_path / "hsds"), "--language", "de")
    assert not (tmp_path / "hsds").exists()


def test_more_than_a_batch(network, exported, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 1)
    assert len(exported()["organizations"]) == 2


def test_it_writes_what_it_says(network, tmp_path, capsys):
    call_command("soskes_export_hsds", str(tmp_path / "hsds"))
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 6
    for line in printed:
        path, number = line.rsplit("  ", 1)
        assert len(json.loads(Path(path).read_text())) == int(number)
