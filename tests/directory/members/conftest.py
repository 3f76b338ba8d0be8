"""Two municipalities, one with a licence, and somebody to be a member."""

import datetime

import pytest
from django.utils import timezone

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation


@pytest.fixture(autouse=True)
def _memberships_count(memberships_count):
    """The default, which the test project switches off."""


@pytest.fixture
def day():
    """day(3): the day after tomorrow's morrow; day(-1): yesterday."""
    return lambda number: timezone.localdate() + datetime.timedelta(days=number)


@pytest.fixture
def town(db):
    return Organisation.objects.create(name_fi="Äänekosken kaupunki", type="municipality")


@pytest.fixture
def department(town):
    return Organisation.objects.create(name_fi="Perusturva", type="municipality", parent=town)


@pytest.fixture
def neighbour(db):
    return Organisation.objects.create(name_fi="Laukaan kunta", type="municipality")


@pytest.fixture
def licence(town, day):
    return Licence.objects.create(organisation=town, valid_from=day(-10), seats=5)


@pytest.fixture
def join():
    """join(user, organisation, role, **fields): a membership."""

    def make(user, organisation, role=RoleKey.READER, **fields):
        return Membership.objects.create(user=user, organisation=organisation, role=role, **fields)

    return make
