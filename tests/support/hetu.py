"""Made-up identity codes: temporary ones (9xx), which nobody has."""

CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
#: Every century sign in use, those of 2023 included.
SIGNS = "+-YXWVUABCDEF"


def code(sign: str, *, day: str = "010199", number: str = "900") -> str:
    """A code with a right check digit and any sign."""
    return f"{day}{sign}{number}{CHECK[int(day + number) % 31]}"


VALID = [code(sign) for sign in SIGNS]
#: What looks like a code and is none: wrong check digit, no such day, no such sign.
LOOKALIKES = [
    code("-")[:-1] + ("A" if code("-")[-1] != "A" else "B"),
    code("A", day="310299"),
    code("G"),
    "010199-12345",
    "Y-tunnus 1234567-8",
]
