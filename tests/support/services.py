"""Things a test needs that pip does not install: a browser, a database server, a dictionary."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def postgresql() -> str | None:
    import psycopg

    try:
        with psycopg.connect(connect_timeout=3) as connection:
            return str(connection.info.server_version)
    except psycopg.OperationalError:
        return None


def voikko() -> str | None:
    import libvoikko

    try:
        libvoikko.Voikko("fi").terminate()
    except (OSError, libvoikko.VoikkoException):
        return None
    return "fi"


def gettext() -> str | None:
    return shutil.which("xgettext")


def shared_data() -> str | None:
    folder = ROOT.parent / "shared" / "data"
    return str(folder) if folder.is_dir() else None


def search_server() -> str | None:
    from support.search_server import DISTRIBUTIONS, ServerMissing, fetch, fitting_client, java_home

    name = fitting_client()
    if name is None:
        return None
    try:
        java_home(DISTRIBUTIONS[name].java)
        fetch(name)
    except ServerMissing:
        return None
    return name


#: name: (how to find it, what is missing where it is not found)
SERVICES: dict[str, tuple[Callable[[], str | None], str]] = {
    "chromium": (chromium, "no Chromium on the PATH (Debian: chromium)"),
    "gettext": (gettext, "no xgettext on the PATH (Debian: gettext)"),
    "postgresql": (postgresql, "no PostgreSQL answers to PGHOST, PGUSER, PGPASSWORD, PGDATABASE"),
    "voikko": (voikko, "no Finnish dictionary (Debian: libvoikko1 voikko-fi)"),
    "search-server": (
        search_server,
        "no search server: python tests/support/search_server.py fetch opensearch says why",
    ),
    "shared-data": (shared_data, "no folder ../shared/data beside the checkout"),
}
#: Recorded data beside the checkout: nobody outside the project's own machines has it.
MAY_BE_ABSENT_IN_CI = {"shared-data"}


@pytest.fixture(scope="session")
def require_service() -> Callable[[str], str]:
    """Return a function: the name of a service in, where it is (path, version, language) out.

    Where the service is missing the test is skipped with the reason. With ``CI=true`` it fails
    instead, so that no machine can silently test less.
    """

    def require(name: str) -> str:
        find, reason = SERVICES[name]
        found = find()
        if found:
            return found
        if os.environ.get("CI") == "true" and name not in MAY_BE_ABSENT_IN_CI:
            pytest.fail(f"CI needs it: {reason}", pytrace=False)
        pytest.skip(reason)

    return require


@pytest.fixture(scope="session")
def search_server(require_service):
    """A running OpenSearch or Elasticsearch (``support.search_server.SearchServer``). Tests that
    use it carry ``xdist_group("search-server")``: one process starts one server."""
    from support.search_server import running

    with running(require_service("search-server")) as server:
        yield server
