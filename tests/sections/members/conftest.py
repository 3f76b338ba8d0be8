"""A town with a licence of four seats, its contact person, a member, and strangers."""

import datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Licence, Organisation
from soskes_wagtail.directory_snippets.services.membership import give_membership
from soskes_wagtail.sections.models import MembersPage


@pytest.fixture(autouse=True)
def _memberships_count(memberships_count):
    cache.clear()
    yield
    cache.clear()


def user(name, **fields):
    return get_user_model().objects.create_user(
        name, email=f"{name}@esimerkki.example", password="x", **fields
    )


def browser(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def net(installed):
    town, other = Organisation.objects.filter(type="municipality", parent=None)[:2]
    department = Organisation.objects.create(name_fi="Perusturva", type="municipality", parent=town)
    start = timezone.localdate() - datetime.timedelta(days=400)
    for organisation in (town, other):
        Licence.objects.create(organisation=organisation, seats=4, valid_from=start)
    made = SimpleNamespace(town=town, other=other, department=department)
    for name, place, fields in (
        ("yhteys", town, {"is_contact": True}),
        ("jasen", department, {}),
        ("vieras", other, {"is_contact": True}),
        ("boss", other, {"role": RoleKey.ADMINISTRATOR}),
    ):
        person = user(name, first_name=name.title(), last_name="Testi")
        membership = give_membership(
            user=person, organisation=place, actor=None, valid_from=start, **fields
        )
        setattr(
            made, name, SimpleNamespace(user=person, membership=membership, client=browser(person))
        )
    outsider = user("ulkona")
    made.outsider = SimpleNamespace(user=outsider, client=browser(outsider))
    made.page = MembersPage.objects.get()
    made.url = made.page.url
    mail.outbox.clear()
    return made


@pytest.fixture
def link():
    """link(): path of the link in the last mail."""

    def last():
        (line,) = (line for line in mail.outbox[-1].body.splitlines() if "/tervetuloa/" in line)
        return line.partition("testserver")[2].strip()

    return last


@pytest.fixture
def invited(net, link):
    """invited(address, **fields): invited by the contact person; the path of the link."""

    def send(address, **fields):
        data = {"organisation": net.town.pk, "role": "reader", "people": address, "confirm": "1"}
        response = net.yhteys.client.post(f"{net.url}kutsu/", data | fields)
        assert response.status_code == 302, response.content.decode()[-3000:]
        return link()

    return send
