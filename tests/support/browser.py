"""A real browser for tests: Debian's Chromium driven by Playwright, on live pages only."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection

FLAGS = [
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Chromium's own calls home would hang on a machine without internet.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL = {"localhost", "127.0.0.1", ""}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker run all browser tests: two Chromiums on two cores only wait on each other."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="module")
def browser(require_service, django_db_setup) -> Iterator:
    """A Playwright browser, one for each test module that asks.

    Not one for the whole session: as long as Playwright's synchronous API is open, its event
    loop counts as running in the main thread. Django then refuses queries, which is lifted
    here, and ``async_to_sync``, which must not reach other tests; and it gives the thread
    another connection to the database, which needs the rows to put back, and an end.
    """
    from playwright.sync_api import sync_playwright

    chromium = require_service("chromium")
    rows = getattr(connection, "_test_serialized_contents", None)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        if rows:
            connection._test_serialized_contents = rows
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()
        connection.close()


@pytest.fixture
def live_server_url(live_server) -> str:
    """Address of the test project served for real, static files too; without a final slash."""
    return live_server.url


@pytest.fixture
def page(browser) -> Iterator:
    """A fresh Playwright page (Finnish, 1280 px wide) that lets nothing pass unseen.

    After the test it fails on an uncaught error of a script, on a message of the content
    security policy, and on a request to any other machine (which is never let out).
    """
    context = browser.new_context(locale="fi-FI", viewport={"width": 1280, "height": 900})
    complaints: list[str] = []

    def only_local(route):
        if urlsplit(route.request.url).hostname in LOCAL:
            return route.continue_()
        complaints.append(f"asked another machine: {route.request.url}")
        return route.abort()

    context.route("http*://**/*", only_local)
    fresh = context.new_page()
    fresh.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    fresh.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security" in message.text else None
        ),
    )
    yield fresh
    context.close()
    assert not complaints, complaints
