"""What the consultation holds about a person: what they asked, wrote and know about."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soskes_wagtail.community import member_text
from soskes_wagtail.community.consultations.models import (
    BankedCase,
    Consultation,
    ConsultationMessage,
)
from soskes_wagtail.community.consultations.pages import PanelExpert
from soskes_wagtail.person_data import Erasure, PersonData, register_person_data


def register() -> None:
    register_person_data(
        PersonData(
            "consultations",
            export=export,
            erase=erase,
            label=gettext_lazy("Consultations"),
            labels={
                "kind": gettext_lazy("What"),
                "title": gettext_lazy("Question"),
                "text": gettext_lazy("Text"),
                "at": gettext_lazy("When"),
            },
            retention=gettext_lazy(
                "For getting and giving advice. Kept while the question is of use to those who "
                "asked and answered."
            ),
        )
    )


def export(user) -> list[dict]:
    rows = []
    for asked in Consultation.objects.filter(asker=user).order_by("pk"):
        text = "\n\n".join(
            filter(None, [member_text.plain(asked.situation), member_text.plain(asked.tried)])
        )
        rows.append(_row(_("Question"), asked.title, text, asked.asked_at))
        if asked.helped:
            said = f"{asked.get_helped_display()} {asked.rating_text}".strip()
            rows.append(_row(_("Did the answer help?"), asked.title, said, asked.answered_at))
    written = ConsultationMessage.objects.filter(author=user).select_related("consultation")
    for message in written.order_by("pk"):
        kind, title = message.get_kind_display(), message.consultation.title
        rows.append(_row(kind, title, member_text.plain(message.body), message.created_at))
    for case in BankedCase.objects.filter(written_by=user).order_by("pk"):
        text = member_text.plain(case.answer)
        rows.append(_row(_("Question bank"), case.title, text, case.updated_at))
    for expert in PanelExpert.objects.filter(user=user).select_related("page"):
        rows.append(_row(_("Expert of a panel"), expert.page.title, expert.expertise, None))
    return rows


def _row(kind: str, title: str, text: str, at) -> dict:
    return {"kind": str(kind), "title": title, "text": text, "at": at}


def erase(user) -> Erasure:
    """Questions that nobody has answered go; answered ones stay without the person."""
    deleted = Consultation.objects.filter(asker=user, answered_at=None).delete()[0]
    deleted += PanelExpert.objects.filter(user=user).delete()[0]
    anonymised = Consultation.objects.filter(asker=user).update(
        asker=None, is_anonymous=True, rating_text=""
    )
    anonymised += ConsultationMessage.objects.filter(author=user).update(author=None)
    anonymised += BankedCase.objects.filter(written_by=user).update(written_by=None)
    for asked in Consultation.objects.filter(experts=user):
        asked.experts.remove(user)
    why = _("Answers are of use to others; they stay without the name.") if anonymised else ""
    return Erasure(deleted=deleted, anonymised=anonymised, why=why)
