"""From an answered case to the question bank, with the consent of both sides."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.community.consultations.models import (
    BankedCase,
    Consultation,
    ConsultationMessage,
)
from soskes_wagtail.community.consultations.notices import tell_asker, tell_experts
from soskes_wagtail.community.consultations.services.panels import is_expert


def draft_of(consultation: Consultation) -> BankedCase:
    """The case as it stands, or a first draft of it out of the question and the answers."""
    case = BankedCase.objects.filter(consultation=consultation).first()
    if case:
        return case
    answers = consultation.messages.filter(kind=ConsultationMessage.Kind.ANSWER)
    return BankedCase(
        consultation=consultation,
        panel_key=consultation.panel_key,
        title=consultation.title,
        question=consultation.situation + consultation.tried,
        answer="".join(answers.values_list("body", flat=True)),
        law=consultation.law,
    )


def rewrite(consultation: Consultation, viewer: Viewer, *, language: str, **texts) -> BankedCase:
    """Save the case as an expert or the asker has rewritten it. The writer approves it; what the
    other side has approved before holds no longer, and it is out of the bank until they do again.

    ``texts``: title, question, answer, law, as validated by the form.
    """
    side = _side(consultation, viewer)
    with transaction.atomic():
        locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if locked.answered_at is None:
            raise ValidationError(_("There is no answer yet."), code="early")
        case = draft_of(locked)
        for name, text in texts.items():
            setattr(case, name, text)
        case.language, case.written_by = language, viewer.user
        now = timezone.now()
        case.expert_approved_at = now if side == "expert" else None
        case.asker_approved_at = now if side == "asker" else None
        case.published_at = None
        case.save()
        _tell_other_side(consultation, side, viewer)
    return case


def approve(consultation: Consultation, viewer: Viewer) -> BankedCase:
    """Approve the case as it stands; with both approvals it is published."""
    side = _side(consultation, viewer)
    with transaction.atomic():
        case = BankedCase.objects.select_for_update().filter(consultation=consultation).first()
        if case is None:
            raise ValidationError(_("There is nothing to approve yet."), code="early")
        setattr(case, f"{side}_approved_at", timezone.now())
        if case.asker_approved_at and case.expert_approved_at and not case.published_at:
            case.published_at = timezone.now()
        case.save()
    return case


def withdraw(consultation: Consultation, viewer: Viewer) -> None:
    """Take a case out of the bank; either side may at any time."""
    _side(consultation, viewer)
    with transaction.atomic():
        case = BankedCase.objects.select_for_update().filter(consultation=consultation).first()
        if case is not None:
            case.published_at = case.asker_approved_at = case.expert_approved_at = None
            case.save()


def _side(consultation: Consultation, viewer: Viewer) -> str:
    """``asker`` or ``expert``; an expert who asks their own panel stands for the asker."""
    if viewer.is_member and consultation.asker_id == viewer.user.pk:
        return "asker"
    if is_expert(viewer, consultation.panel_key):
        return "expert"
    raise PermissionDenied


def _tell_other_side(consultation: Consultation, side: str, viewer: Viewer) -> None:
    if side == "expert":
        tell_asker(consultation, "consultation.bank", actor=viewer.user)
    else:
        tell_experts(consultation, "consultation.bank")
