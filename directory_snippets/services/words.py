"""Search of the admin's lists: every word has to be somewhere in the row."""

from collections.abc import Iterable

from django.db.models import Q


def words_q(text: str, fields: Iterable[tuple[str, Q]]) -> Q:
    """Rows in which each word of ``text`` is a part of one of the fields, in upper or lower case.

    ``fields``: names, each with the rows in which it may be looked at (``disclosure.searched``).
    SQLite compares only A–Z without case, so that "äänekoski" would not find Äänekoski: words
    with other letters are looked for as they are usually written.
    """
    wanted = Q()
    for word in text.split():
        spellings = {word}
        if not word.isascii():
            spellings |= {word.lower(), word.upper(), word.capitalize()}
        found = Q()
        for field, allowed in fields:
            for spelling in spellings:
                found |= Q(**{f"{field}__icontains": spelling}) & allowed
        wanted &= found
    return wanted
