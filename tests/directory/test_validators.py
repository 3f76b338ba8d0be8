"""What is refused and what is only warned of: identifiers and phone numbers."""

import pytest
from django.core.exceptions import ValidationError

from soskes_wagtail.directory_snippets.phones import validate_phone
from soskes_wagtail.directory_snippets.validators import (
    oid_warnings,
    validate_area_code,
    validate_business_id,
    validate_oid,
    validate_statute_number,
)


def code_of(check, *values) -> str | None:
    try:
        check(*values)
    except ValidationError as error:
        return error.code
    return None


class TestIdentifiers:
    @pytest.mark.parametrize("value", ["2045520-5", "0174035-0", "3221318-2", "0174666-4"])
    def test_real_business_ids(self, value):
        assert code_of(validate_business_id, value) is None

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            *[(f"2045520-{digit}", "business_id_check_digit") for digit in "012346789"],
            ("20455205", "business_id_form"),
            ("2045520–5", "business_id_form"),
            ("045520-5", "business_id_form"),
            (" 2045520-5", "business_id_form"),
            ("FI20455205", "business_id_form"),
            ("", "business_id_form"),
        ],
    )
    def test_impossible_business_ids(self, value, code):
        assert code_of(validate_business_id, value) == code

    def test_check_digit_is_the_weighted_sum(self):
        """Against the rule itself: (7, 9, 10, 5, 8, 4, 2) modulo 11; a rest of 1 is not used."""
        for number in range(1_000_000, 1_000_400):
            rest = (
                sum(
                    int(digit) * weight
                    for digit, weight in zip(str(number), (7, 9, 10, 5, 8, 4, 2), strict=True)
                )
                % 11
            )
            right = None if rest == 1 else (11 - rest) % 11
            accepted = [
                digit
                for digit in range(10)
                if code_of(validate_business_id, f"{number}-{digit}") is None
            ]
            assert accepted == ([] if right is None else [right]), number

    @pytest.mark.parametrize("value", ["1.2.246.10.2048198.10.0", "2.16", "1.2.246.10.1"])
    def test_oids(self, value):
        assert code_of(validate_oid, value) is None

    @pytest.mark.parametrize(
        "value", ["1", "1.", ".1", "1..2", "1.2.x", "1,2", "1.2\n", " 1.2", "urn:oid:1.2"]
    )
    def test_not_oids(self, value):
        assert code_of(validate_oid, value) == "oid_form"

    @pytest.mark.parametrize(
        ("oid", "business_id", "number"),
        [
            ("1.2.246.10.20455205", "2045520-5", 0),
            ("1.2.246.10.20455205.10.0", "2045520-5", 0),
            ("1.2.246.10.1740350.10.2", "0174035-0", 0),
            ("1.2.246.10.1740350", "", 0),
            ("", "2045520-5", 0),
            ("1.2.246.10.2048198.10.0", "2045520-5", 1),
            ("1.2.246.10.20455205.11.0", "2045520-5", 1),
            ("1.2.246.10.20455205.10", "2045520-5", 1),
            ("1.2.246.10.2048198.14.3", "2045520-5", 2),
            ("1.2.840.1", "2045520-5", 1),
        ],
    )
    def test_odd_oids_are_only_warned_of(self, oid, business_id, number):
        assert len(oid_warnings(oid, business_id)) == number

    @pytest.mark.parametrize(
        ("kind", "code", "right"),
        [
            ("municipality", "992", True),
            ("municipality", "005", True),
            ("municipality", "15", False),
            ("municipality", "9921", False),
            ("municipality", "99a", False),
            ("region", "13", True),
            ("wellbeing_county", "15", True),
            ("wellbeing_county", "015", False),
        ],
    )
    def test_area_codes(self, kind, code, right):
        assert code_of(validate_area_code, kind, code) == (None if right else "area_code_form")

    @pytest.mark.parametrize("value", ["417", "1", "1301", "39-001"])
    def test_statute_numbers(self, value):
        assert code_of(validate_statute_number, value) is None

    @pytest.mark.parametrize("value", ["417/2007", "0417", "", "417 ", "abc", "39-"])
    def test_not_statute_numbers(self, value):
        assert code_of(validate_statute_number, value) == "statute_number_form"


class TestPhones:
    @pytest.mark.parametrize(
        "value",
        [
            "112",
            "014 266 0000",
            "+358 14 266 0000",
            "(014) 266 0000",
            "014-2660000",
            "0295 020 000",
        ],
    )
    def test_as_people_write_them(self, value):
        assert code_of(validate_phone, value) is None

    @pytest.mark.parametrize(
        "value",
        ["", "12", "puh. 014 266 0000", "014 266 0000, 014 266 0001", "1" * 16, "++358", "+", "x"],
    )
    def test_what_cannot_be_called(self, value):
        assert code_of(validate_phone, value) == "phone_form"
