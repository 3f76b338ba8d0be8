import pytest
from support.network import groups, locales, person, role

from soskes_wagtail.directory_snippets import models

__all__ = ["groups", "locales", "person", "role"]


@pytest.fixture
def area(db):
    def make(name, **fields):
        fields.setdefault("kind", "municipality")
        fields.setdefault("code", f"{models.Area.objects.count():03}")
        return models.Area.objects.create(name_fi=name, **fields)

    return make


@pytest.fixture
def city(db):
    return models.Organisation.objects.create(name_fi="Kaupunki", type="municipality")
