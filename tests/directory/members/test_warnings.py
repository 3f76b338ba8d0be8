"""Warnings before a licence ends, each once."""

import pytest
from django.core import mail
from django.core.management import call_command

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Licence, LicenceWarning
from soskes_wagtail.directory_snippets.services.licence_warnings import send_licence_warnings
from soskes_wagtail.notifications.models import Notice


@pytest.fixture
def people(person, role, town, licence, join):
    for key in (RoleKey.READER, RoleKey.ADMINISTRATOR):
        role(key)
    contact = person("yhteys", email="yhteys@esimerkki.example")
    join(contact, town, is_contact=True)
    join(person("jasen", email="jasen@esimerkki.example"), town)
    join(person("boss", email="boss@esimerkki.example"), town, RoleKey.ADMINISTRATOR)


def end_in(day, number):
    Licence.objects.update(valid_until=day(number))


@pytest.mark.parametrize(
    ("days", "warned"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7)]
)
def test_which_warning_is_due(people, day, days, warned):
    end_in(day, days)
    found = [one.days for one in send_licence_warnings()]
    assert found == ([warned] if warned else [])


def test_each_once_and_to_whom(people, day):
    for left, mails in ((60, 1), (59, 1), (30, 2), (30, 2), (5, 3), (1, 3)):
        end_in(day, left)
        LicenceWarning.objects.update(valid_until=day(left))  # the same last day all the time
        send_licence_warnings()
        assert len(mail.outbox) == mails
    assert {address for message in mail.outbox for address in message.to} == {
        "yhteys@esimerkki.example"
    }
    told = Notice.objects.values_list("user__username", flat=True)
    assert set(told) == {"yhteys", "boss"} and len(told) == 6


def test_a_renewed_licence_warns_anew(people, day):
    end_in(day, 7)
    assert send_licence_warnings() and not send_licence_warnings()
    end_in(day, 30)
    assert [one.days for one in send_licence_warnings()] == [30]


def test_ended_endless_and_followed_licences_do_not_warn(people, town, day):
    end_in(day, -1)
    assert not send_licence_warnings()
    Licence.objects.update(valid_until=None)
    assert not send_licence_warnings()
    end_in(day, 10)
    Licence.objects.create(organisation=town, valid_from=day(11), seats=5)
    assert not send_licence_warnings()


def test_command_tells_what_it_did(people, day, capsys):
    end_in(day, 7)
    call_command("soskes_send_licence_warnings")
    assert "Äänekosken kaupunki: 7" in capsys.readouterr().out
    call_command("soskes_send_licence_warnings")
    assert capsys.readouterr().out


def test_mail_server_away(people, day, monkeypatch):
    from django.core.mail import EmailMessage

    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", refuse)
    end_in(day, 7)
    (one,) = send_licence_warnings()
    assert (one.mailed, one.failed) == (0, 1)
    assert Notice.objects.count() == 2
