"""The demo as a visitor meets it: its own process, its own database, real requests."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from support.services import ROOT
from support.visitor import Visitor

DEMO = ROOT / "demo"


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker run all of these: making the demo's database takes most of their time."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("demo"))


@dataclass(frozen=True)
class Demo:
    """A filled demo. ``loaded`` is what ``load_demo`` printed."""

    database: Path
    loaded: str = ""

    def run(self, *arguments: str, check: bool = True, **env: str) -> subprocess.CompletedProcess:
        """Run Python in the demo's folder on this database."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=DEMO,
            env=_environment(self.database, **env),
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def row_counts(self) -> dict[str, int]:
        """Number of rows by table; without sessions, which come and go with visitors."""
        with closing(sqlite3.connect(self.database)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            tables = [
                name
                for (name,) in names.fetchall()
                if not name.startswith(("sqlite_", "django_session")) and "fts" not in name
            ]
            return {
                name: connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]
                for name in tables
            }

    def manage(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        return self.run("manage.py", *arguments, **options)


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Demo:
    database = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    made = Demo(database)
    made.manage("migrate", "--verbosity", "0")
    return Demo(database, loaded=made.manage("load_demo").stdout)


@pytest.fixture(scope="session")
def site(demo) -> Iterator[str]:
    """Address of the running demo, without a final slash."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
        cwd=DEMO,
        env=_environment(demo.database),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def visitor(site) -> Visitor:
    """Somebody who has not signed in, on the front page."""
    return Visitor(site).visit("/")


@pytest.fixture
def signed_in(site, accounts) -> Callable[[str], Visitor]:
    """``signed_in("lukija")``: a visitor who has signed in through the site's login."""

    def sign_in(username: str) -> Visitor:
        somebody = Visitor(site).visit("/").click("Kirjaudu")
        somebody.log_in(username, accounts[username])
        assert somebody.path == "/", f"{username} could not sign in"
        return somebody

    return sign_in


@pytest.fixture(scope="session")
def accounts(demo) -> dict[str, str]:
    """Passwords by user name, as ``demo_accounts`` prints them."""
    printed = demo.manage("demo_accounts").stdout
    rows = [line.split() for line in printed.splitlines() if "medikes-demo" in line]
    return {row[0]: row[1] for row in rows}


def _environment(database: Path, **more: str) -> dict[str, str]:
    # What is set for the test project, or leads Python to the checkout, is not the demo's.
    leave_out = ("DJANGO_SETTINGS_MODULE", "PYTHONPATH", "PORT")
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in leave_out and not name.startswith("DEMO_")
    }
    return own | {"DEMO_DB": str(database)} | more


def _wait_for(address: str, server: subprocess.Popen, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, "the demo's server stopped"
        try:
            with urlopen(f"{address}/kirjaudu/", timeout=30):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"the demo did not answer in {seconds} seconds")
