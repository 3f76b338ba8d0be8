"""Personal identity codes are found in every form people write them, and nothing else is."""

import pytest
from django.core.exceptions import ValidationError
from stdnum.fi import hetu

from soskes_wagtail.identity_codes import (
    contains_identity_code,
    identity_codes,
    refuse_identity_codes,
)

DIGITS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def code(sign: str, day: str = "131052", individual: str = "308") -> str:
    return f"{day}{sign}{individual}{DIGITS[int(day + individual) % 31]}"


@pytest.mark.parametrize("sign", "+-YXWVUABCDEF")
def test_every_century_sign_is_refused(sign):
    with pytest.raises(ValidationError) as refused:
        refuse_identity_codes(f"Asiakas {code(sign)} soitti.")
    assert refused.value.code == "identity_code"
    assert code(sign) not in refused.value.message


@pytest.mark.parametrize(
    "text",
    [
        code("-").lower(),
        code("-").replace("-", "\u2013"),
        code("-").replace("-", " - "),
        code("-", individual="900"),
        f"(hetu:{code('A')})",
        f"{code('-')}.",
        f"<p>{code('-')[:6]}<b>{code('-')[6:]}</b></p>",
        code("-")[:4] + "\u200b" + code("-")[4:],
        "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in code("-")),
    ],
)
def test_other_ways_to_write_one_are_refused_too(text):
    assert contains_identity_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "131052-308S",  # wrong check character
        "311152-308" + DIGITS[int("311152308") % 31],  # 31 November
        "131052-001" + DIGITS[int("131052001") % 31],  # below 002
        "1" + code("-"),
        code("-") + "1",
        "040 123 4567, 2045520-5, 1.2.246.10.2048198.10.0",
        "",
    ],
)
def test_what_only_looks_like_one_passes(text):
    assert not contains_identity_code(text)
    refuse_identity_codes(text)


def test_the_place_is_told():
    text = f"a {code('-')} b {code('B')}"
    places = [text[found.start : found.end] for found in identity_codes(text)]
    assert places == [code("-"), code("B")]
    assert all(hetu.is_valid(place) for place in places)
