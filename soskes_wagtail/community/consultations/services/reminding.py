"""Experts are reminded while a promise can still be kept, and what is done is closed."""

from datetime import timedelta

from django.utils import timezone

from soskes_wagtail.community.consultations.models import Consultation
from soskes_wagtail.community.consultations.notices import tell_experts
from soskes_wagtail.community.consultations.services.days import working_days_after

#: Working days before the promised day from which on experts are reminded.
BEFORE = 2
#: How often at most about one question.
EVERY = timedelta(days=2)
#: After how long an answered question counts as done.
DONE_AFTER = timedelta(days=30)


def remind() -> int:
    """Remind the experts of what is due; returns of how many questions. Safe to run often."""
    now = timezone.now()
    last = working_days_after(timezone.localdate(now), BEFORE)
    due = Consultation.objects.waiting().filter(promised_on__lte=last)
    reminded = 0
    for consultation in due.order_by("pk").iterator():
        # Claimed first: a second run at the same time finds it taken.
        mine = Consultation.objects.filter(
            pk=consultation.pk, reminded_at=consultation.reminded_at
        ).exclude(reminded_at__gt=now - EVERY)
        if mine.update(reminded_at=now):
            tell_experts(consultation, "consultation.reminder")
            reminded += 1
    return reminded


def close_done() -> int:
    """Close what was answered a month ago; returns how many."""
    done = Consultation.objects.filter(
        state=Consultation.State.ANSWERED, answered_at__lt=timezone.now() - DONE_AFTER
    )
    return done.update(state=Consultation.State.CLOSED, closed_at=timezone.now())
