"""What cannot be read is reported and passed over; nothing is left half done."""

import json

import pytest
from django.db import IntegrityError
from support.ptv import CHANNEL, ORGANIZATION, SERVICE, count, skipped_ids, total, warnings_of

from soskes_wagtail.directory_snippets.models import (
    Area,
    Organisation,
    OrganisationChannel,
    Service,
    ServiceClass,
    Unit,
)
from soskes_wagtail.directory_snippets.ptv import rows, write_service


def test_a_damaged_folder(run, damaged):
    report = run(damaged)
    assert report["created"] == {"organizations": 2, "servicechannels": 0, "services": 0}
    # Four files that cannot be read, ten odd items, one without a name, one there twice.
    assert len(report["skipped"]) == 16
    assert total(report) == 18
    assert {"page.json", "truncated.json", "empty.json", "words.json"} <= set(skipped_ids(report))
    assert all(entry["reason"] and entry["kind"] for entry in report["skipped"])
    assert ORGANIZATION.format(6) in skipped_ids(report)
    assert skipped_ids(report).count(ORGANIZATION.format(8)) == 1


def test_values_of_the_wrong_type_count_as_none(run, damaged):
    run(damaged / "odd-types.json")
    row = Organisation.objects.get(ptv_id=ORGANIZATION.format(7))
    assert (row.street_fi, row.description_fi, row.parent) == ("", "", None)
    assert not row.channels.exists()


@pytest.mark.parametrize("key", ["services", "serviceHours", "phoneNumbers", "addresses", "areas"])
@pytest.mark.parametrize("value", [None, "x", 5, [None], [[]], [{}], {"a": []}])
def test_any_list_may_be_anything(run, folder, item, key, value):
    broken = item(CHANNEL.format(1), **{key: value})
    report = run(folder(a=item(ORGANIZATION.format(1)), b=broken))
    assert (count(report, "created"), report["skipped"]) == (2, [])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"id": None}, "services"),
        ({"publishingStatus": "Half"}, "services"),
        ({"serviceNames": [{"language": "se", "value": "x", "type": "Name"}]}, "services"),
        ({"serviceNames": [{"language": "fi", "value": "x" * 300, "type": "Name"}]}, "services"),
        ({"requirements": [{"language": "fi", "value": "x" * 10_000_000}]}, "services"),
    ],
)
def test_an_unusable_service_is_skipped_and_the_rest_comes(run, folder, item, change, what):
    report = run(folder(a=item(SERVICE.format(1), **change), b=item(ORGANIZATION.format(1))))
    assert (count(report, "created"), len(report["skipped"])) == (1, 1)
    assert report["skipped"][0]["kind"] == what
    assert not Service.objects.exists()


def test_characters_that_no_database_takes_are_dropped(run, folder, item):
    odd = item(ORGANIZATION.format(1))
    odd["organizationNames"][0]["value"] = "Esi\u0000merkki\ud800alue\r\n"
    run(folder(a=odd))
    assert Organisation.objects.get().name_fi == "Esimerkkialue"


def test_long_labels_are_cut_and_told(run, folder, item):
    long = item(ORGANIZATION.format(1))
    long["emails"][0]["description"] = "pitkä " * 100
    report = run(folder(a=long))
    label = OrganisationChannel.objects.get(kind="email").label_fi
    assert len(label) == 255
    assert any("pitkä" in line for line in warnings_of(report, ORGANIZATION.format(1)))


def test_other_encodings_of_json_are_read(run, tmp_path, item):
    content = json.dumps(item(ORGANIZATION.format(1)), ensure_ascii=False)
    (tmp_path / "bom.json").write_bytes(b"\xef\xbb\xbf" + content.encode())
    other = content.replace(ORGANIZATION.format(1), ORGANIZATION.format(4))
    (tmp_path / "utf16.json").write_bytes(other.replace("9000001-1", "").encode("utf-16"))
    (tmp_path / "latin.json").write_bytes(content.encode("latin-1", "replace"))
    (tmp_path / "deep.json").write_text("[" * 100_000)
    report = run(tmp_path)
    assert count(report, "created") == 2
    assert sorted(skipped_ids(report)) == ["deep.json", "latin.json"]


def test_other_files_of_the_folder_are_not_read(run, folder, item):
    path = folder(a=item(ORGANIZATION.format(1)))
    (path / "README.md").write_text("words")
    (path / "sub").mkdir()
    (path / "sub" / "b.json").write_text(json.dumps({"pageNumber": 1, "itemList": None}))
    assert total(run(path)) == 1


def test_the_same_item_in_two_folders_is_taken_once(run, folder, item):
    report = run(folder(a=item(ORGANIZATION.format(1)), b=[item(ORGANIZATION.format(1))]))
    assert (count(report, "created"), total(report)) == (1, 2)
    assert "a.json" in report["skipped"][0]["reason"]


def test_a_record_that_fails_leaves_nothing_of_itself(run, v11, monkeypatch):
    """The failure comes last of all, when the service, its classes and areas are written."""

    def fail(*arguments, **options):
        raise IntegrityError("no room")

    real = write_service.service_change

    def change(item, *arguments):
        found = real(item, *arguments)
        if str(item.id) == SERVICE.format(1):
            found.collect = fail
        return found

    monkeypatch.setattr(write_service, "service_change", change)
    report = run(v11)
    assert SERVICE.format(1) in skipped_ids(report)
    assert "no room" in next(
        entry["reason"] for entry in report["skipped"] if entry["id"] == SERVICE.format(1)
    )
    assert report["created"]["services"] == 1
    assert total(report) == 15
    assert not Service.objects.filter(ptv_id=SERVICE.format(1)).exists()
    assert not ServiceClass.objects.filter(code="P3").exists()
    monkeypatch.undo()
    assert run(v11)["created"]["services"] == 1
    assert ServiceClass.objects.filter(code="P3").exists()


def test_an_area_of_a_failed_record_is_made_again_by_the_next(run, folder, item, monkeypatch):
    def fail(model, values):
        if model is Unit and any(str(row["ptv_id"]) == CHANNEL.format(1) for row in values):
            raise IntegrityError("no room")
        return insert(model, values)

    insert = rows.insert
    monkeypatch.setattr(rows, "insert", fail)
    other = item(CHANNEL.format(1), id=CHANNEL.format(7))
    path = folder(a=item(ORGANIZATION.format(1), areas=[]), b=item(CHANNEL.format(1)), c=other)
    report = run(path)
    assert skipped_ids(report) == [CHANNEL.format(1)]
    assert Unit.objects.get().area == Area.objects.get(code="992")
