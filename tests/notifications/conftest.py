"""What tests of notices share: a small network, a kind of notice, members."""

import pytest
from django.utils import translation
from support.network import close, groups, home, locales, make, person, role, root

from soskes_wagtail.access import RoleKey
from soskes_wagtail.notifications import NoticeKind, register_kind
from soskes_wagtail.notifications import kinds as registry

__all__ = ["close", "groups", "home", "locales", "make", "person", "role", "root"]


@pytest.fixture
def kind():
    """The name of a registered kind."""
    register_kind(NoticeKind("test.new", "New thing", "You follow this thing"))
    yield "test.new"
    registry._kinds.pop("test.new")


@pytest.fixture(autouse=True)
def finnish():
    with translation.override("fi"):
        yield


@pytest.fixture
def member(person, role):
    """member(name): a reader of SosKes with a mail address."""

    def make(name, **fields):
        fields.setdefault("email", f"{name}@esimerkki.example")
        return person(name, role(RoleKey.READER), **fields)

    return make
