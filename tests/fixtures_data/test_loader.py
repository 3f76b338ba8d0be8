import pytest

from soskes_wagtail.fixtures import loader


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(loader.resources, "files", lambda package: tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", loader.NAMES)
def test_every_named_file_loads_with_the_same_keys_in_each_row(name):
    rows = loader.load(name)
    assert rows
    assert {frozenset(row) for row in rows} == {frozenset(rows[0])}


def test_rows_are_fresh_so_that_a_caller_may_change_them():
    loader.load("areas")[0]["code"] = "changed"
    assert loader.load("areas")[0]["code"] == "13"


def test_unknown_name_is_refused():
    with pytest.raises(loader.FixtureError, match="no data called 'people'"):
        loader.load("people")


def test_missing_file_is_named(folder):
    with pytest.raises(loader.FixtureError, match=r"areas\.json is missing"):
        loader.load("areas")


@pytest.mark.parametrize("content", [b"[{", b"\xff\xfe[]", b'{"kind": "region"}', b"[1, 2]"])
def test_broken_file_is_named(folder, content):
    (folder / "areas.json").write_bytes(content)
    with pytest.raises(loader.FixtureError, match=r"areas\.json"):
        loader.load("areas")
