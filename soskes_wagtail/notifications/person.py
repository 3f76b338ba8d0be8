"""Notices in exports and erasures of a person's data."""

from django.utils.translation import gettext_lazy as _

from soskes_wagtail.notifications.models import (
    Mailing,
    Notice,
    NoticeEvent,
    NoticePreferences,
    Subscription,
)
from soskes_wagtail.person_data import Erasure, PersonData, register_person_data


def register() -> None:
    register_person_data(
        PersonData(
            "notices",
            export=export,
            erase=erase,
            label=_("Notices and what you follow"),
            labels={
                "kind": _("What"),
                "title": _("Title"),
                "at": _("When"),
                "read": _("Read"),
                "value": _("Choice"),
            },
            retention=_("For telling you what is new. Notices are kept for a year."),
        )
    )


def export(user) -> list[dict]:
    """Choices first, then what is followed, then the notices."""
    rows = [
        {"kind": str(_("Mail about notices")), "value": str(wish.get_frequency_display())}
        for wish in NoticePreferences.objects.filter(user=user)
    ]
    for topic, wanted in Subscription.objects.filter(user=user).values_list("topic", "wanted"):
        kind = _("Followed") if wanted else _("Not followed")
        rows.append({"kind": str(kind), "value": topic})
    notices = Notice.objects.filter(user=user).select_related("event").order_by("pk")
    rows += [
        {
            "kind": notice.event.label,
            "title": notice.event.title,
            "at": notice.created_at,
            "read": notice.read_at,
        }
        for notice in notices
    ]
    return rows


def erase(user) -> Erasure:
    """All of it; that the person did what others were told of loses its name."""
    anonymised = NoticeEvent.objects.filter(actor=user).update(actor=None)
    deleted = 0
    for model in (Notice, Mailing, Subscription, NoticePreferences):
        deleted += model.objects.filter(user=user).delete()[0]
    return Erasure(deleted=deleted, anonymised=anonymised)
