"""Writing the mails: what matters first, in the reader's language, only what they may see now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from soskes_wagtail.access import Viewer
from soskes_wagtail.access.many import sight_of
from soskes_wagtail.conf import app_settings
from soskes_wagtail.notifications.addresses import Addresses
from soskes_wagtail.notifications.kinds import kind_of
from soskes_wagtail.notifications.languages import languages_of
from soskes_wagtail.notifications.models import Frequency, Mailing, Notice, NoticePreferences
from soskes_wagtail.notifications.raising import may_be_told

#: Notices told in one mail; for the rest it says how many there are.
MOST = 30


@dataclass(frozen=True)
class Entry:
    """One notice in a mail."""

    label: str
    title: str
    body: str
    url: str
    why: str


def compose(
    mailings: list[Mailing], addresses: Addresses | None = None
) -> Iterator[tuple[Mailing, EmailMultiAlternatives | None]]:
    """The mails of a batch; None where there is nothing (left) to tell or nobody to tell it to.

    A constant number of queries, all of them at the first mail: hand over a batch before the
    next is composed. What has been read in the network is left out.
    """
    addresses = addresses or Addresses()
    user_ids = {mailing.user_id for mailing in mailings}
    users = get_user_model()._default_manager.filter(pk__in=user_ids)
    viewers = Viewer.of_many(users)
    no_mail = set(
        NoticePreferences.objects.filter(user__in=user_ids, frequency=Frequency.NONE).values_list(
            "user_id", flat=True
        )
    )
    languages = languages_of(user_ids)
    told = _told(mailings, viewers)
    for mailing in mailings:
        viewer, notices = viewers.get(mailing.user_id), told[mailing.pk]
        address = viewer and viewer.is_authenticated and viewer.user.email
        if not address or not notices or mailing.user_id in no_mail:
            yield mailing, None
            continue
        with translation.override(languages[mailing.user_id]):
            yield mailing, _message(mailing, viewer.user, notices, addresses)


def _told(mailings: list[Mailing], viewers: dict[int, Viewer]) -> dict[int, list[Notice]]:
    """Unread notices by mail that their reader may still see, what matters first."""
    rows = Notice.objects.filter(mailing__in=mailings, read_at__isnull=True)
    rows = list(rows.select_related("event").order_by("-pk"))
    may_see = sight_of({notice.event.target for notice in rows})
    told: dict[int, list[Notice]] = defaultdict(list)
    for notice in rows:
        viewer, kind = viewers.get(notice.user_id), kind_of(notice.event.kind)
        if viewer and may_be_told(kind, viewer) and may_see(viewer, notice.event.target):
            told[notice.mailing_id].append(notice)
    for notices in told.values():
        notices.sort(key=lambda notice: -kind_of(notice.event.kind).weight)
    return told


def _message(
    mailing: Mailing, user, notices: list[Notice], addresses: Addresses
) -> EmailMultiAlternatives:
    entries = list(_entries(notices[:MOST], addresses))
    unsubscribe = addresses.unsubscribe(user)
    context = {
        "entries": entries,
        "more": len(notices) - len(entries),
        "name": user.get_short_name() or user.get_username(),
        "language": translation.get_language(),
        "notices_url": addresses.notices(),
        "settings_url": addresses.settings(),
        "unsubscribe_url": unsubscribe,
    }
    message = EmailMultiAlternatives(
        subject=_subject(entries, len(notices)),
        body=_template("txt").render(context),
        from_email=app_settings.MAIL_FROM or None,
        to=[user.email],
        headers={
            # The same at every try, so that a mail server can tell a second copy.
            "Message-ID": f"<soskes.{mailing.pk}.{_mark(mailing)}@{addresses.domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(_template("html").render(context), "text/html")
    if unsubscribe:  # RFC 2369 and RFC 8058
        message.extra_headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def _entries(notices: Iterable[Notice], addresses: Addresses) -> Iterator[Entry]:
    for notice in notices:
        yield Entry(
            label=notice.event.label,
            title=notice.event.title,
            body=notice.event.body,
            url=addresses.full(notice.event.url),
            why=notice.why,
        )


def _subject(entries: list[Entry], count: int) -> str:
    if count == 1:
        return f"SosKes: {entries[0].label} – {entries[0].title}"
    words = ngettext("%(count)s new notice", "%(count)s new notices", count) % {"count": count}
    return f"SosKes: {words}"


def _mark(mailing: Mailing) -> str:
    return salted_hmac(
        "soskes.mailing", f"{mailing.pk}:{mailing.key}", algorithm="sha256"
    ).hexdigest()[:16]


def _template(ending: str):
    return get_template(f"soskes_wagtail/notifications/mail/digest.{ending}")
