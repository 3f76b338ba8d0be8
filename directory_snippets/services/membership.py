"""Making and ending memberships. The only ways that code outside the admin's forms uses."""

import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Membership, Organisation
from soskes_wagtail.directory_snippets.services.seats import hold_seat


def give_membership(
    *,
    user,
    organisation: Organisation,
    role: RoleKey = RoleKey.READER,
    actor,
    source: Membership.Source = Membership.Source.HAND,
    is_contact: bool = False,
    valid_from: datetime.date | None = None,
    valid_until: datetime.date | None = None,
    invited: bool = False,
) -> Membership:
    """Make somebody a member; the membership that is there already, when it is.

    ``actor``: who does it, for the access log; None where nobody in particular does.
    ``invited``: an invitation, accepted by now, has held a seat. Raises ``ValidationError`` when
    no seat is free (``no_seat``) or the dates are wrong.
    """
    with transaction.atomic(), LogContext(user=actor):
        known = Membership.objects.open().filter(user=user, organisation=organisation, role=role)
        present = known.first()
        if present is not None:
            return present
        membership = Membership(
            user=user,
            organisation=organisation,
            role=role,
            is_contact=is_contact,
            source=source,
            valid_from=valid_from or timezone.localdate(),
            valid_until=valid_until,
        )
        hold_seat(membership, invited=invited)
        membership.full_clean()
        membership.save()
        return membership


def confirm_membership(membership: Membership) -> None:
    """Say that a membership is still right, though the person has not been here for long."""
    Membership.objects.filter(pk=membership.pk).update(confirmed_on=timezone.localdate())


def end_membership(membership: Membership, *, actor) -> None:
    """End a membership at once: the next request of the person no longer has it. Nothing of
    theirs is deleted. Ending it again changes nothing."""
    with transaction.atomic(), LogContext(user=actor):
        row = Membership.objects.select_for_update().get(pk=membership.pk)
        if row.ended_at is None:
            row.ended_at = timezone.now()
            row.save()
    membership.ended_at = row.ended_at
