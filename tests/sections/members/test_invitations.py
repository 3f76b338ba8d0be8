"""Inviting people and letting them in."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override
from support.html import faults, soup

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.directory_snippets.models import Invitation, JoinRequest, Licence, Membership
from soskes_wagtail.directory_snippets.services import invitations
from soskes_wagtail.directory_snippets.services.invitees import read_invitees
from soskes_wagtail.directory_snippets.services.membership import give_membership
from soskes_wagtail.notifications.models import Notice


def new_user(name, email=None):
    return get_user_model().objects.create_user(
        name, email=email or f"{name}@esimerkki.example", password="x"
    )


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a@x.fi\nb@x.fi", ["a@x.fi", "b@x.fi"]),
        ("Aino Aalto <Aino@X.fi>, b@x.fi; c@x.fi", ["aino@x.fi", "b@x.fi", "c@x.fi"]),
        ("nimi;sähköposti\nAino;a@x.fi\n", ["a@x.fi"]),
        ("Aino\t a@x.fi", ["a@x.fi"]),
        ("", []),
    ],
)
def test_lines_are_read(text, expected):
    found = read_invitees(text)
    assert [one.email for one in found] == expected
    assert not any(one.error for one in found)


def test_errors_stand_by_their_lines():
    found = read_invitees("a@x.fi\nei osoitetta\n\nb@@x\n" + "x" * 300 + "@x.fi")
    assert [(one.line, bool(one.error)) for one in found] == [
        (1, False),
        (2, True),
        (4, True),
        (5, True),
    ]


class TestInviting:
    def test_preview_then_send(self, net):
        address = f"{net.url}kutsu/"
        form = {
            "organisation": net.town.pk,
            "role": "municipal_editor",
            "people": "uusi@esimerkki.example\nroska\nYHTEYS@esimerkki.example\n"
            "uusi@esimerkki.example",
        }
        page = soup(net.yhteys.client.post(address, form))
        assert not faults(page)
        rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
        assert len(rows) == 4 and "uusi@" in rows[0]
        assert not Invitation.objects.exists() and not mail.outbox
        ready = page.select_one("textarea[hidden]").text.strip()
        assert ready == "uusi@esimerkki.example"
        sent = net.yhteys.client.post(address, form | {"people": ready, "confirm": "1"})
        assert sent.status_code == 302
        (row,) = Invitation.objects.all()
        assert row.role == "municipal_editor" and row.sent_at
        assert mail.outbox[0].to == ["uusi@esimerkki.example"]
        assert AccessLogEntry.objects.filter(
            event="invitation.made", actor=net.yhteys.user
        ).exists()

    def test_csv(self, net):
        for content in ("nimi;osoite\nÄiti;a@x.fi\n".encode("cp1252"), b"b@x.fi"):
            file = SimpleUploadedFile("lista.csv", content)
            data = {"organisation": net.town.pk, "role": "reader", "file": file}
            page = soup(net.yhteys.client.post(f"{net.url}kutsu/", data))
            assert page.select_one("textarea[hidden]").text.strip() in ("a@x.fi", "b@x.fi")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"organisation": "other"},
            {"organisation": "999999999999999999999"},
            {"role": "administrator"},
            {"role": "section_editor"},
            {"people": ""},
            {"people": "a@x.fi\x00"},
            {"people": "\n".join(f"a{n}@x.fi" for n in range(300))},
            {"people": "a@x.fi b@x.fi c@x.fi d@x.fi e@x.fi f@x.fi"},
        ],
    )
    def test_what_may_not_be(self, net, wrong):
        data = {"organisation": net.town.pk, "role": "reader", "people": "a@x.fi", "confirm": "1"}
        if wrong.get("organisation") == "other":
            wrong = {"organisation": net.other.pk}
        response = net.yhteys.client.post(f"{net.url}kutsu/", data | wrong)
        assert response.status_code == 200
        assert not Invitation.objects.exists() and not mail.outbox

    def test_invitations_hold_seats(self, net, invited):
        invited("a@x.fi")
        invited("b@x.fi")
        data = {"organisation": net.town.pk, "role": "reader", "people": "c@x.fi", "confirm": "1"}
        page = soup(net.yhteys.client.post(f"{net.url}kutsu/", data))
        assert "vapaana 0" in page.text and Invitation.objects.count() == 2
        Invitation.objects.update(expires_at=timezone.now())
        invited("c@x.fi")

    def test_who_may_invite(self, net):
        for client in (net.jasen.client, net.outsider.client, Client()):
            response = client.post(f"{net.url}kutsu/", {"people": "a@x.fi", "confirm": "1"})
            assert response.status_code in (302, 403)
        assert not Invitation.objects.exists()
        page = soup(net.boss.client.get(f"{net.url}kutsu/?organisaatio={net.town.pk}"))
        assert page.select('option[value="administrator"]')
        page = soup(net.yhteys.client.get(f"{net.url}kutsu/?organisaatio={net.other.pk}"))
        assert net.other.name not in page.text

    def test_mail_server_away(self, net, settings, monkeypatch):
        from django.core.mail import EmailMessage

        def refuse(self, *args, **kwargs):
            raise ConnectionRefusedError

        monkeypatch.setattr(EmailMessage, "send", refuse)
        data = {"organisation": net.town.pk, "role": "reader", "people": "a@x.fi", "confirm": "1"}
        page = soup(net.yhteys.client.post(f"{net.url}kutsu/", data, follow=True))
        assert "a@x.fi" in page.select_one(".soskes-messages").text
        assert Invitation.objects.get().sent_at is None

    def test_slowed_down(self, net, invited, monkeypatch):
        from soskes_wagtail.sections.members import care

        monkeypatch.setattr(care, "TRIES_AN_HOUR", 1)
        invited("a@x.fi")
        data = {"organisation": net.town.pk, "role": "reader", "people": "b@x.fi", "confirm": "1"}
        assert net.yhteys.client.post(f"{net.url}kutsu/", data).status_code == 200
        assert Invitation.objects.count() == 1

    def test_same_answer_and_mail_with_and_without_account(self, net, invited):
        """Nobody learns from inviting whether an address has an account on the site."""
        net.yhteys.client.post  # noqa: B018
        answers, texts = [], []
        for address in ("ulkona@esimerkki.example", "tuntematon@esimerkki.example"):
            data = {"organisation": net.town.pk, "role": "reader", "people": address}
            page = net.yhteys.client.post(f"{net.url}kutsu/", data).content.decode()
            rows = BeautifulRows(page)
            answers.append([row.replace(address, "X") for row in rows])
            invited(address)
            texts.append(
                [line for line in mail.outbox[-1].body.splitlines() if "/tervetuloa/" not in line]
            )
        assert answers[0] == answers[1] and texts[0] == texts[1]


def BeautifulRows(page):
    from bs4 import BeautifulSoup

    rows = BeautifulSoup(page, "html.parser").select("tbody tr")
    return [row.get_text(" ", strip=True) for row in rows]


class TestAccepting:
    def test_somebody_signed_in(self, net, invited):
        path = invited("ulkona@esimerkki.example", role="municipal_editor")
        assert net.outsider.client.get("/soskes/").status_code == 302
        page = soup(net.outsider.client.get(path))
        assert not faults(page) and net.town.name in page.text
        assert net.outsider.client.post(path).status_code == 302
        assert net.outsider.client.get("/soskes/").status_code == 200
        member = Membership.objects.get(user=net.outsider.user)
        assert (member.role, member.organisation) == (RoleKey.MUNICIPAL_EDITOR, net.town)
        assert net.outsider.client.post(path).status_code == 410  # once only

    def test_nobody_signed_in_is_sent_to_the_login_and_back(self, net, invited):
        path = invited("ulkona@esimerkki.example")
        client = Client()
        response = client.get(path)
        login = soup(response).select_one("a.hds-button--primary")["href"]
        assert login.endswith(f"?next={path.replace('/', '%2F')}") or path in login
        assert response["Referrer-Policy"] == "same-origin"
        client.post(path, {"first_name": "A", "last_name": "B", "password": "x", "again": "x"})
        assert Membership.objects.filter(source="invitation").count() == 0

    def test_another_address_is_confirmed_by_the_contact_person(self, net, invited):
        path = invited("joku@muualla.example")
        assert net.outsider.client.post(path).status_code == 200
        assert net.outsider.client.get("/soskes/").status_code == 302
        row = JoinRequest.objects.get()
        approve = f"{net.url}pyynnot/{row.pk}/hyvaksy/"
        assert net.vieras.client.post(approve).status_code == 404
        assert net.yhteys.client.get(approve).status_code == 404
        assert net.yhteys.client.post(approve).status_code == 302
        assert net.outsider.client.get("/soskes/").status_code == 200
        net.yhteys.client.post(approve)
        assert Membership.objects.filter(user=net.outsider.user).count() == 1

    @pytest.mark.parametrize("how", ["expired", "withdrawn", "renewed", "forged", "foreign"])
    def test_links_that_do_not_work(self, net, invited, how):
        path = invited("ulkona@esimerkki.example")
        row = Invitation.objects.get()
        if how == "expired":
            Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
        elif how == "withdrawn":
            net.yhteys.client.post(f"{net.url}kutsut/{row.pk}/peru/")
        elif how == "renewed":
            net.yhteys.client.post(f"{net.url}kutsut/{row.pk}/laheta/")
            assert len(mail.outbox) == 2
        elif how == "forged":
            path = path[:-3] + "xy/"
        else:
            path = f"{net.url}tervetuloa/{row.pk}-{row.nonce}/"
        for client in (Client(), net.outsider.client):
            for send in (client.get, client.post):
                assert send(path).status_code == 410
        assert not Membership.objects.filter(user=net.outsider.user).exists()

    def test_account_of_their_own(self, net, invited, settings):
        settings.SOSKES = {**settings.SOSKES, "INVITED_ACCOUNTS": True}
        path = invited("uusi@esimerkki.example")
        client = Client()
        good = {"first_name": "Uusi", "last_name": "Ihminen", "password": "kesäyö-77-järvi"}
        assert client.post(path, good | {"again": "x"}).status_code == 200
        assert client.post(path, good | {"again": good["password"]}).status_code == 302
        assert client.get("/soskes/").status_code == 200
        made = get_user_model().objects.get(username="uusi@esimerkki.example")
        assert made.get_full_name() == "Uusi Ihminen" and made.check_password(good["password"])

    def test_who_has_an_account_makes_no_second_one(self, net, invited, settings):
        settings.SOSKES = {**settings.SOSKES, "INVITED_ACCOUNTS": True}
        path = invited("ulkona@esimerkki.example")
        data = {"first_name": "U", "last_name": "I", "password": "kesäyö-77", "again": "kesäyö-77"}
        assert Client().post(path, data).status_code == 200
        assert get_user_model().objects.filter(email="ulkona@esimerkki.example").count() == 1

    def test_decided_by_the_right_people_only(self, net, invited):
        invited("a@x.fi")
        row = Invitation.objects.get()
        for who in (net.vieras, net.jasen, net.outsider):
            for what in ("laheta", "peru"):
                response = who.client.post(f"{net.url}kutsut/{row.pk}/{what}/")
                assert response.status_code in (302, 403, 404)
        row.refresh_from_db()
        assert row.withdrawn_at is None and len(mail.outbox) == 1
        net.boss.client.post(f"{net.url}kutsut/{row.pk}/peru/")
        row.refresh_from_db()
        assert row.withdrawn_at

    def test_nothing_of_soskes_stands_on_the_open_pages(self, net, invited):
        path = invited("ulkona@esimerkki.example")
        for address in (path, f"{net.url}liity/"):
            for client in (Client(), net.outsider.client):
                text = client.get(address).content.decode()
                assert "Lastensuojelu" not in text and "Kuntahakemisto" not in text


class TestAskingToJoin:
    DATA = {"name": "Aino Aalto", "email": "aino@esimerkki.example", "message": "Hei"}

    def test_same_answer_for_everybody(self, net):
        answers = set()
        for email in ("yhteys@esimerkki.example", "kukaan@esimerkki.example"):
            data = self.DATA | {"organisation": net.town.pk, "email": email}
            page = soup(Client().post(f"{net.url}liity/", data))
            answers.add(page.select_one("#soskes-content").get_text(" ", strip=True))
        assert len(answers) == 1 and JoinRequest.objects.count() == 2

    def test_approved_without_account_gets_an_invitation(self, net, link):
        data = self.DATA | {"organisation": net.town.pk}
        Client().post(f"{net.url}liity/", data)
        Client().post(f"{net.url}liity/", data)
        row = JoinRequest.objects.get()
        page = soup(net.yhteys.client.get(net.url))
        assert not faults(page) and "Aino Aalto" in page.text
        net.yhteys.client.post(f"{net.url}pyynnot/{row.pk}/hyvaksy/")
        assert mail.outbox[-1].to == ["aino@esimerkki.example"] and link()

    def test_somebody_signed_in(self, net):
        page = soup(net.outsider.client.get(f"{net.url}liity/"))
        assert not page.select("[name=email], [name=name]")
        net.outsider.client.post(f"{net.url}liity/", {"organisation": net.town.pk})
        row = JoinRequest.objects.get()
        assert row.user == net.outsider.user
        net.yhteys.client.post(f"{net.url}pyynnot/{row.pk}/hylkaa/")
        assert net.outsider.client.get("/soskes/").status_code == 302

    @pytest.mark.parametrize(
        "wrong",
        [
            {"organisation": ""},
            {"organisation": "department"},
            {"email": "x"},
            {"message": "Asiakas 131052-308T"},
            {"message": "x" * 1001},
            {"name": "\x00"},
        ],
    )
    def test_wrong_input_is_refused(self, net, wrong):
        if wrong.get("organisation") == "department":
            wrong = {"organisation": net.department.pk}
        data = self.DATA | {"organisation": net.town.pk} | wrong
        assert Client().post(f"{net.url}liity/", data).status_code == 200
        assert not JoinRequest.objects.exists()

    def test_slowed_down(self, net):
        client = Client()
        for number in range(8):
            data = self.DATA | {"organisation": net.town.pk, "email": f"a{number}@x.fi"}
            client.post(f"{net.url}liity/", data)
        assert JoinRequest.objects.count() == 5


def test_accepting_twice_at_once_makes_one_member(net, invited):
    path = invited("ulkona@esimerkki.example")
    token = path.rstrip("/").rpartition("/")[2]
    first, second = invitations.invitation_of(token), invitations.invitation_of(token)
    assert first == second
    assert invitations.accept(token, net.outsider.user)
    assert invitations.accept(token, net.outsider.user) is None
    assert Viewer(get_user_model().objects.get(pk=net.outsider.user.pk)).is_member

    def test_those_who_decide_are_told_and_nobody_else(self, net):
        above = give_membership(
            user=get_user_model().objects.create_user("jasenet"),
            organisation=net.department,
            actor=None,
            is_contact=True,
        )
        data = self.DATA | {"organisation": net.town.pk}
        Client().post(f"{net.url}liity/", data)
        Client().post(f"{net.url}liity/", data)
        notice = Notice.objects.get()
        assert notice.user == net.yhteys.user and above.user != notice.user
        told = net.yhteys.client.get("/soskes/ilmoitukset/").content.decode()
        assert "Aino Aalto" in told and f"?organisaatio={net.town.pk}" in told
        for who in (net.jasen, net.vieras, net.boss):
            told = who.client.get("/soskes/ilmoitukset/").content.decode()
            assert "Aino Aalto" not in told

    def test_contact_persons_above_are_told_too(self, net):
        Licence.objects.create(organisation=net.department, seats=1)
        data = self.DATA | {"organisation": net.department.pk}
        Client().post(f"{net.url}liity/", data)
        assert Notice.objects.get().user == net.yhteys.user

    def test_administrators_are_told_where_nobody_else_decides(self, net):
        net.yhteys.membership.is_contact = False
        net.yhteys.membership.save()
        Client().post(f"{net.url}liity/", self.DATA | {"organisation": net.town.pk})
        assert [notice.user for notice in Notice.objects.all()] == [net.boss.user]

    def test_who_is_no_contact_person_any_more_reads_nothing_of_it(self, net):
        Client().post(f"{net.url}liity/", self.DATA | {"organisation": net.town.pk})
        net.yhteys.membership.is_contact = False
        net.yhteys.membership.save()
        told = net.yhteys.client.get("/soskes/ilmoitukset/").content.decode()
        assert "Aino Aalto" not in told

    def test_a_link_that_was_passed_on_is_told_of(self, net, invited):
        path = invited("toinen@esimerkki.example")
        net.outsider.client.post(path)
        assert Notice.objects.get().user == net.yhteys.user

    def test_the_button_says_what_it_does(self, net):
        for language, text in (("fi", "Lähetä pyyntö"), ("sv", "Skicka begäran")):
            with override(language):
                assert gettext("Send the request") == text
        page = soup(Client().get(f"{net.url}liity/"))
        assert page.select_one("form button[type=submit]").text == "Lähetä pyyntö"
