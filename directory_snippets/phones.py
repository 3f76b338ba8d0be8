"""Phone numbers as people write them in Finland."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_ALLOWED = re.compile(r"\+?[\d\s()/-]+")


def validate_phone(value: str) -> None:
    """Refuse what cannot be a phone number: 3 to 15 digits (ITU-T E.164), spaces, ( ) - / and +."""
    digits = re.sub(r"\D", "", value)
    if not _ALLOWED.fullmatch(value.strip()) or not 3 <= len(digits) <= 15:
        raise ValidationError(
            _("Write the phone number with digits and spaces, for example 014 266 0000."),
            code="phone_form",
        )
