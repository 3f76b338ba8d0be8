"""Writing the mails: what matters first, in the reader's language, only what they may see now."""

from collections import defaultdict
from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.utils import translation
from django.utils.crypto import salted_hmac

from soskes_wagtail.access import Viewer
from soskes_wagtail.access.many import sight_of
from soskes_wagtail.conf import app_settings
from soskes_wagtail.notifications.digests.mail import DigestMail
from soskes_wagtail.notifications.digests.writing import Writer
from soskes_wagtail.notifications.kinds import kind_of
from soskes_wagtail.notifications.languages import languages_of
from soskes_wagtail.notifications.models import Frequency, Mailing, Notice, NoticePreferences
from soskes_wagtail.notifications.raising import may_be_told


def compose(
    mailings: list[Mailing], writer: Writer | None = None
) -> Iterator[tuple[Mailing, DigestMail | None]]:
    """The mails of a batch; None where there is nothing (left) to tell or nobody to tell it to.

    A constant number of queries, all of them at the first mail: hand over a batch before the
    next is composed. What has been read in the network is left out. ``writer``: that of the run.
    """
    writer = writer or Writer()
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
            yield mailing, _message(mailing, viewer.user, notices, writer)


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


def _message(mailing: Mailing, user, notices: list[Notice], writer: Writer) -> DigestMail:
    unsubscribe = writer.addresses.unsubscribe(user)
    name = user.get_short_name() or user.get_username()
    text = writer.write(notices, name=name, unsubscribe=unsubscribe)
    headers = {
        # The same at every try, so that a mail server can tell a second copy.
        "Message-ID": f"<soskes.{mailing.pk}.{_mark(mailing)}@{writer.addresses.domain}>",
        "Auto-Submitted": "auto-generated",
    }
    if unsubscribe:  # RFC 2369 and RFC 8058
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = DigestMail(
        subject=text.subject,
        body=text.plain,
        from_email=app_settings.MAIL_FROM or None,
        to=[user.email],
        headers=headers,
    )
    message.attach_alternative(text.html, "text/html")
    return message


def _mark(mailing: Mailing) -> str:
    return salted_hmac(
        "soskes.mailing", f"{mailing.pk}:{mailing.key}", algorithm="sha256"
    ).hexdigest()[:16]
