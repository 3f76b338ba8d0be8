"""Telling people: an event, and a notice for each who is to know and may."""

from collections.abc import Iterable, Iterator

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Model

from soskes_wagtail.access import Viewer
from soskes_wagtail.access.many import Target, sight_of, target_of
from soskes_wagtail.commits import once_on_commit
from soskes_wagtail.notifications.kinds import NoticeKind, kind_of
from soskes_wagtail.notifications.models import Frequency, Notice, NoticeEvent, NoticePreferences
from soskes_wagtail.notifications.subscriptions import subscribers

#: People looked at together; the number of queries for a batch does not depend on it.
BATCH = 1000


def notify(
    kind: str,
    *,
    target: Model,
    title: str,
    url: str,
    body: str = "",
    topics: Iterable[str] = (),
    recipients: Iterable = (),
    actor=None,
    key: str | None = None,
) -> int:
    """Tell the recipients and those who follow one of the topics, without the actor.

    Only those who may see ``target`` are told. ``url`` begins with ``/`` or is a full
    ``http(s)`` address. ``title`` and ``body`` are plain text and stay in the language they are
    in; what has happened is said in the reader's language by the kind. ``key``: a second call
    with the same key tells nobody. Part of the caller's transaction, with which it stands or
    falls. Returns how many were told.

    ``ValueError`` for an unknown kind, an unsaved target or another address.
    """
    known = kind_of(kind)
    if known is None:
        raise ValueError(f"No part has registered the kind {kind!r} of notices.")
    if target.pk is None:
        raise ValueError("A notice needs a saved target.")
    with transaction.atomic():
        why = dict.fromkeys((user.pk for user in recipients), "")
        for user_id, topic in subscribers(topics).items():
            why.setdefault(user_id, topic)
        why.pop(getattr(actor, "pk", None), None)
        if not why:
            return 0
        event = NoticeEvent(
            kind=kind,
            title=" ".join(_clean(title).split())[:255],
            body=_clean(body),
            url=_checked(url),
            actor_id=getattr(actor, "pk", None),
            key=key,
        )
        event.content_type_id, event.object_id = target_of(target)
        if not _saved(event):
            return 0
        told = sum(_tell(known, event, batch, why) for batch in _batches(list(why)))
        if not told:
            event.delete()
    return told


def _tell(kind: NoticeKind, event: NoticeEvent, user_ids: list[int], why: dict[int, str]) -> int:
    users = get_user_model()._default_manager.filter(pk__in=user_ids, is_active=True)
    allowed = who_may(kind, Viewer.of_many(users).values(), event.target)
    ids = [viewer.user.pk for viewer in allowed]
    wishes = dict(
        NoticePreferences.objects.filter(user__in=ids).values_list("user_id", "frequency")
    )
    Notice.objects.bulk_create(
        Notice(
            event=event,
            user_id=pk,
            topic=why[pk],
            mail_wanted=wishes.get(pk) != Frequency.NONE,
        )
        for pk in ids
    )
    if Frequency.AT_ONCE in wishes.values():
        once_on_commit(_mail_at_once)
    return len(ids)


def _mail_at_once() -> None:
    # The tasks read this module.
    from soskes_wagtail.notifications.tasks import send_at_once

    send_at_once.enqueue()


def who_may(kind: NoticeKind, viewers: Iterable[Viewer], target: Target) -> list[Viewer]:
    """Those of the viewers who may be told of the target."""
    viewers = [v for v in viewers if may_be_told(kind, v)]
    may_see = sight_of([target])
    return [viewer for viewer in viewers if may_see(viewer, target)]


def may_be_told(kind: NoticeKind | None, viewer: Viewer) -> bool:
    """Whether somebody may get notices of a kind at all: former members get none."""
    return bool(kind and viewer.is_authenticated and (viewer.is_member or not kind.members_only))


def _saved(event: NoticeEvent) -> bool:
    """Save the event; False when one with its key is there already."""
    if event.key is None:
        event.save()
        return True
    if NoticeEvent.objects.filter(key=event.key).exists():
        return False
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError:  # somebody else was quicker
        return False
    return True


def _checked(url: str) -> str:
    full = url.startswith(("https://", "http://"))
    if not (full or (url.startswith("/") and not url.startswith(("//", "/\\")))):
        raise ValueError(f"The address of a notice begins with / or http(s)://, not {url!r}.")
    if len(url) > 2000 or any(ord(sign) < 33 for sign in url):
        raise ValueError("The address of a notice is too long or has control signs in it.")
    return url


def _clean(text: str) -> str:
    return str(text).replace("\x00", "").strip()


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
