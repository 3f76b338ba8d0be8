"""Licences and memberships in the admin."""

import pytest
from bs4 import BeautifulSoup

from soskes_wagtail.access import RoleKey
from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.directory_snippets import models


@pytest.fixture(autouse=True)
def _memberships_count(memberships_count):
    pass


@pytest.fixture
def boss(user_of, own):
    """An administrator with the membership that makes them one."""
    boss = user_of(RoleKey.ADMINISTRATOR, "boss")
    models.Membership.objects.create(
        user=boss, organisation=own.organisation, role=RoleKey.ADMINISTRATOR
    )
    return boss


@pytest.fixture
def client(signed_in, boss):
    return signed_in(boss)


@pytest.fixture
def licence(own):
    return models.Licence.objects.create(organisation=own.organisation, seats=1)


def errors(response) -> str:
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(e.get_text(" ", strip=True) for e in page.select(".error-message, .messages"))


@pytest.fixture
def add(client, url, form_of, own):
    """add(person, **fields): the answer to the form."""

    def send(person, **fields):
        address = url(models.Membership, "add")
        data = form_of(client.get(address))
        data |= {"person": person, "organisation": own.organisation.pk} | fields
        return client.post(address, data)

    return send


def test_licence_is_issued_changed_and_logged(client, url, form_of, own, boss):
    address = url(models.Licence, "add")
    data = form_of(client.get(address)) | {"organisation": own.organisation.pk, "seats": "12"}
    assert client.post(address, data).status_code == 302
    licence = models.Licence.objects.get()
    data = form_of(client.get(url(licence, "edit"))) | {"seats": "13"}
    assert client.post(url(licence, "edit"), data).status_code == 302
    changed, made = AccessLogEntry.objects.filter(event__startswith="licence.")
    assert (made.event, changed.event) == ("licence.created", "licence.changed")
    assert made.actor == changed.actor == boss
    assert changed.data["changed"] == {"seats": [12, 13]}
    again = client.post(address, data | {"organisation": own.organisation.pk})
    assert "toinen lisenssi samaan aikaan" in errors(again)


@pytest.mark.parametrize("name", ["aino", "AINO@esimerkki.example"])
def test_person_is_named_by_user_name_or_address(add, person, licence, own, boss, name):
    aino = person("aino", email="aino@esimerkki.example")
    response = add(name, role=RoleKey.MUNICIPAL_EDITOR)
    assert response.status_code == 302, errors(response)
    membership = models.Membership.objects.get(user=aino)
    assert membership.organisation == own.organisation
    assert [g.soskes_role.key for g in aino.groups.all()] == []  # the role has no group here
    assert AccessLogEntry.objects.filter(event="membership.created", actor=boss).exists()


def test_unclear_person_is_refused(add, person, licence):
    person("a", email="sama@esimerkki.example")
    person("b", email="sama@esimerkki.example")
    assert "Usealla tunnuksella" in errors(add("sama@esimerkki.example"))
    assert "Kenelläkään ei ole tunnusta" in errors(add("kukaan"))
    assert add("\x00").status_code == add("x" * 1000).status_code == 200
    assert models.Membership.objects.count() == 1  # the administrator's own


def test_seats_run_out_with_a_clear_error(add, person, licence, url, client, form_of):
    person("a"), person("b")
    assert add("a").status_code == 302
    assert "paikat" in errors(add("b"))
    assert add("a", role=RoleKey.MUNICIPAL_EDITOR).status_code == 302  # the same seat
    assert add("b", role=RoleKey.ADMINISTRATOR).status_code == 302  # the host's own people
    member = models.Membership.objects.get(user__username="a", role=RoleKey.READER)
    editing = models.Membership.objects.get(user__username="a", role=RoleKey.MUNICIPAL_EDITOR)
    for row in (member, editing):
        data = form_of(client.get(url(row, "edit"))) | {"end_now": "on"}
        assert client.post(url(row, "edit"), data).status_code == 302
    assert add("b").status_code == 302


def test_ended_membership_stays_as_it_is(add, client, url, form_of, person, licence):
    person("a")
    add("a")
    row = models.Membership.objects.get(user__username="a")
    data = form_of(client.get(url(row, "edit"))) | {"end_now": "on"}
    client.post(url(row, "edit"), data)
    row.refresh_from_db()
    assert row.ended_at
    client.post(url(row, "edit"), data | {"role": RoleKey.ADMINISTRATOR, "is_contact": "on"})
    row.refresh_from_db()
    assert row.role == RoleKey.READER and not row.is_contact
    assert "Päättyi" in client.get(url(models.Membership, "list")).content.decode()
    assert client.get(url(row, "delete")).status_code == 302  # not even administrators


def test_list_says_why_a_membership_opens_nothing(client, url, person, foreign, own, licence):
    models.Membership.objects.create(user=person("a"), organisation=foreign.organisation)
    models.Membership.objects.create(user=person("b"), organisation=own.organisation)
    page = BeautifulSoup(client.get(url(models.Membership, "list")).content, "html.parser")
    states = [tag.get_text(strip=True) for tag in page.select("td .w-status")]
    assert sorted(states) == ["Ei voimassa olevaa lisenssiä", "Voimassa", "Voimassa"]
    only = client.get(url(models.Membership, "list"), {"q": "äänekos"}).content.decode()
    assert "Jyväskylän kaupunki (" not in only


class TestPanelAndLog:
    ADDRESSES = ("/admin/soskes/licences/", "/admin/reports/soskes-access-log/")

    @pytest.fixture(autouse=True)
    def _some(self, add, person, licence):
        person("aino", first_name="=Aino")
        add("aino")

    def test_panel(self, client):
        page = BeautifulSoup(client.get(self.ADDRESSES[0]).content, "html.parser")
        row = page.select_one(".soskes-panel tbody tr").get_text(" ", strip=True)
        assert "Äänekosken kaupunki" in row
        assert not page.select("main [style]") and page.select("svg rect")
        table = client.get(self.ADDRESSES[0], {"export": "csv"})
        assert table["Content-Type"].startswith("text/csv")
        assert "Äänekosken kaupunki" in table.content.decode("utf-8-sig")
        assert AccessLogEntry.objects.filter(event="export.licences").exists()

    def test_log(self, client):
        page = client.get(self.ADDRESSES[1]).content.decode()
        assert "Jäsenyys lisätty" in page and "Aino" in page
        found = client.get(self.ADDRESSES[1], {"event": "licence.created"}).content.decode()
        assert "Lisenssi annettu" in found and "=Aino" not in found
        for kind in ("csv", "xlsx"):
            answer = client.get(self.ADDRESSES[1], {"export": kind})
            content = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code == 200 and content
        assert AccessLogEntry.objects.filter(event="export.access_log").count() == 2

    def test_for_administrators_only(self, signed_in, user_of, own):
        models.Licence.objects.update(seats=9)
        for key in (RoleKey.SECTION_EDITOR, RoleKey.MUNICIPAL_EDITOR, RoleKey.MODERATOR):
            user = user_of(key, f"x-{key.value}")
            models.Membership.objects.create(user=user, organisation=own.organisation, role=key)
            for address in self.ADDRESSES:
                for query in ({}, {"export": "csv"}):
                    answer = signed_in(user).get(address, query)
                    assert answer.status_code in (302, 403)
                    assert "Aino" not in answer.content.decode()
