"""What the marketplace holds about a person: their ads, messages and watched searches."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soskes_wagtail.community import member_text
from soskes_wagtail.community.attachments import services as attachments
from soskes_wagtail.community.marketplace.models import (
    Ad,
    AdReport,
    Conversation,
    ConversationMessage,
    WatchedSearch,
)
from soskes_wagtail.community.marketplace.services.ads import remove
from soskes_wagtail.person_data import Erasure, PersonData, register_person_data


def register() -> None:
    register_person_data(
        PersonData(
            "marketplace",
            export=export,
            erase=erase,
            files=files,
            label=gettext_lazy("Marketplace"),
            labels={
                "kind": gettext_lazy("What"),
                "title": gettext_lazy("Ad"),
                "text": gettext_lazy("Text"),
                "at": gettext_lazy("When"),
            },
            retention=gettext_lazy(
                "For selling, giving and finding things. Ads and messages are deleted 90 days "
                "after the ad has ended."
            ),
        )
    )


def export(user) -> list[dict]:
    rows = []
    for ad in Ad.objects.filter(author=user).order_by("pk"):
        rows.append(
            _row(ad.get_kind_display(), ad.title, member_text.plain(ad.body), ad.created_at)
        )
    messages = ConversationMessage.objects.filter(sender=user).select_related("conversation__ad")
    for message in messages.order_by("pk"):
        title = message.conversation.ad.title
        rows.append(_row(_("Message"), title, message.body, message.created_at))
    for watched in WatchedSearch.objects.filter(user=user).select_related("category", "area"):
        rows.append(_row(_("Watched search"), "", str(watched), watched.created_at))
    for report in AdReport.objects.filter(reporter=user).select_related("ad"):
        rows.append(_row(_("Report of an ad"), report.ad.title, report.reason, report.created_at))
    return rows


def _row(kind: str, title: str, text: str, at) -> dict:
    return {"kind": str(kind), "title": title, "text": text, "at": at}


def files(user) -> dict[str, bytes]:
    """The photos of the person's ads."""
    found = {}
    for photos in attachments.attachments_of(Ad.objects.filter(author=user)).values():
        for photo in photos:
            with photo.file.open("rb") as content:
                found[f"{photo.pk}-{photo.name}"] = content.read()
    return found


def erase(user) -> Erasure:
    """All of it goes; nobody else needs it."""
    deleted = 0
    for ad in Ad.objects.filter(author=user):
        remove(ad)
        deleted += 1
    deleted += Conversation.objects.filter(asker=user).delete()[0]
    deleted += WatchedSearch.objects.filter(user=user).delete()[0]
    anonymised = AdReport.objects.filter(reporter=user).update(reporter=None)
    return Erasure(deleted=deleted, anonymised=anonymised)
