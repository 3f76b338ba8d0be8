"""What the one who asks does."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.access import can_see
from soskes_wagtail.community.consultations.models import Consultation, ConsultationMessage
from soskes_wagtail.community.consultations.notices import tell_experts
from soskes_wagtail.community.consultations.services.days import working_days_after
from soskes_wagtail.throttle import allowed

PER_DAY = 10


def ask(panel, user, *, key, **fields) -> Consultation:
    """Put a question to a panel. The same ``key`` again gives the question made before.

    ``fields``: title, situation, tried, law, is_anonymous, as validated by the form.
    ``ValidationError`` when the panel takes no questions or somebody asks too often.
    """
    there = Consultation.objects.filter(key=key, asker=user).first()
    if there:
        return there
    if panel.is_closed:
        raise ValidationError(_("This panel takes no new questions just now."), code="closed")
    if not allowed("consultation", user.pk, limit=PER_DAY, seconds=86_400):
        raise ValidationError(
            _("You have asked many questions today. Please ask again tomorrow."), code="often"
        )
    promised = working_days_after(timezone.localdate(), panel.promised_days)
    try:
        with transaction.atomic():
            made = Consultation.objects.create(
                key=key,
                panel_key=panel.translation_key,
                asker=user,
                promised_on=promised,
                **fields,
            )
            tell_experts(made, "consultation.asked")
    except IntegrityError:  # the same form, a moment ago; or a key that is somebody else's
        there = Consultation.objects.filter(key=key, asker=user).first()
        if there is None:
            raise ValidationError(_("Open the form again and send it once more.")) from None
        return there
    return made


def write_on(consultation: Consultation, user, *, key, body: str) -> ConsultationMessage:
    """A further question of the asker; an answered case is open again."""
    _own(consultation, user)
    there = ConsultationMessage.objects.filter(key=key, author=user).first()
    if there:
        return there
    with transaction.atomic():
        locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if not locked.is_open:
            raise ValidationError(
                _("This consultation is closed. Ask a new question."), code="closed"
            )
        message = ConsultationMessage.objects.create(
            key=key,
            consultation=locked,
            author=user,
            kind=ConsultationMessage.Kind.FOLLOW_UP,
            body=body,
        )
        if locked.state == Consultation.State.ANSWERED:
            locked.state = Consultation.State.TAKEN
            locked.save(update_fields=["state"])
        tell_experts(locked, "consultation.more")
    return message


def rate(consultation: Consultation, user, *, helped: str, text: str = "") -> None:
    """Whether the answer helped; may be changed later."""
    _own(consultation, user)
    if consultation.answered_at is None:
        raise ValidationError(_("There is no answer yet."), code="early")
    if helped not in Consultation.Help.values:
        raise ValidationError(_("Choose one of the answers."), code="choice")
    consultation.helped, consultation.rating_text = helped, text
    consultation.save(update_fields=["helped", "rating_text"])


def take_back(consultation: Consultation, user) -> None:
    """Delete a question that nobody has taken yet."""
    _own(consultation, user)
    waiting = Consultation.objects.filter(pk=consultation.pk, state=Consultation.State.ASKED)
    if not waiting.delete()[0]:
        raise ValidationError(
            _("An expert has taken the question already. Close it instead."), code="taken"
        )


def _own(consultation: Consultation, user) -> None:
    if consultation.asker_id != user.pk or not can_see(user, consultation):
        raise PermissionDenied
