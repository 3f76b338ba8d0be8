"""A marketplace with an author, somebody interested, and others."""

import uuid

import pytest

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.community.marketplace.models import AdCategory
from soskes_wagtail.community.marketplace.pages import MarketplacePage
from soskes_wagtail.community.marketplace.services import ads


@pytest.fixture
def market(home, make):
    return make(home, "Kirpputori", MarketplacePage, slug="kirpputori")


@pytest.fixture
def category(db):
    return AdCategory.objects.create(name_fi="Kalusteet", slug="kalusteet")


@pytest.fixture
def people(member, person, market):
    return {
        "author": member("author", first_name="Aino", email="aino@esimerkki.example"),
        "asker": member("asker", first_name="Eero", email="eero@esimerkki.example"),
        "member": member("member"),
        "moderator": member("moderator", RoleKey.MODERATOR),
        "host": person("host"),
    }


@pytest.fixture
def viewer(people):
    def look(name):
        user = people[name]
        return Viewer(type(user)._default_manager.get(pk=user.pk))

    return look


@pytest.fixture
def put_up(people, category):
    """put_up(**fields): an ad of the author."""

    def put(by="author", **fields):
        fields = {
            "key": uuid.uuid4(),
            "kind": "offer",
            "title": "Työtuoli kanarialintu",
            "body": "<p>Hyväkuntoinen</p>",
            "category": category,
            "area": None,
            "price": None,
        } | fields
        return ads.put_up(people[by], **fields)

    return put


@pytest.fixture
def look(client, market, people):
    """look(name, address="", data=None): what somebody gets below the page."""

    def get(name, address="", data=None):
        client.logout()
        if name:
            client.force_login(people[name])
        url = market.get_url() + address
        return client.get(url) if data is None else client.post(url, data)

    return get
