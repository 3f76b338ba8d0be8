"""Identifiers of the directory: what is refused, and what only deserves a warning."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fi import ytunnus

OID_FORM = re.compile(r"\d+(\.\d+)+")
ORGANISATION_ARC = "1.2.246.10."


def validate_business_id(value: str) -> None:
    """Refuse a Finnish business id (Y-tunnus) that cannot exist.

    Form ``1234567-8``; the check digit is the weighted sum (7, 9, 10, 5, 8, 4, 2) modulo 11.
    """
    if not re.fullmatch(r"\d{7}-\d", value):
        raise ValidationError(
            _("A business ID has seven digits, a hyphen and a check digit, for example 2045520-5."),
            code="business_id_form",
        )
    try:
        ytunnus.validate(value)
    except InvalidChecksum:
        raise ValidationError(
            _("The last digit of the business ID does not match the others. Check for a typo."),
            code="business_id_check_digit",
        ) from None
    except StdnumError:
        raise ValidationError(_("This is not a business ID."), code="business_id") from None


def validate_oid(value: str) -> None:
    """Refuse what is not an object identifier (numbers separated by dots, ITU-T X.660)."""
    if not OID_FORM.fullmatch(value):
        raise ValidationError(
            _("An OID is numbers separated by dots, for example 1.2.246.10.2048198.10.0."),
            code="oid_form",
        )


def oid_warnings(oid: str, business_id: str = "") -> list[str]:
    """What looks odd in an OID by JHS 159, as sentences; real registers break these rules.

    The organisation's arc is the business id without hyphen and leading zeros; service units
    follow as ``.10.n``.
    """
    found = []
    if not oid:
        return found
    if not oid.startswith(ORGANISATION_ARC):
        found.append(
            _("The OID does not begin with %(arc)s, as Finnish organisations' OIDs do.")
            % {"arc": ORGANISATION_ARC}
        )
        return found
    arcs = oid[len(ORGANISATION_ARC) :].split(".")
    if business_id:
        expected = business_id.replace("-", "").lstrip("0")
        if arcs[0] != expected:
            found.append(
                _("The OID does not contain the business ID (%(expected)s expected after %(arc)s).")
                % {"expected": expected, "arc": ORGANISATION_ARC}
            )
    if len(arcs) > 1 and (arcs[1] != "10" or len(arcs) != 3):
        found.append(_("The OID of a unit usually ends in .10.0, .10.1, .10.2 and so on."))
    return found


def validate_area_code(kind: str, code: str) -> None:
    """Refuse an official code of the wrong form: municipalities have three digits, others two."""
    digits = 3 if kind == "municipality" else 2
    if re.fullmatch(rf"\d{{{digits}}}", code):
        return
    if digits == 3:
        message = _("A municipality code has three digits, for example 992.")
    else:
        message = _("The code of a region or wellbeing services county has two digits.")
    raise ValidationError(message, code="area_code_form")


def validate_statute_number(value: str) -> None:
    """Refuse what is not a number in the Statutes of Finland (``417``, ``39-001``)."""
    if not re.fullmatch(r"[1-9]\d{0,3}(-\d{1,3})?", value):
        raise ValidationError(
            _("Give only the number of the statute, for example 417, and the year apart."),
            code="statute_number_form",
        )
