"""Asking to join an organisation, and deciding about it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.access import RoleKey, audit
from soskes_wagtail.directory_snippets.models import Invitation, JoinRequest, Membership
from soskes_wagtail.directory_snippets.services.invitations import invite
from soskes_wagtail.directory_snippets.services.membership import give_membership


def ask_to_join(request: JoinRequest) -> bool:
    """Save a request; a second one of the same person or address to the same organisation, while
    the first waits, adds nothing. Returns whether it was saved."""
    same = JoinRequest.objects.filter(organisation=request.organisation, decided_at__isnull=True)
    if request.user_id:
        same = same.filter(user=request.user_id)
    else:
        same = same.filter(user=None, email__iexact=request.email)
    if same.exists():
        return False
    request.full_clean()
    request.save()
    return True


def approve(request: JoinRequest, *, actor) -> Membership | Invitation | None:
    """Make the person a member or, where only an address is known, invite that address: accepting
    shows that it is theirs. The invitation is to be sent; None where one waits already.

    ``ValidationError`` when it has been decided or no seat is free, and then nothing is changed.
    """
    with transaction.atomic():
        row = _decide(request, approved=True, actor=actor)
        if row.user_id is None:
            made = invite(
                [row.email], organisation=row.organisation, role=RoleKey.READER, actor=actor
            )
            return made[0] if made else None
        invited = row.invitation
        return give_membership(
            user=row.user,
            organisation=row.organisation,
            role=RoleKey(invited.role) if invited else RoleKey.READER,
            is_contact=bool(invited and invited.is_contact),
            actor=actor,
            source=Membership.Source.REQUEST,
        )


def decline(request: JoinRequest, *, actor) -> None:
    """Nobody is told: whoever asked may be anybody."""
    with transaction.atomic():
        _decide(request, approved=False, actor=actor)


def _decide(request: JoinRequest, *, approved: bool, actor) -> JoinRequest:
    open_rows = JoinRequest.objects.filter(pk=request.pk, decided_at__isnull=True)
    if not open_rows.update(decided_at=timezone.now(), approved=approved):
        raise ValidationError(_("Somebody has decided about this already."), code="decided")
    row = JoinRequest.objects.select_related("organisation", "user", "invitation").get(
        pk=request.pk
    )
    event = "join.approved" if approved else "join.declined"
    audit.record(event, actor=actor, subject=row)
    return row
