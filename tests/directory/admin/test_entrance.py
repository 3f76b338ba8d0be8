"""Invitations and requests to join in the admin: everybody their own, and nothing to change."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from soskes_wagtail.access import RoleKey
from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.directory_snippets import models

INVITATIONS = "/admin/soskes/entrance/invitations/"
REQUESTS = "/admin/soskes/entrance/join-requests/"


@pytest.fixture(autouse=True)
def _some(memberships_count, own, foreign):
    later = timezone.now() + datetime.timedelta(days=9)
    for place, name in ((own, "oma"), (foreign, "vieras")):
        models.Licence.objects.create(organisation=place.organisation, seats=9)
        models.Invitation.objects.create(
            organisation=place.organisation, email=f"kutsu-{name}@x.example", expires_at=later
        )
        models.JoinRequest.objects.create(
            organisation=place.organisation,
            name=f"Pyytäjä {name}",
            email=f"pyynto-{name}@x.example",
        )


@pytest.fixture
def editor(user_of, own):
    """editor(is_contact): a municipal editor of the own organisation."""

    def make(is_contact):
        user = user_of(RoleKey.MUNICIPAL_EDITOR, f"toimittaja{is_contact}")
        models.Membership.objects.create(
            user=user,
            organisation=own.organisation,
            role=RoleKey.MUNICIPAL_EDITOR,
            is_contact=is_contact,
        )
        return user

    return make


@pytest.fixture
def boss(user_of, own):
    user = user_of(RoleKey.ADMINISTRATOR, "boss")
    models.Membership.objects.create(
        user=user, organisation=own.organisation, role=RoleKey.ADMINISTRATOR
    )
    return user


def test_administrators_see_all(signed_in, boss):
    client = signed_in(boss)
    page = client.get(INVITATIONS).content.decode()
    assert "kutsu-oma@" in page and "kutsu-vieras@" in page
    page = client.get(REQUESTS).content.decode()
    assert "Pyytäjä oma" in page and "Pyytäjä vieras" in page


def test_contact_persons_see_what_is_of_their_own_organisation(signed_in, editor, foreign):
    client = signed_in(editor(True))
    for address, shown, hidden in (
        (INVITATIONS, "kutsu-oma@", "kutsu-vieras@"),
        (REQUESTS, "Pyytäjä oma", "Pyytäjä vieras"),
    ):
        for query in (
            {},
            {"email": "vieras"},
            {"organisation": foreign.organisation.pk},
            {"export": "csv"},
            {"export": "xlsx"},
        ):
            for path in (address, f"{address}results/"):
                answer = client.get(path, query)
                content = b"".join(answer) if answer.streaming else answer.content
                text = content.decode("utf-8", "replace")
                assert answer.status_code == 200
                assert hidden not in text and "vieras@" not in text
                if query.get("export") != "xlsx" and not query.get("organisation"):
                    assert (shown in text) is (query != {"email": "vieras"})
        assert str(foreign.organisation) not in client.get(address).content.decode()


def test_others_see_neither_lists_nor_menu(signed_in, editor, user_of, own):
    users = [editor(False)]
    for key in (RoleKey.SECTION_EDITOR, RoleKey.MODERATOR):
        users.append(user_of(key, f"x-{key.value}"))
        models.Membership.objects.create(user=users[-1], organisation=own.organisation, role=key)
    for user in users:
        client = signed_in(user)
        for address in (INVITATIONS, REQUESTS):
            for path in (address, f"{address}results/", f"{address}?export=csv"):
                answer = client.get(path)
                assert answer.status_code == 302 and answer["Location"] == "/admin/"
        assert "soskes/entrance" not in client.get("/admin/").content.decode()


def test_menu_of_those_who_care(signed_in, editor):
    assert INVITATIONS in signed_in(editor(True)).get("/admin/").content.decode()


def test_situations(signed_in, boss):
    client = signed_in(boss)
    row = models.Invitation.objects.get(email="kutsu-oma@x.example")
    for state, fields in (
        ("waiting", {}),
        ("expired", {"expires_at": timezone.now() - datetime.timedelta(days=1)}),
        ("withdrawn", {"withdrawn_at": timezone.now()}),
        ("accepted", {"accepted_at": timezone.now()}),
    ):
        models.Invitation.objects.filter(pk=row.pk).update(**fields)
        for asked in ("waiting", "expired", "withdrawn", "accepted"):
            page = client.get(INVITATIONS, {"state": asked}).content.decode()
            assert ("kutsu-oma@" in page) is (asked == state), (asked, state)
    models.JoinRequest.objects.filter(name="Pyytäjä oma").update(
        approved=False, decided_at=timezone.now()
    )
    page = client.get(REQUESTS, {"state": "declined"}).content
    assert "Hylätty" in BeautifulSoup(page, "html.parser").select_one("td .w-status").text
    assert b"vieras" not in page


def test_taking_them_along_is_logged(signed_in, boss):
    signed_in(boss).get(REQUESTS, {"export": "csv"})
    entry = AccessLogEntry.objects.get(event="export.records")
    assert entry.actor == boss and entry.data["kind"] == "soskes_directory.joinrequest"
