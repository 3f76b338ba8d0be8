"""Who is told of what. Notices hold the question's title and nothing of
what is written: they may go out by mail."""

from django.utils.translation import gettext_lazy as _

from soskes_wagtail.community.consultations.models import Consultation
from soskes_wagtail.notifications import NoticeKind, notify, register_kind

KINDS = (
    NoticeKind("consultation.asked", _("New question to your panel"), weight=60),
    NoticeKind("consultation.more", _("Further question to your panel"), weight=60),
    NoticeKind("consultation.reminder", _("A question waits for an answer"), weight=80),
    NoticeKind("consultation.joined", _("You were asked to join in an answer"), weight=60),
    NoticeKind("consultation.taken", _("An expert answers your question"), weight=20),
    NoticeKind("consultation.answered", _("Your question was answered"), weight=80),
    NoticeKind("consultation.bank", _("A case waits for your approval"), weight=40),
)


def register() -> None:
    for kind in KINDS:
        register_kind(kind)


def tell_experts(consultation: Consultation, kind: str) -> int:
    """Those who have taken the question, else the whole panel; never the asker."""
    from soskes_wagtail.community.consultations.services.panels import expert_users

    panel = {user.pk: user for user in expert_users(consultation.panel_key)}
    taken = [panel[pk] for pk in consultation.experts.values_list("pk", flat=True) if pk in panel]
    told = [user for user in (taken or panel.values()) if user.pk != consultation.asker_id]
    return _tell(consultation, kind, told)


def tell_asker(consultation: Consultation, kind: str, *, actor) -> int:
    asker = consultation.asker
    return _tell(consultation, kind, [asker] if asker else [], actor=actor)


def tell_colleague(consultation: Consultation, colleague, *, actor) -> int:
    return _tell(consultation, "consultation.joined", [colleague], actor=actor)


def _tell(consultation, kind: str, recipients, *, actor=None) -> int:
    from soskes_wagtail.community.consultations.services.panels import address_of

    return notify(
        kind,
        target=consultation,
        title=consultation.title,
        url=address_of(consultation),
        recipients=recipients,
        actor=actor,
    )
