"""A host before SosKes, for tests that install it themselves; ``installed`` is in support."""

import pytest
from support.installed import make_host


@pytest.fixture
def host(db):
    return make_host()
