"""The catalogues are complete, compiled as they are written, and keep every placeholder."""

import re
import shutil
import sys
from pathlib import Path

import polib
import pytest
from support.building import ROOT, checkout_files, run

pytestmark = pytest.mark.xdist_group("packaging")

OURS = "soskes_wagtail/locale"
LANGUAGES = ("fi", "sv", "en")
CATALOGUES = [name for name in checkout_files() if name.endswith(".po")]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def read(path: Path) -> polib.POFile:
    assert path.is_file(), f"{path} is missing: make messages"
    return polib.pofile(str(path))


def texts(catalogue: polib.POFile | polib.MOFile) -> dict:
    """What the program will read: context and text -> translation, or all its plural forms."""
    compiled = isinstance(catalogue, polib.MOFile)
    return {
        (e.msgctxt, e.msgid): tuple(e.msgstr_plural.values()) if e.msgid_plural else e.msgstr
        for e in catalogue
        if compiled or e.translated()
    }


def test_there_is_one_catalogue_for_each_language():
    ours = {name for name in CATALOGUES if name.startswith(OURS)}
    assert ours == {f"{OURS}/{language}/LC_MESSAGES/django.po" for language in LANGUAGES}


@pytest.mark.parametrize("name", CATALOGUES)
def test_it_is_compiled(name):
    compiled = ROOT / name.replace(".po", ".mo")
    assert compiled.is_file(), "run make messages and commit the .mo files too"
    assert texts(polib.mofile(str(compiled))) == texts(read(ROOT / name))


@pytest.mark.parametrize("name", CATALOGUES)
def test_placeholders_are_kept(name):
    for entry in read(ROOT / name):
        allowed = [set(PLACEHOLDER.findall(t)) for t in (entry.msgid, entry.msgid_plural) if t]
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not text or set(PLACEHOLDER.findall(text)) in allowed, entry.msgid


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_everything_is_translated(language):
    """English needs no translation: the texts in the code are English."""
    catalogue = read(ROOT / OURS / language / "LC_MESSAGES" / "django.po")
    untranslated = [e.msgid for e in catalogue if not e.obsolete and not e.translated()]
    assert not untranslated


def test_every_text_of_the_code_is_in_the_catalogue(source, tmp_path, require_service):
    require_service("gettext")
    fresh = shutil.copytree(source, tmp_path / "fresh")
    run(sys.executable, fresh / "tools" / "messages.py", cwd=fresh)

    def known(root: Path) -> set:
        catalogue = read(root / OURS / "fi" / "LC_MESSAGES" / "django.po")
        return {(e.msgctxt, e.msgid) for e in catalogue if not e.obsolete}

    assert known(fresh) - known(ROOT) == set(), "run make messages and translate what is new"
    assert known(ROOT) - known(fresh) == set(), "run make messages: these texts are gone"
