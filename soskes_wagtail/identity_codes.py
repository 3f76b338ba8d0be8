"""Client data has no place in SosKes: text with a Finnish personal identity code is refused.

All century signs count, those of 2023 included;
codes with a wrong check digit or an impossible date are no identity codes and pass.
"""

import re
import unicodedata
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from stdnum.fi import hetu

#: Dashes that word processors and phones put in place of a hyphen.
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
# A following hyphen with letters is a compound ("…-tunnus"), more digits are another number.
_CODE = re.compile(
    rf"(?<![0-9A-Za-z])(\d{{6}})\s?([{_DASHES}+A-FU-Ya-fu-y])\s?(\d{{3}}[0-9A-Za-z])(?![0-9A-Za-z])"
)


class FoundCode(NamedTuple):
    """Place of a code in the text (``text[start:end]``)."""

    start: int
    end: int


def identity_codes(text: str) -> list[FoundCode]:
    """Places of valid personal identity codes in plain text, temporary ones (9xx) included."""
    found = []
    for match in _CODE.finditer(text):
        sign = "-" if match[2] in _DASHES else match[2]
        if hetu.is_valid(f"{match[1]}{sign}{match[3]}", allow_temporary=True):
            found.append(FoundCode(match.start(), match.end()))
    return found


def contains_identity_code(text: str) -> bool:
    """Whether text or HTML holds a valid identity code, also one split by tags or full-width."""
    plain = unicodedata.normalize("NFKC", text)
    if identity_codes(plain):
        return True
    # Zero-width characters and tags inside a code hide it from people's eyes only.
    bare = "".join(c for c in strip_tags(plain) if unicodedata.category(c) != "Cf")
    return bool(identity_codes(bare))


def refuse_identity_codes(text: str) -> None:
    """A validator for every field that people write freely; it does not repeat the code."""
    if contains_identity_code(text or ""):
        raise ValidationError(
            _(
                "The text contains a personal identity code. Client data has no place here: "
                "take it out and describe the case without it."
            ),
            code="identity_code",
        )
