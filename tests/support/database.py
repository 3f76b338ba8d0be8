"""The test database: a file where it is SQLite, and never left empty by a test that commits.

Django empties every table after a test with ``transaction=True`` or a live server: the root
page, the locale, the roles of later tests would be gone. Here each such test starts with the
rows of the migrations, and they are put back after it.
"""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

_blocker = pytest.StashKey()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Put SQLite into a file of this run. In memory, all threads of a live server would share
    one connection, and with it each other's transactions."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and not database["TEST"].get("NAME"):
        database["TEST"]["NAME"] = tmp_path_factory.mktemp("database") / "test.sqlite3"
        # Nobody needs these rows after a power cut; waiting for the disk doubles the time.
        database.setdefault("OPTIONS", {})["init_command"] = "PRAGMA synchronous = OFF"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Rows are rolled back after a test, what a cache keeps of them is not."""
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _database_blocker(request, django_db_blocker) -> None:
    request.config.stash[_blocker] = django_db_blocker


def commits(item: pytest.Item) -> bool:
    """Whether the test writes for real instead of inside a transaction that is rolled back."""
    mark = item.get_closest_marker("django_db")
    if mark and mark.kwargs.get("transaction"):
        return True
    return bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in filter(commits, items):
        mark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
        item.add_marker(mark, append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None):
    result = yield
    # After the last test the database itself is gone.
    if nextitem is not None and commits(item) and hasattr(connection, "_test_serialized_contents"):
        with item.config.stash[_blocker].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    return result
