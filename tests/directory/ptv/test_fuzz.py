"""Any value anywhere: an item is imported or skipped with a reason, and never half of it."""

import contextlib
import json
import uuid
from pathlib import Path

import pytest
from support.ptv import count, total

from soskes_wagtail.directory_snippets.models import Organisation, Service, ServiceChannel, Unit
from soskes_wagtail.directory_snippets.ptv import versions
from soskes_wagtail.directory_snippets.ptv.model import Kind
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable
from soskes_wagtail.directory_snippets.ptv.source import open_source

DATA = Path(__file__).parent / "data"
ODD = (
    None,
    5,
    -1.5,
    10**400,
    float("nan"),
    True,
    "x",
    "",
    "x" * 300,
    "ä\x00\ud800",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
    "24:00",
    "١٢",
    [],
    [None, [], {}, "x"],
    {},
    {"a": []},
    {"fi": 5, "sv": {}, "": "x", "xx": ["y"]},
)
HUGE = ("x" * 200_000, [{"value": "y" * 200_000, "language": "fi", "type": "Name"}])


def items(version):
    batches = list(open_source(str(DATA / version)).batches())
    return [item for batch in batches for item in batch.items if isinstance(item, dict)]


def places(value, path=()):
    """Paths to every part of an item; of a list its first two elements."""
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from places(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value[:2]):
            yield from places(part, (*path, number))


def put(item, path, value):
    """A copy of ``item`` with ``value`` at ``path``."""
    if not path:
        return value
    copy = json.loads(json.dumps(item))
    part = copy
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return copy


def paths_by_shape(version):
    """Every sort of place once: an item to change, and the path."""
    found = {}
    for item in items(version):
        for path in places(item):
            shape = tuple("#" if isinstance(key, int) else key for key in path)
            found.setdefault((versions.recognise(item), shape), (item, path))
    return list(found.values())


@pytest.mark.parametrize("version", ["v11", "v12"])
def test_reading_never_fails_in_another_way(version):
    for item, path in paths_by_shape(version):
        for value in (*ODD, *HUGE):
            odd = put(item, path, value)
            with contextlib.suppress(Unusable):
                versions.recognise(odd)
                versions.raw_id(odd)
                if not versions.read_aside(odd):
                    versions.parse(odd).fingerprint()


@pytest.mark.parametrize("version", ["v11", "v12"])
def test_importing_accounts_for_everything(run, folder, caplog, version):
    """Every place gets an odd value in some item; each item is another record."""
    odd = []
    for number, (item, path) in enumerate(paths_by_shape(version)):
        identifier = "contentId" if "contentId" in item else "id"
        value = ODD[number % len(ODD)]
        if versions.recognise(item) is Kind.UNKNOWN or path[:1] in ((), (identifier,)):
            continue
        odd.append(put({**item, identifier: str(uuid.UUID(int=number + 1))}, path, value))
    path = folder(a=items(version), b=odd)
    report = run(path)
    assert not caplog.records  # a traceback would stand here
    asides = sum(1 for item in items(version) if versions.recognise(item) is Kind.UNKNOWN)
    assert total(report) == len(items(version)) - asides + len(odd)
    assert all(entry["reason"] for entry in report["skipped"])
    for model in (Organisation, Unit, ServiceChannel):
        for row in model.objects.all():
            row.clean_fields()
            row.clean()
            assert row.name_fi
    for row in Service.objects.all():
        row.clean_fields()
    # A class that only one of them names fully is known to the others next time.
    assert count(run(path), "created") == 0
    again = run(path)
    assert count(again, "created") == 0
    assert count(again, "unchanged") == count(report, "created")
    assert again["skipped"] == report["skipped"]


def test_ten_megabytes_of_text(run, folder, item):
    long = item("20000000-0000-4000-8000-000000000001")
    long["serviceDescriptions"][0]["value"] = "x" * 10_000_000
    report = run(folder(a=[long, item("10000000-0000-4000-8000-000000000001")]))
    assert (count(report, "created"), len(report["skipped"])) == (1, 1)
    assert len(report["skipped"][0]["reason"]) < 300
