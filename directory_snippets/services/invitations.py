"""Inviting people by e-mail: a link that works once.

Nothing here asks whether an address has an account: what is done, said and sent, and how long it
takes, is the same for everybody.
"""

import datetime
import logging
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext

from soskes_wagtail.access import RoleKey, audit
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import (
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
)
from soskes_wagtail.directory_snippets.models.invitation import new_nonce
from soskes_wagtail.directory_snippets.services.membership import give_membership
from soskes_wagtail.directory_snippets.services.seats import hold_seats, locked_licence_of

logger = logging.getLogger(__name__)
SALT = "soskes_wagtail.invitation"
#: Roles that a contact person may invite to; others are the administrators' business.
CONTACTS_ROLES = (RoleKey.READER, RoleKey.MUNICIPAL_EDITOR)


def invite(
    emails: Iterable[str],
    *,
    organisation: Organisation,
    role: RoleKey,
    actor,
    is_contact: bool = False,
) -> list[Invitation]:
    """Make an invitation for each address; ``send`` sends them. One that waits with an expired
    link is renewed. ``ValidationError`` (``no_seat``, ``no_licence``), and then none is made."""
    emails = list(dict.fromkeys(email.lower() for email in emails))
    with transaction.atomic(), LogContext(user=actor):
        locked_licence_of(organisation.pk)  # nobody else invites to it meanwhile
        waiting = {
            row.email: row
            for row in Invitation.objects.waiting().filter(
                organisation=organisation, email__in=emails
            )
        }
        emails = [e for e in emails if e not in waiting or waiting[e].has_expired]
        hold_seats(organisation.pk, len(emails))
        made = []
        for email in emails:
            row = waiting.get(email) or Invitation(organisation=organisation, email=email)
            row.role, row.is_contact, row.invited_by = role, is_contact, actor
            _renew(row)
            made.append(row)
            audit.record("invitation.made", actor=actor, subject=row, data={"role": role})
        return made


def renew(invitation: Invitation, *, actor) -> Invitation:
    """A new link in place of the old one. ``ValidationError`` when it waits no more, or when it
    had expired and its seat was taken meanwhile."""
    with transaction.atomic():
        row = _waiting(invitation)
        if row.has_expired:
            hold_seats(row.organisation_id, 1)
        _renew(row)
        audit.record("invitation.renewed", actor=actor, subject=row)
    return row


def withdraw(invitation: Invitation, *, actor) -> None:
    """Make the link worthless and free the seat."""
    with transaction.atomic():
        row = _waiting(invitation)
        row.withdrawn_at = timezone.now()
        row.save()
        audit.record("invitation.withdrawn", actor=actor, subject=row)


def send(invitations: Iterable[Invitation], address: Callable[[str], str]) -> list[Invitation]:
    """Mail the links; ``address(token)`` makes one in full. To be called after the transaction
    that made them. Returns those that the mail server did not take."""
    failed = []
    for invitation in invitations:
        context = {
            "invitation": invitation,
            "organisation": invitation.organisation,
            "address": address(token_of(invitation)),
            "days": app_settings.INVITATION_DAYS,
        }
        message = EmailMessage(
            _("Invitation to SosKes"),
            render_to_string("soskes_wagtail/directory_snippets/mail/invitation.txt", context),
            from_email=app_settings.MAIL_FROM or None,
            to=[invitation.email],
        )
        try:
            message.send()
        except OSError:  # SMTPException is one too
            logger.exception("An invitation could not be mailed.")
            failed.append(invitation)
            continue
        Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
    return failed


def token_of(invitation: Invitation) -> str:
    """The end of the link: id, nonce and signature, of signs that addresses of pages may have."""
    signed = f"{invitation.pk}-{invitation.nonce}"
    return f"{signed}-{_signature(signed)}"


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link is for, while the link works."""
    signed, _dash, signature = token.rpartition("-")
    if not constant_time_compare(signature, _signature(signed)):
        return None
    pk, _dash, nonce = signed.partition("-")
    rows = Invitation.objects.holding_seats().select_related("organisation")
    row = rows.filter(pk=pk).first()
    return row if row and constant_time_compare(row.nonce, nonce) else None


def _signature(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()


def accept(token: str, user) -> Membership | JoinRequest | None:
    """Use the link as a user who is signed in.

    It makes them a member. Where the address of their account is not the one invited, the link
    may have been passed on: then it becomes a request that a contact person decides. None when
    the link works no more; ``ValidationError`` when there is no seat after all.
    """
    with transaction.atomic():
        found = invitation_of(token)
        if found is None:
            return None
        row = Invitation.objects.select_for_update().get(pk=found.pk)
        # Of two at the same moment, only the first one still finds it waiting.
        used = Invitation.objects.holding_seats().filter(pk=row.pk, nonce=row.nonce)
        if not used.update(accepted_at=timezone.now(), nonce=new_nonce()):
            return None
        own = getattr(user, user.get_email_field_name(), "") or ""
        if own.lower() != row.email:
            return JoinRequest.objects.create(
                organisation=row.organisation,
                user=user,
                name=user.get_full_name() or user.get_username(),
                email=own or row.email,
                invitation=row,
            )
        return give_membership(
            user=user,
            organisation=row.organisation,
            role=RoleKey(row.role),
            is_contact=row.is_contact,
            actor=user,
            source=Membership.Source.INVITATION,
            invited=True,
        )


def _renew(row: Invitation) -> None:
    row.nonce = new_nonce()
    row.expires_at = timezone.now() + datetime.timedelta(days=app_settings.INVITATION_DAYS)
    row.save()


def _waiting(invitation: Invitation) -> Invitation:
    row = Invitation.objects.select_for_update().waiting().filter(pk=invitation.pk).first()
    if row is None:
        raise ValidationError(_("The invitation is not waiting any more."), code="not_waiting")
    return row
