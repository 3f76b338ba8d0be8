"""What the access log says about a person: kept, since it proves who was given what, but nameless
after an erasure."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soskes_wagtail.access import audit
from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.person_data.registry import Erasure, PersonData, register_person_data


def register() -> None:
    register_person_data(
        PersonData(
            "access_log",
            export=export,
            erase=erase,
            label=gettext_lazy("Access log"),
            labels={
                "event": gettext_lazy("What"),
                "at": gettext_lazy("When"),
                "by": gettext_lazy("Who did it"),
                "about": gettext_lazy("About"),
                "details": gettext_lazy("Details"),
            },
            retention=gettext_lazy(
                "For proving who has been let in, and by whom. Entries are never changed."
            ),
            order=95,
        )
    )


def _about(user) -> Q:
    return Q(subject_type=user._meta.label_lower, subject_id=str(user.pk))


def export(user) -> list[dict[str, Any]]:
    entries = AccessLogEntry.objects.filter(Q(actor=user) | _about(user)).order_by("at", "pk")
    return [
        {
            "event": audit.event_label(entry.event),
            "at": entry.at,
            "by": entry.actor_name,
            "about": entry.subject_name,
            "details": entry.data,
        }
        for entry in entries
    ]


def erase(user) -> Erasure:
    done = audit.anonymise(user)
    why = _("The log proves who has been let in; the name is taken out.") if done else ""
    return Erasure(anonymised=done, why=why)
