"""Mail about notices: to whom, when, once, in which language, of what they may still see."""

import datetime
import json
import os
import signal
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from soskes_wagtail import notifications
from soskes_wagtail.notifications.digests.composing import compose
from soskes_wagtail.notifications.digests.preparing import prepare
from soskes_wagtail.notifications.digests.sending import send_waiting
from soskes_wagtail.notifications.models import Frequency, Mailing, Notice, NoticePreferences
from soskes_wagtail.notifications.tidying import tidy

MONDAY = datetime.datetime(2026, 11, 30, 7, tzinfo=datetime.UTC)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


class Refusing(BaseEmailBackend):
    """Takes everything but what is for the people in ``refused``."""

    refused: set[str] = set()

    def send_messages(self, messages):
        for message in messages:
            if message.to[0].split("@")[0] in self.refused:
                raise OSError("550 no")
            mail.outbox.append(message)
        return len(messages)


class Down(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError("nobody there")


class Interrupted(BaseEmailBackend):
    """Dies at the third mail, before it is taken."""

    def send_messages(self, messages):
        if len(mail.outbox) == 2:
            raise KeyboardInterrupt
        mail.outbox.extend(messages)
        return len(messages)


@pytest.fixture
def use_backend(monkeypatch):
    """Have mail go through a backend; past the settings, which differ by Django's version."""
    from soskes_wagtail.notifications.digests import sending

    def use(cls):
        def open_():
            made = cls()
            try:
                made.open()
            except Exception as error:
                raise sending.MailServerDown(str(error)) from error
            return made

        monkeypatch.setattr(sending, "_open", open_)

    return use


@pytest.fixture
def tell(kind, home):
    def tell(*users, title="Uusi ohje", target=home, **more):
        return notifications.notify(
            kind, target=target, title=title, url="/ohje/", recipients=users, **more
        )

    return tell


def wish(user, frequency, language=""):
    NoticePreferences.objects.create(user=user, frequency=frequency, language=language)


def to():
    return sorted(message.to[0].split("@")[0] for message in mail.outbox)


def run(now=None):
    now = now or timezone.now()
    prepare(now=now)
    return send_waiting(now=now)


def test_one_mail_tells_everything_and_what_matters_first(kind, home, member, tell):
    user = member("a", first_name="Aino")
    notifications.register_kind(notifications.NoticeKind("test.urgent", "Urgent", weight=100))
    tell(user, title="Ensimmäinen")
    notifications.notify(
        "test.urgent", target=home, title="Tärkeä", url="/t/", body="Lue tämä", recipients=[user]
    )
    tell(user, title="Viimeinen")
    run()
    (message,) = mail.outbox
    assert "3 uutta ilmoitusta" in message.subject
    html = message.alternatives[0][0]
    for text in (message.body, html):
        assert text.index("Tärkeä") < text.index("Viimeinen") < text.index("Ensimmäinen")
        assert "Lue tämä" in text and "Aino" in text
        assert "http://testserver/ohje/" in text
    assert message.alternatives[0][1] == "text/html"


def test_nothing_is_sent_twice(member, tell):
    tell(member("a"))
    assert run().sent == 1
    assert run().sent == 0
    assert run(timezone.now() + DAY).sent == 0
    assert len(mail.outbox) == 1


def test_everybody_as_often_as_they_want(member, tell):
    at_once, daily, weekly, never = (member(name) for name in ("now", "daily", "weekly", "never"))
    wish(at_once, Frequency.AT_ONCE)
    wish(weekly, Frequency.WEEKLY)
    wish(never, Frequency.NONE)
    tuesday = MONDAY + DAY
    everybody = (at_once, daily, weekly, never)

    def tell_on(now):
        tell(*everybody)
        Notice.objects.filter(mailing=None).update(created_at=now)

    tell_on(tuesday)
    assert run(tuesday).sent == 2
    tell_on(tuesday + HOUR)
    run(tuesday + HOUR)
    assert to() == ["daily", "now", "now"]
    run(tuesday + DAY)
    assert to() == ["daily", "daily", "now", "now"]
    run(MONDAY + 7 * DAY)
    assert to() == ["daily", "daily", "now", "now", "weekly"]
    assert mail.outbox[-1].body.count("Uusi ohje") == 2


def test_a_missed_monday_is_made_up_for(member, tell):
    user = member("a")
    wish(user, Frequency.WEEKLY)
    tell(user)
    Notice.objects.update(created_at=MONDAY - DAY)
    assert run(MONDAY + 2 * DAY).sent == 1


def test_at_once_is_sent_after_the_commit(member, tell, django_capture_on_commit_callbacks):
    user, slow = member("a"), member("b")
    wish(user, Frequency.AT_ONCE)
    with django_capture_on_commit_callbacks(execute=True):
        tell(user, slow)
        assert mail.outbox == []
    assert to() == ["a"]


def test_the_language_is_the_readers(member, tell):
    finnish, swedish = member("fi"), member("sv")
    wish(swedish, Frequency.DAILY, "sv")
    tell(finnish, swedish)
    tell(finnish, swedish)
    run()
    subjects = {message.to[0][:2]: message.subject for message in mail.outbox}
    assert subjects["fi"] == "SosKes: 2 uutta ilmoitusta"
    assert subjects["sv"] == "SosKes: 2 nya meddelanden"


def test_what_was_read_in_the_network_is_left_out(member, tell):
    user = member("a")
    tell(user, title="Luettu")
    Notice.objects.update(read_at=timezone.now())
    assert run().empty == 1
    tell(user, title="Lukematon")
    run(timezone.now() + DAY)
    assert "Luettu" not in mail.outbox[0].body


def test_access_is_asked_for_when_it_is_sent(home, make, close, groups, member, tell):
    page = make(home, "Salainen sivu")
    a, b = member("a"), member("b")
    a.groups.add(groups["a"])
    tell(a, b, target=page, title="Salainen sivu")
    prepare()
    close(page, "groups", [groups["a"]])
    report = send_waiting(now=timezone.now() + HOUR)
    assert (report.sent, report.empty, to()) == (1, 1, ["a"])


def test_whose_membership_ended_gets_nothing_of_what_was_waiting(member, tell):
    user, gone = member("former"), member("gone")
    tell(user, gone)
    prepare()
    user.groups.clear()
    gone.is_active = False
    gone.save()
    assert send_waiting(now=timezone.now() + HOUR).empty == 2
    assert mail.outbox == []
    assert run(timezone.now() + 2 * DAY).sent == 0


def test_without_an_address_nothing_fails(member, tell):
    tell(member("a", email=""))
    assert run().empty == 1


def test_a_refused_mail_waits_and_the_others_go(member, tell, use_backend, monkeypatch):
    people = [member(name) for name in "abcdefgh"]
    monkeypatch.setattr(Refusing, "refused", set("abcdef"))
    use_backend(Refusing)
    tell(*people)
    now = timezone.now()
    report = run(now)
    assert (report.sent, report.postponed, to()) == (2, 6, ["g", "h"])
    assert run(now).sent == 0
    monkeypatch.setattr(Refusing, "refused", {"b"})
    assert run(now + HOUR).sent == 5
    assert to() == ["a", "c", "d", "e", "f", "g", "h"]
    assert Mailing.objects.get(user__username="b").error == "OSError: 550 no"


def test_a_mail_that_is_always_refused_is_given_up(member, tell, use_backend, monkeypatch):
    monkeypatch.setattr(Refusing, "refused", {"a"})
    use_backend(Refusing)
    tell(member("a"))
    reports = [run(timezone.now() + 2 * DAY) for _ in range(10)]
    assert [report.failed for report in reports] == [0] * 6 + [1] + [0] * 3


def test_without_a_mail_server_everything_waits(member, tell, use_backend):
    tell(member("a"), member("b"))
    use_backend(Down)
    with pytest.raises(CommandError, match="nobody there"):
        call_command("soskes_send_digests")
    assert set(Mailing.objects.values_list("state", "attempts")) == {("waiting", 0)}
    use_backend(Refusing)
    call_command("soskes_send_digests")
    assert to() == ["a", "b"]


def test_an_interrupted_run_is_finished_by_the_next(member, tell, use_backend):
    tell(*[member(name) for name in "abcde"])
    use_backend(Interrupted)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert len(mail.outbox) == 2
    use_backend(Refusing)
    run()
    assert to() == ["a", "b", "c", "d", "e"]


def test_a_mail_whose_sender_died_is_not_repeated_but_its_news_are_told(member, tell):
    user = member("a")
    tell(user, title="Ehkä kerrottu")
    now = timezone.now()
    prepare(now=now)
    Mailing.objects.update(state="handing", handed_at=now)
    assert run(now + HOUR / 2).sent == 0
    assert run(now + 2 * HOUR).sent == 0  # not on the same day
    assert run(now + DAY).sent == 1
    assert "Ehkä kerrottu" in mail.outbox[0].body
    assert set(Mailing.objects.values_list("state", flat=True)) == {"unknown", "sent"}


def test_two_runs_at_once_send_one_mail(member, tell):
    tell(member("a"))
    prepare()
    batch = list(Mailing.objects.all())
    assert len(list(compose(batch))) == 1
    assert send_waiting(now=timezone.now() + HOUR).sent == 1  # while the first still composes
    from soskes_wagtail.notifications.digests.sending import _claim

    assert not _claim(batch[0])


def test_a_mail_can_be_ended_by_one_click(member, tell):
    tell(member("a"))
    run()
    (message,) = mail.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message.extra_headers["List-Unsubscribe"]
    assert address.startswith("<http://testserver/soskes-osoitteet/ei-postia/")
    assert address.strip("<>") in message.body
    assert message.message()["Auto-Submitted"] == "auto-generated"
    assert message.message()["Message-ID"].startswith("<soskes.")


def test_a_title_cannot_add_headers(member, tell):
    tell(member("a"), title="Uusi\r\nBcc: muut@esimerkki.example\n\nteksti")
    run()
    assert mail.outbox[0].message()["Bcc"] is None
    assert "\n" not in mail.outbox[0].subject


def test_queries_do_not_grow_with_the_people(kind, home, make, close, groups, member, tell):
    people = [member(f"m{i}") for i in range(40)]
    groups["a"].user_set.add(*people)
    pages = [make(home, f"Sivu {i}") for i in range(5)]
    close(pages[0], "groups", [groups["a"]])

    def queries(users, now):
        for page in pages:
            tell(*users, target=page)
        with CaptureQueriesContext(connection) as preparing:
            assert prepare(now=now) == len(users)
        batch = list(Mailing.objects.filter(state="waiting"))
        with CaptureQueriesContext(connection) as composing:
            assert all(message for _, message in compose(batch))
        send_waiting(now=now)
        return len(preparing), len(composing)

    now = timezone.now()
    queries(people[:1], now)
    few, many = queries(people[:4], now + DAY), queries(people, now + 2 * DAY)
    assert few == many
    assert max(many) < 16


def test_old_notices_go_and_nobody_is_mailed_again(member, tell):
    user = member("a")
    tell(user)
    run()
    tidy(timezone.now() + 100 * DAY)
    assert not Mailing.objects.exists()
    assert run(timezone.now() + 100 * DAY).sent == 0
    tidy(timezone.now() + 400 * DAY)
    assert not Notice.objects.exists()


SENDER = """
import os, signal, sys
from django.core import mail
from soskes_wagtail.notifications.digests import sending
from soskes_wagtail.notifications.digests.preparing import prepare
from soskes_wagtail.notifications import NoticeKind, register_kind

register_kind(NoticeKind("test.new", "New thing"))
folder, stop_at, when = sys.argv[-3], int(sys.argv[-2]), sys.argv[-1]


class Server:
    def close(self):
        pass

    def send_messages(self, messages):
        (message,) = messages
        last = len(os.listdir(folder)) + 1 == stop_at
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        name = message.extra_headers["Message-ID"].strip("<>")
        with open(os.path.join(folder, name), "a") as file:
            file.write(message.to[0] + "\\n")
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return 1


sending._open = Server
prepare()
sending.send_waiting()
"""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle(kind, home, member, tell, tmp_path, when):
    """A process that is killed, before and after the server has taken a mail; then another."""
    people = [member(f"m{i}") for i in range(8)]
    tell(*people)
    folder = tmp_path / "post"
    folder.mkdir()
    settings = connection.settings_dict
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "testproject.settings",
        "SOSKES_TEST_DB": json.dumps(
            {
                key: str(settings[key])
                for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
            }
        ),
    }
    program = (
        "import json, os, django\n"
        "from django.conf import settings\n"
        "settings.DATABASES['default'].update(json.loads(os.environ['SOSKES_TEST_DB']))\n"
        "django.setup()\n" + SENDER
    )

    def send(stop_at):
        command = [sys.executable, "-c", program, str(folder), str(stop_at), when]
        path = os.pathsep.join(p for p in sys.path if p)
        return subprocess.run(command, env=env | {"PYTHONPATH": path}, capture_output=True)

    def taken():
        lines = [line for file in folder.iterdir() for line in file.read_text().splitlines()]
        assert len(lines) == len(set(lines)), "somebody has got two"
        return set(lines)

    killed = send(4)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    finished = send(0)
    assert finished.returncode == 0, finished.stderr
    everybody = {
        user.email for user in get_user_model().objects.filter(pk__in=[p.pk for p in people])
    }
    interrupted = everybody - taken()
    assert len(interrupted) == (1 if when == "before" else 0)
    Mailing.objects.filter(state="handing").update(handed_at=timezone.now() - 2 * HOUR)
    prepared = run(timezone.now() + DAY)
    # Nobody knows whether the interrupted mail was taken: its news come with the next one.
    assert prepared.sent == 1
    assert {message.to[0] for message in mail.outbox} | taken() == everybody
