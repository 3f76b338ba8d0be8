"""A dry run says what would be changed, value by value, and changes nothing."""

import io

import pytest
from django.core.management import call_command
from django.utils.translation import override
from support.ptv import CHANNEL, ORGANIZATION, SERVICE

from soskes_wagtail.directory_snippets.models import Organisation, Service, ServiceChannel, Unit
from soskes_wagtail.directory_snippets.ptv.apply import differences
from soskes_wagtail.directory_snippets.ptv.difference_table import difference_lines
from soskes_wagtail.directory_snippets.ptv.progress import ProgressBar
from soskes_wagtail.directory_snippets.ptv.source import open_source


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def of(report, identifier):
    return {
        one["field"]: (one["old"], one["new"])
        for one in report["differences"]
        if one["id"] == identifier
    }


def test_the_report_is_that_of_the_import(run, v11, v12, damaged):
    for source in (v11, v12, damaged, v11):
        dry = run(source, "--dry-run")
        dry.pop("differences")
        real = run(source)
        for part in ("skipped", "warnings"):
            dry[part].sort(key=str)
            real[part].sort(key=str)
        assert dry == real


def test_nothing_is_written(run, v11, v12, django_assert_max_num_queries):
    run(v11)
    with django_assert_max_num_queries(200) as captured:
        report = run(v12, "--dry-run")
    assert [query["sql"] for query in captured if not query["sql"].startswith("SELECT")] == []
    assert report["differences"]


def test_what_is_new_is_told_by_its_values(run, v11):
    found = of(run(v11, "--dry-run"), ORGANIZATION.format(1))
    assert found[""] == ("", "")
    assert found["name in Finnish"] == ("", "Esimerkkialue")
    assert "+358 000000101" in found["phones and addresses"][1]
    assert not Organisation.objects.exists()


def test_what_changes_is_told_with_the_old_value(run, v11, folder, item):
    run(v11)
    changed = item(ORGANIZATION.format(1), parentOrganizationId=ORGANIZATION.format(3))
    changed["organizationNames"][0]["value"] = "Uusi nimi"
    changed["emails"] = []
    report = run(folder(a=changed), "--dry-run")
    found = of(report, ORGANIZATION.format(1))
    assert found["name in Finnish"] == ("Esimerkkialue", "Uusi nimi")
    assert found["part of"] == ("", "Esimerkkiyhdistys 3")
    old, new = found["phones and addresses"]
    assert "@" in old
    assert "@" not in new
    assert set(found) == {"name in Finnish", "part of", "phones and addresses"}
    assert report["updated"]["organizations"] == 1


def test_services_classes_places_and_channels(run, v11, folder, item):
    run(v11)
    changed = item(SERVICE.format(1), serviceClasses=[], organizations=[])
    changed["serviceNames"][0]["value"] = "Toinen nimi"
    found = of(run(folder(a=changed), "--dry-run"), SERVICE.format(1))
    assert found["name (fi)"] == ("Esimerkkien lastensuojelu", "Toinen nimi")
    assert found["service classes"][1] == ""
    assert "(P3)" in found["service classes"][0]
    assert found["organised by (fi)"] == ("Esimerkkialue", "")
    assert "Esimerkkialue (Responsible)" in found["places of service"][0]


def test_opening_hours_and_the_place(run, v11, folder, item):
    run(v11)
    changed = item(CHANNEL.format(1), serviceHours=[])
    found = of(run(folder(a=changed), "--dry-run"), CHANNEL.format(1))
    assert "09:00" in found["opening hours"][0]
    assert found["opening hours"][1] == ""


def test_what_is_withdrawn(run, v11, folder, item):
    run(v11)
    gone = [item(CHANNEL.format(1), publishingStatus="Deleted")]
    report = run(folder(a=gone), "--dry-run")
    assert [(d["action"], d["name"]) for d in report["differences"]] == [
        ("withdrawn", "Esimerkkitalo")
    ]
    assert Unit.objects.get(ptv_id=CHANNEL.format(1)).withdrawn_at is None
    run(folder(a=gone))
    report = run(folder(a=item(CHANNEL.format(1))), "--dry-run")
    assert of(report, CHANNEL.format(1))["withdrawn from PTV"][1] == ""


def test_the_function_gives_the_same(run, v11):
    found = [one.as_json() for one in differences(open_source(str(v11)))]
    assert found == run(v11, "--dry-run")["differences"]
    assert not (Service.objects.exists() or ServiceChannel.objects.exists())
    run(v11)
    assert differences(open_source(str(v11))) == []


def test_the_table_fits_the_terminal(locales, v11, folder, item, monkeypatch):
    call_command("soskes_import_ptv", str(v11), stdout=io.StringIO())
    changed = item(ORGANIZATION.format(1))
    changed["organizationNames"][0]["value"] = "Uusi\nnimi"
    out = io.StringIO()
    monkeypatch.setenv("COLUMNS", "80")
    call_command("soskes_import_ptv", str(folder(a=changed)), "--dry-run", stdout=out)
    (line,) = [line for line in out.getvalue().splitlines() if "→" in line]
    assert line.split() == ["changed", *line.split()[1:]]
    assert "Esimerkkialue" in line
    assert "→ Uusi nimi" in line
    assert all(len(line) <= 80 for line in out.getvalue().splitlines())


@pytest.mark.parametrize("width", [1, 60, 100, 300])
def test_any_width(width):
    one = {"action": "updated", "name": "n" * 90, "field": "f" * 90, "old": "o" * 90, "new": "x"}
    lines = list(difference_lines([one, {**one, "new": "y" * 500}], width))
    assert len(lines) == 3
    assert all(len(line) <= max(width, 40) for line in lines)
    assert list(difference_lines([], width)) == []


class Terminal(io.StringIO):
    def __init__(self, *, tty):
        super().__init__()
        self.tty = tty

    def isatty(self):
        return self.tty

    def write(self, text, ending="\n"):
        return super().write(text + ending)


@pytest.mark.parametrize(
    ("tty", "seconds", "shown"), [(True, 9, True), (True, 0, False), (False, 9, False)]
)
def test_a_long_run_is_shown_on_a_terminal_only(tty, seconds, shown):
    terminal = Terminal(tty=tty)
    bar = ProgressBar(terminal)
    bar._next -= seconds
    bar("Writing", 5, 10)
    bar.clear()
    assert ("5 / 10" in terminal.getvalue()) is shown
    assert "\n" not in terminal.getvalue()
