"""What the experts do. Every function asks first whether the person is one of the panel's."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.community.consultations.models import Consultation, ConsultationMessage
from soskes_wagtail.community.consultations.notices import tell_asker, tell_colleague
from soskes_wagtail.community.consultations.services.panels import expert_users, is_expert

State = Consultation.State
Kind = ConsultationMessage.Kind


def take(consultation: Consultation, viewer: Viewer) -> bool:
    """Begin to answer; False when a colleague was quicker (then one simply joins)."""
    _expert(consultation, viewer)
    with transaction.atomic():
        first = Consultation.objects.filter(pk=consultation.pk, state=State.ASKED).update(
            state=State.TAKEN, taken_at=timezone.now()
        )
        consultation.experts.add(viewer.user)
        if first:
            tell_asker(consultation, "consultation.taken", actor=viewer.user)
    return bool(first)


def call_in(consultation: Consultation, viewer: Viewer, colleague_id: int) -> None:
    """Ask another expert of the panel to join."""
    _expert(consultation, viewer)
    colleagues = {user.pk: user for user in expert_users(consultation.panel_key)}
    if colleague_id not in colleagues:
        raise ValidationError(_("Choose an expert of this panel."), code="choice")
    with transaction.atomic():
        if not consultation.experts.filter(pk=colleague_id).exists():
            consultation.experts.add(colleague_id)
            tell_colleague(consultation, colleagues[colleague_id], actor=viewer.user)


def note(consultation: Consultation, viewer: Viewer, *, key, body: str) -> ConsultationMessage:
    """Something for the other experts only."""
    _expert(consultation, viewer)
    return _written(consultation, viewer, key, Kind.INTERNAL, body)[0]


def answer(consultation: Consultation, viewer: Viewer, *, key, body: str) -> ConsultationMessage:
    """Answer the asker; whoever answers has taken the question."""
    _expert(consultation, viewer)
    with transaction.atomic():
        locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if not locked.is_open:
            raise ValidationError(_("This consultation is closed."), code="closed")
        message, is_new = _written(locked, viewer, key, Kind.ANSWER, body)
        if is_new:
            now = timezone.now()
            locked.state, locked.answered_at = State.ANSWERED, now
            locked.taken_at = locked.taken_at or now
            locked.save(update_fields=["state", "answered_at", "taken_at"])
            locked.experts.add(viewer.user)
            tell_asker(locked, "consultation.answered", actor=viewer.user)
    return message


def close(consultation: Consultation, viewer: Viewer) -> None:
    """End a case: an expert once it is answered, the asker at any time."""
    own = viewer.is_member and consultation.asker_id == viewer.user.pk
    if not own:
        _expert(consultation, viewer)
    closable = Consultation.objects.filter(pk=consultation.pk).exclude(state=State.CLOSED)
    if not own:
        closable = closable.filter(state=State.ANSWERED)
    if not closable.update(state=State.CLOSED, closed_at=timezone.now()):
        raise ValidationError(_("Answer the question before you close it."), code="early")


def _written(consultation, viewer, key, kind, body) -> tuple[ConsultationMessage, bool]:
    return ConsultationMessage.objects.get_or_create(
        key=key,
        author=viewer.user,
        defaults={"consultation": consultation, "kind": kind, "body": body},
    )


def _expert(consultation: Consultation, viewer: Viewer) -> None:
    if not is_expert(viewer, consultation.panel_key):
        raise PermissionDenied
