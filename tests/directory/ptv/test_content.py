"""Whatever answers were saved as: wrapped, encoded, packed or broken in any way."""

import gzip
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from support.ptv import CHANNEL, ORGANIZATION, SERVICE, count, skipped_ids, total

from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.directory_snippets.ptv import content, source


@pytest.fixture
def three(item):
    """Two organisations and a service."""
    return [item(ORGANIZATION.format(1)), item(ORGANIZATION.format(2)), item(SERVICE.format(1))]


WRAPPED = {
    "list": lambda items: items,
    "v11 page": lambda items: {"pageNumber": 1, "pageCount": 1, "itemList": items},
    "v12 page": lambda items: {"page": 1, "pageSize": 3, "totalPages": 1, "items": items},
    "pages": lambda items: [{"pageNumber": 1, "pageCount": 1, "itemList": items}, {"items": None}],
    "results": lambda items: {"count": 3, "results": items},
    "nested": lambda items: {"data": {"items": items}},
    "by kind": lambda items: {"organizations": items[:2], "services": items[2:], "when": "2026"},
    "by identifier": lambda items: {one["id"]: one for one in items},
    "list of lists": lambda items: [items[:1], items[1:]],
}


@pytest.mark.parametrize("wrap", WRAPPED.values(), ids=WRAPPED)
@pytest.mark.parametrize("large", [False, True])
def test_any_wrapping_is_read(run, tmp_path, three, wrap, large, monkeypatch):
    if large:  # as a file of more than 8 MB
        monkeypatch.setattr(source, "LARGE", 100)
    (tmp_path / "x.json").write_text(json.dumps(wrap(three)), encoding="utf-8")
    report = run(tmp_path / "x.json")
    assert (count(report, "created"), report["skipped"]) == (3, [])
    assert count(run(tmp_path), "unchanged") == 3


def test_a_file_packed_with_gzip(run, tmp_path, three, monkeypatch):
    data = json.dumps(three).encode()
    packed = gzip.compress(data[:100]) + gzip.compress(data[100:])  # in two parts, as some do
    (tmp_path / "x.json.gz").write_bytes(packed)
    (tmp_path / "cut.json.gz").write_bytes(packed[:-20])
    report = run(tmp_path)
    assert (count(report, "created"), skipped_ids(report)) == (3, ["cut.json.gz"])
    monkeypatch.setattr(content, "UNPACKED", 1000)
    (tmp_path / "x.json.gz").write_bytes(gzip.compress(b" " * 10_000_000))
    with pytest.raises(CommandError, match=r"x\.json\.gz"):
        run(tmp_path / "x.json.gz")


def test_one_item_a_line(run, tmp_path, three):
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, three)), encoding="utf-8")
    assert count(run(tmp_path), "created") == 3


@pytest.mark.parametrize("cut", [1, 2, 700, -3])
@pytest.mark.parametrize("large", [False, True])
def test_of_a_broken_file_nothing_is_taken(run, folder, tmp_path, three, cut, large, monkeypatch):
    if large:
        monkeypatch.setattr(source, "LARGE", 100)
    whole = json.dumps({"pageNumber": 1, "itemList": three[:2]})
    (tmp_path / "cut.json").write_text(whole[:cut], encoding="utf-8")
    report = run(folder(other=three[0]))
    assert (count(report, "created"), skipped_ids(report)) == (1, ["cut.json"])
    (tmp_path / "other.json").unlink()
    with pytest.raises(CommandError, match=r"cut\.json"):
        run(tmp_path)
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_unicode_encoding(run, tmp_path, three, encoding):
    text = json.dumps(three, ensure_ascii=False)
    (tmp_path / "x.json").write_bytes(text.encode(encoding))
    assert count(run(tmp_path), "created") == 3


def zipped(data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.json", data)
    return packed.getvalue()


UNREADABLE = {
    "gzip": gzip.compress(b"{}"),
    "zip": zipped(b"{}"),
    "image": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "zeros": bytes(1000),
    "page": b"\xef\xbb\xbf<!DOCTYPE html><html></html>",
    "utf-16 page": "<html></html>".encode("utf-16"),
    "number": b"5",
    "null": b"null",
    "string": b'"x"',
    "nothing": b" \n",
    "large number": b'[{"id": ' + b"9" * 5000 + b"}]",
    "deep": b'{"a":' * 50_000,
    "half": b"[{},",
    "two lists": b"[] []",
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("large", [False, True])
def test_a_file_without_items_is_one_line_and_exit_code_1(
    run, tmp_path, data, large, monkeypatch, caplog
):
    if large:
        monkeypatch.setattr(source, "LARGE", 0)
    (tmp_path / "x.json").write_bytes(data)
    with pytest.raises(CommandError) as error:
        run(tmp_path / "x.json")
    assert "x.json" in str(error.value)
    assert "\n" not in str(error.value)
    assert not caplog.records  # a traceback would stand here


def test_numbers_that_json_does_not_have(run, folder, tmp_path, item):
    text = json.dumps(item(CHANNEL.format(1))).replace('"6952000.5"', "NaN")
    (tmp_path / "x.json").write_text(text.replace('"sourceId": null', '"sourceId": Infinity'))
    report = run(folder(a=item(ORGANIZATION.format(1))))
    assert (count(report, "created"), report["skipped"]) == (2, [])


def test_what_else_lies_in_a_folder(run, tmp_path, three):
    for name, data in {
        "Organization/list?page=1": json.dumps(three[:1]),
        "Service/20000000": json.dumps(three[2]),
        "SERVICE.JSON": json.dumps(three[1]),
        "README": "words",
        "notes.md": "[{]",
        "script.py": "{}",
        "._x.json": "Mac OS X",
        "__MACOSX/x.json": "Mac OS X",
        ".git/x.json": "{}",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(data, encoding="utf-8")
    (tmp_path / "more.json.gz").write_bytes(UNREADABLE["gzip"])
    report = run(tmp_path)
    assert count(report, "created") == 3
    assert skipped_ids(report) == ["more.json.gz"]
    assert total(report) == 4


@pytest.mark.django_db
def test_an_empty_folder(tmp_path):
    with pytest.raises(CommandError, match=tmp_path.name):
        call_command("soskes_import_ptv", str(tmp_path))


def test_a_large_list_is_read_item_by_item():
    read = content.read_large('[{"a": 1}, {"b"')
    assert next(read) == {"a": 1}
    with pytest.raises(content.Unreadable):
        next(read)
