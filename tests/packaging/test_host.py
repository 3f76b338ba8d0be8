"""A host made by ``wagtail start`` takes SosKes in, from the wheel, and lets it go again.

The host has packages of its own called ``search`` and ``home``, and gets the lines that the
README shows.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.building import ROOT, Environment

pytestmark = pytest.mark.xdist_group("packaging")

PROBE = Path(__file__).with_name("host_probe.py")
PROBE_SETTINGS = """
from .dev import *

DEBUG = False  # the host's own error pages
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["OPTIONS"] = {"init_command": "PRAGMA synchronous = OFF"}
"""


@dataclass(frozen=True)
class Host:
    """A project of its own, run with the Python in which the wheel is installed."""

    environment: Environment
    folder: Path

    def python(self, *arguments: str | Path) -> str:
        return self.environment.run(
            *arguments, cwd=self.folder, DJANGO_SETTINGS_MODULE="mysite.settings.probe"
        )

    def manage(self, *arguments: str) -> str:
        return self.python("manage.py", *arguments)

    def see(self, task: str):
        return json.loads(self.python(PROBE, task))


def readme_lines() -> str:
    """What the README tells a host to add to its settings."""
    return _readme_block("SOSKES_APPS")


def readme_urls() -> str:
    """What it tells a host to add to its addresses."""
    return _readme_block("soskes_wagtail.urls")


def _readme_block(word: str) -> str:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    (lines,) = [block for block in blocks if word in block]
    return lines


@pytest.fixture(scope="module")
def host(installed, tmp_path_factory) -> Host:
    """The host before SosKes: in use, with pages and people."""
    folder = tmp_path_factory.mktemp("host")
    installed.run("-m", "wagtail.bin.wagtail", "start", "mysite", folder, cwd=folder)
    (folder / "mysite" / "settings" / "probe.py").write_text(PROBE_SETTINGS)
    host = Host(installed, folder)
    host.manage("migrate", "--verbosity=0")
    host.see("fill")
    return host


@pytest.fixture(scope="module")
def before(host) -> dict:
    return host.see("pages")


@pytest.fixture(scope="module")
def with_apps(host, before) -> dict:
    """The README's lines are in the settings and the tables are there; returns the content."""
    with (host.folder / "mysite" / "settings" / "base.py").open("a") as settings:
        settings.write("\n" + readme_lines())
    host.manage("migrate", "--verbosity=0")
    return host.see("tables")


@pytest.fixture(scope="module")
def with_soskes(host, with_apps) -> str:
    return host.manage("soskes_install")


def test_the_host_is_worth_looking_at(before):
    assert [page["status"] for page in before.values()] == [200, 200, 200, 200, 404, 200]
    assert "About us" in before["/search/?query=About"]["content"]


def test_nothing_is_missing_or_left_to_migrate(host, with_apps):
    urls = host.folder / "mysite" / "urls.py"
    before = urls.read_text()
    try:
        urls.write_text(before + "\n" + readme_urls())
        assert "no issues" in host.manage("check", "--fail-level=WARNING")
    finally:
        urls.write_text(before)
    assert "No changes" in host.manage("makemigrations", "--check", "--dry-run")


def test_it_comes_from_the_wheel_beside_the_host_s_own_search(host, with_soskes):
    names = "soskes_wagtail.search", "search.views", "home.models"
    code = "import django; django.setup(); " + "; ".join(
        f"import {name}; print({name}.__file__)" for name in names
    )
    ours, search, home = map(Path, host.python("-c", code).split())
    assert ours.is_relative_to(host.environment.site_packages)
    assert search.parent == host.folder / "search"
    assert home.parent == host.folder / "home"


def test_host_pages_stay_the_same_to_the_byte(host, before, with_soskes):
    now = host.see("pages")
    for url, page in before.items():
        assert now[url] == page, url


def test_soskes_pages_are_there_and_closed(host, with_soskes):
    seen = host.see("soskes")
    for url, answer in zip(seen["urls"], seen["stranger"], strict=True):
        assert answer["status"] == 302 and "login" in answer["to"], (url, answer)
    for who in ("outsider", "by hand", "left"):
        for url, answer in zip(seen["urls"], seen[who], strict=True):
            assert answer["status"] != 200, (who, url)
            assert "Lastensuojelu" not in answer["content"], (who, url)
    for url, answer in zip(seen["urls"], seen["reader"], strict=True):
        assert answer["status"] == 200, (url, answer)
        assert 'class="soskes' in answer["content"], url
    assert "Lastensuojelu" in seen["reader"][2]["content"]


def test_installing_again_is_safe(host, with_soskes):
    assert "SosKes" in host.manage("soskes_install")


def test_uninstalling_leaves_the_host_as_it_was(host, before, with_apps, with_soskes):
    """Last of the module: afterwards SosKes is gone."""
    host.manage("soskes_uninstall", "--yes")
    after = host.see("tables")
    assert set(after) == set(with_apps)
    for table, rows in with_apps.items():
        assert after[table] == rows, table
    assert host.see("pages") == before
