"""Texts made alike for comparing: letters without case and marks, words, likeness."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Small letters without marks, single spaces: "  Äänekoski " and "aanekoski" are alike."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


#: Å, Ä and Ö are the last letters of the Finnish alphabet; these come after z in every sort.
_LAST = str.maketrans({"å": "{", "ä": "|", "ö": "}"})


def alphabetical(text: str) -> str:
    """A key that sorts texts as Finnish and Swedish readers expect."""
    letters = unicodedata.normalize("NFC", text.casefold()).translate(_LAST)
    return fold(letters)


def by_family_name(name: str) -> tuple[str, str]:
    """A key that sorts people as registers do: by the last word of the name, then by the rest."""
    *given, family = name.split() or [""]
    return alphabetical(family), alphabetical(" ".join(given))


def words_of(text: str) -> list[str]:
    """Folded words of letters and digits; hyphens part them."""
    return _WORD.findall(fold(text))


def mistakes_allowed(length: int) -> int:
    """How many slips of the keyboard a word of this length may have and still be meant."""
    if length < 4:
        return 0
    return 1 if length < 7 else 2


def distance(a: str, b: str, most: int) -> int:
    """Letters to change, add, leave out or swap with their neighbour to turn one word into the
    other (optimal string alignment); ``most + 1`` as soon as it is more than ``most``."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before, last = [], list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def trigrams(word: str) -> set[str]:
    """Groups of three letters, the beginning and the end marked."""
    marked = f"  {word} "
    return {marked[i : i + 3] for i in range(len(marked) - 2)}
