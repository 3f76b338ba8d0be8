"""Members of a small network, and a private place for their files that is gone afterwards."""

import pytest
from django.core.cache import cache
from support.network import close, groups, home, locales, make, person, role, root

from soskes_wagtail.access import RoleKey
from soskes_wagtail.private_files import PrivateFolder, _storage

__all__ = ["close", "groups", "home", "locales", "make", "person", "role", "root"]


@pytest.fixture(autouse=True)
def private_files(tmp_path, settings, monkeypatch):
    """The folder of this test alone, and no memory of what others did how often."""
    cache.clear()
    folder = tmp_path / "private"
    settings.SOSKES = {**settings.SOSKES, "PRIVATE_FILES": str(folder)}
    monkeypatch.setattr(_storage, "_wrapped", PrivateFolder(folder))
    return folder


@pytest.fixture
def member(person, role):
    """member(name): a reader of SosKes."""

    def make_member(name, key=RoleKey.READER, **fields):
        return person(name, role(key), **fields)

    return make_member
