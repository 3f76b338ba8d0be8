import io
import json
import tempfile
from pathlib import Path

import pytest
from django.core.management import call_command
from support.ptv import ORGANIZATION
from wagtail.models import Locale

DATA = Path(__file__).parent / "data"
RECORDED = Path(__file__).parents[4] / "shared" / "data" / "ptv" / "v9-recorded"


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path_factory, monkeypatch):
    """Nothing that an interrupted import keeps is there for another test."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def locales(db):
    """The three languages of the network, by code."""
    return {
        code: Locale.objects.get_or_create(language_code=code)[0] for code in ("fi", "sv", "en")
    }


@pytest.fixture
def run(locales):
    """Run the command on a folder or file; the report as the command prints it."""

    def run_command(source, *arguments):
        out = io.StringIO()
        call_command("soskes_import_ptv", str(source), "--json", *arguments, stdout=out)
        return json.loads(out.getvalue())

    return run_command


@pytest.fixture
def v11():
    return DATA / "v11"


@pytest.fixture
def v12():
    return DATA / "v12"


@pytest.fixture
def damaged():
    return DATA / "damaged"


@pytest.fixture
def recorded():
    if not RECORDED.is_dir():
        pytest.skip(f"recorded PTV answers are not here ({RECORDED})")
    return RECORDED


@pytest.fixture
def folder(tmp_path):
    """Write items as files of a folder: ``folder(a=item, b=[items])`` → the folder."""

    def write(**files):
        for name, content in files.items():
            (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def item():
    """A fresh copy of an item of the v11 folder, by its identifier, with some keys changed."""
    items = {}
    for file in sorted((DATA / "v11").glob("*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(content, dict):
            content = content.get("itemList", [content])
        items |= {one["id"]: json.dumps(one) for one in content}

    def make(identifier, **changes):
        return {**json.loads(items[identifier]), **changes}

    return make


@pytest.fixture
def organizations(item, folder):
    """``organizations(number)``: a folder with so many that differ by their identifier only."""

    def make(number):
        first = item(ORGANIZATION.format(1), businessCode=None)
        ids = (f"10000000-0000-4000-8000-1{each:011}" for each in range(number))
        return folder(a=[{**first, "id": one} for one in ids])

    return make
