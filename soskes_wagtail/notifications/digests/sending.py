"""Handing the mails to the mail server: each once, whatever happens meanwhile."""

import datetime
import logging
from dataclasses import dataclass

from django.core import mail
from django.db.models import F
from django.utils import timezone

from soskes_wagtail.notifications.digests.composing import compose
from soskes_wagtail.notifications.digests.writing import Writer
from soskes_wagtail.notifications.models import Mailing

logger = logging.getLogger(__name__)

#: Mails composed with one set of queries. Access is as old as the first of them.
BATCH = 100
#: Minutes to wait after the first, second … refusal; then the mail is given up.
PATIENCE = (5, 15, 60, 240, 720, 1440)

State = Mailing.State


class MailServerDown(Exception):
    """No connection to the mail server: what is left waits for the next run."""


@dataclass
class SendReport:
    sent: int = 0
    empty: int = 0
    postponed: int = 0
    failed: int = 0


def send_waiting(*, now: datetime.datetime | None = None) -> SendReport:
    """Send every mail that is due. Not within a transaction: a claim must be seen at once.

    Several processes may do it at the same time. A refused mail waits longer each time, the
    others go on. ``MailServerDown`` when there is no connection at all.
    """
    now = now or timezone.now()
    report, writer, connection, last = SendReport(), Writer(), None, 0
    try:
        while batch := _due(now, after=last):
            last = batch[-1].pk
            for mailing, message in compose(batch, writer):
                if message is None:
                    report.empty += _move(mailing, State.WAITING, State.EMPTY)
                    continue
                connection = connection or _open()
                if not _claim(mailing):
                    continue  # somebody else sends it
                if _hand_over(connection, mailing, message, report):
                    continue
                _close(connection)
                connection = None
    finally:
        if connection:
            _close(connection)
    return report


def _due(now: datetime.datetime, after: int) -> list[Mailing]:
    due = Mailing.objects.filter(state=State.WAITING, next_try__lte=now, pk__gt=after)
    return list(due.order_by("pk")[:BATCH])


def _claim(mailing: Mailing) -> bool:
    """Take a mail so that nobody else can; False when it is taken."""
    waiting = Mailing.objects.filter(pk=mailing.pk, state=State.WAITING)
    return bool(
        waiting.update(
            state=State.HANDING, handed_at=timezone.now(), attempts=F("attempts") + 1, error=""
        )
    )


def _hand_over(connection, mailing: Mailing, message, report: SendReport) -> bool:
    """Send a claimed mail and note what came of it; False after a refusal."""
    try:
        if connection.send_messages([message]) == 0:
            raise OSError("The mail server took nothing.")
    except Exception as error:
        logger.warning("A mail of notices (%s) was not sent: %s", mailing.pk, error)
        if _postpone(mailing, error):
            report.postponed += 1
        else:
            report.failed += 1
        return False
    except BaseException:  # interrupted by hand or by the system, before the answer
        _move(mailing, State.HANDING, State.WAITING)
        raise
    report.sent += _move(mailing, State.HANDING, State.SENT)
    return True


def _postpone(mailing: Mailing, error: Exception) -> bool:
    """Have a refused mail tried again later; False when there were enough tries."""
    again = mailing.attempts < len(PATIENCE)
    wait = datetime.timedelta(minutes=PATIENCE[mailing.attempts] if again else 0)
    Mailing.objects.filter(pk=mailing.pk, state=State.HANDING).update(
        state=State.WAITING if again else State.FAILED,
        next_try=timezone.now() + wait,
        error=f"{type(error).__name__}: {error}"[:255],
    )
    return again


def _move(mailing: Mailing, before: str, after: str) -> int:
    return Mailing.objects.filter(pk=mailing.pk, state=before).update(state=after)


def _open():
    """A connection of the host's default mailer."""
    # Django 6.1 renames it; neither names a backend.
    connection = mail.mailers.default if hasattr(mail, "mailers") else mail.get_connection()
    try:
        connection.open()
    except Exception as error:
        raise MailServerDown(f"{type(error).__name__}: {error}") from error
    return connection


def _close(connection) -> None:
    try:
        connection.close()
    except Exception:
        logger.debug("The connection to the mail server did not close.", exc_info=True)
