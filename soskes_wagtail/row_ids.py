"""Ids of rows as addresses and forms say them: text that anybody may have written."""

from collections.abc import Iterable

#: No key is as long, and databases refuse numbers of more than 64 bits.
MOST_DIGITS = 17


def row_id(text: object) -> int | None:
    """The id; None for what cannot be one."""
    text = str(text or "")
    usable = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if usable else None


def row_ids(texts: Iterable[object]) -> list[int]:
    """The ids among ``texts``."""
    return [pk for text in texts if (pk := row_id(text)) is not None]
