"""How long notices are kept."""

import datetime

from django.db import transaction
from django.utils import timezone

from soskes_wagtail.notifications.models import Mailing, Notice, NoticeEvent

#: Read or not: after a year nobody looks for it here.
NOTICES_KEPT = datetime.timedelta(days=365)
#: Long enough to answer "did I get that mail?".
MAILINGS_KEPT = datetime.timedelta(days=90)


def tidy(now: datetime.datetime | None = None) -> int:
    """Delete what is old; returns the number of events."""
    now = now or timezone.now()
    with transaction.atomic():
        old = Mailing.objects.filter(created_at__lt=now - MAILINGS_KEPT).exclude(
            state__in=[Mailing.State.WAITING, Mailing.State.HANDING]
        )
        # Without its mail, a notice would be waiting for one again.
        Notice.objects.filter(mailing__in=old).update(mail_wanted=False, mailing=None)
        old.delete()
        events = NoticeEvent.objects.filter(created_at__lt=now - NOTICES_KEPT)
        count = events.count()
        events.delete()
    return count
