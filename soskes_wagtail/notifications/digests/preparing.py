"""Who gets a mail now, and which notices are told in it."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.db.models import Max, Min, OuterRef, Subquery
from django.utils import timezone

from soskes_wagtail.notifications.models import Frequency, Mailing, Notice, NoticePreferences

#: People prepared with one set of queries, in one transaction.
BATCH = 500
#: A mail that is being handed over for longer than this has lost its sender.
LOST_AFTER = datetime.timedelta(hours=1)
ALL = frozenset({Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY})


def prepare(frequencies: Collection[str] = ALL, *, now: datetime.datetime | None = None) -> int:
    """Make the mails that are due for people with one of the frequencies; returns how many.

    May be interrupted and run again at any time: a notice that has gone into a mail goes into
    no other, and nobody gets two mails for the same day or week.
    """
    now = now or timezone.now()
    release_lost(now)
    made = last = 0
    while user_ids := _people_waiting(after=last):
        with transaction.atomic():
            made += _prepare(user_ids, frequencies, now)
        last = user_ids[-1]
    return made


def release_lost(now: datetime.datetime) -> int:
    """Mails whose sender died while handing them over: nobody knows whether they arrived, so
    they are not sent again, but what is still unread in them goes into the next one."""
    lost = Mailing.objects.filter(state=Mailing.State.HANDING, handed_at__lt=now - LOST_AFTER)
    ids = list(lost.values_list("pk", flat=True))
    if ids:
        Mailing.objects.filter(pk__in=ids, state=Mailing.State.HANDING).update(
            state=Mailing.State.UNKNOWN
        )
        lost_for_good = Notice.objects.filter(mailing__in=ids, mailing__state=Mailing.State.UNKNOWN)
        lost_for_good.filter(read_at__isnull=True).update(mailing=None)
    return len(ids)


def _people_waiting(after: int) -> list[int]:
    waiting = _waiting().filter(user_id__gt=after).order_by("user_id")
    return list(waiting.values_list("user_id", flat=True).distinct()[:BATCH])


def _waiting():
    return Notice.objects.filter(mail_wanted=True, mailing__isnull=True)


def _prepare(user_ids: list[int], frequencies: Collection[str], now: datetime.datetime) -> int:
    wishes = dict(
        NoticePreferences.objects.filter(user__in=user_ids).values_list("user_id", "frequency")
    )
    waiting = _waiting().filter(user__in=user_ids).order_by()
    keys: dict[int, list[str]] = {}
    for row in waiting.values("user_id").annotate(oldest=Min("created_at"), newest=Max("pk")):
        frequency = wishes.get(row["user_id"], Frequency.DAILY)
        if frequency in frequencies:
            keys[row["user_id"]] = _keys(frequency, row["oldest"], row["newest"], now)
    all_keys = {key for some in keys.values() for key in some}
    used = set(
        Mailing.objects.filter(user__in=keys, key__in=all_keys).values_list("user_id", "key")
    )
    chosen = {
        user_id: key
        for user_id, some in keys.items()
        if (key := next((key for key in some if (user_id, key) not in used), None))
    }
    Mailing.objects.bulk_create(
        (Mailing(user_id=user_id, key=key, next_try=now) for user_id, key in chosen.items()),
        ignore_conflicts=True,  # another run may have been quicker
    )
    own = Mailing.objects.filter(
        user=OuterRef("user_id"), key__in=set(chosen.values()), state=Mailing.State.WAITING
    )
    _waiting().filter(user__in=chosen).update(
        mailing=Subquery(own.order_by("-pk").values("pk")[:1])
    )
    return len(chosen)


def _keys(
    frequency: str, oldest: datetime.datetime, newest: int, now: datetime.datetime
) -> list[str]:
    """What a mail may be for, best first; nothing while none is due."""
    today = timezone.localdate(now)
    monday = today - datetime.timedelta(days=today.weekday())
    oldest_day = timezone.localdate(oldest)
    if frequency == Frequency.AT_ONCE:
        # The second is for what an interrupted mail has left behind.
        return [f"now:{newest}", *([f"daily:{today}"] if oldest_day < today else [])]
    if frequency == Frequency.DAILY:
        return [f"daily:{today}"]
    # On Monday; later in the week only what a missed Monday has left behind.
    return [f"weekly:{monday}"] if today == monday or oldest_day < monday else []
