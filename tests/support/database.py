"""Keep what migrations wrote alive through tests that commit.

Django empties every table after a test with ``transaction=True`` or a live server: the root
page, the locale, the roles of later tests would be gone. Here each such test starts with the
rows of the migrations, and they are put back after it.
"""

import pytest
from django.db import connection

_blocker = pytest.StashKey()


def commits(item: pytest.Item) -> bool:
    """Whether the test writes for real instead of inside a transaction that is rolled back."""
    mark = item.get_closest_marker("django_db")
    if mark and mark.kwargs.get("transaction"):
        return True
    return bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session", autouse=True)
def _database_blocker(request, django_db_blocker) -> None:
    request.config.stash[_blocker] = django_db_blocker


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in filter(commits, items):
        mark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
        item.add_marker(mark, append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item):
    result = yield
    if commits(item) and hasattr(connection, "_test_serialized_contents"):
        with item.config.stash[_blocker].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    return result
