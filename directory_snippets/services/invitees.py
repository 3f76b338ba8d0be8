"""Whom somebody wants to invite, out of what they have pasted: addresses or a CSV, line by line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Invitation, Membership

MOST = 200
_ADDRESS = re.compile(r"[^\s<>,;:\"'()]+@[^\s<>,;:\"'()]+")


@dataclass
class Invitee:
    """One line: its number, what stood there, the address in it, and what is wrong with it."""

    line: int
    text: str
    email: str = ""
    error: str = ""


def read_invitees(text: str) -> list[Invitee]:
    """Invitees out of lines: an address each, several with commas or semicolons between them,
    ``Name <address>``, or rows of a CSV with an address in any column. A first line without an
    address is taken for the headings of a CSV. ``ValidationError`` for more than ``MOST``."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line:
            continue
        addresses = _ADDRESS.findall(line)
        if not addresses and number == 1 and any(sign in line for sign in ",;\t"):
            continue
        found += [_checked(number, line, address.lower().strip(".")) for address in addresses]
        if not addresses:
            shown = line[:80]
            found.append(Invitee(number, shown, error=_("No e-mail address on this line.")))
        if len(found) > MOST:
            raise ValidationError(
                _("At most %(number)d people at a time.") % {"number": MOST}, code="too_many"
            )
    return found


def _checked(number: int, line: str, address: str) -> Invitee:
    try:
        if len(address) > 254:
            raise ValidationError("")
        validate_email(address)
    except ValidationError:
        return Invitee(number, line[:80], error=_("This is not an e-mail address."))
    return Invitee(number, line[:80], address)


def mark_known(invitees: Iterable[Invitee], organisation) -> None:
    """Say which addresses come twice, or belong to a member or an invitation of the organisation.

    Of the organisation only, whose members the inviter sees anyway: nothing here tells whether
    an address has an account elsewhere on the site. Two queries.
    """
    users = get_user_model()
    field = f"user__{users.get_email_field_name()}"
    members = Membership.objects.open().filter(organisation=organisation)
    known = {email.lower() for email in members.values_list(field, flat=True) if email}
    waiting = Invitation.objects.holding_seats().filter(organisation=organisation)
    invited = set(waiting.values_list("email", flat=True))
    seen: set[str] = set()
    for invitee in invitees:
        if not invitee.email or invitee.error:
            continue
        if invitee.email in seen:
            invitee.error = _("The same address stands above already.")
        elif invitee.email in known:
            invitee.error = _("Is a member of this organisation already.")
        elif invitee.email in invited:
            invitee.error = _("Has an invitation already. It can be sent again from the list.")
        seen.add(invitee.email)
