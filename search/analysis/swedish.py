"""Swedish: parts of compounds, and what Snowball leaves of nouns.

``barnskyddsanmälan`` has ``barnskydd``, ``barn``, ``skydd`` and ``anmälan``. There is no dictionary
of Swedish compounds to be had that could be shipped; the words of the field, of which most of
its compounds are made, are listed in ``words.json``.
"""

from functools import lru_cache

from soskes_wagtail.search.analysis.words import swedish_parts

_SHORTEST = 3
_LONGEST = 26


def noun_stem(stem: str) -> str:
    """One stem for ``ansökan``, ``ansökningar`` and ``ansöka``, and for ``hem`` and ``hemmen``."""
    if len(stem) > 6 and stem.endswith("ning"):
        return stem[:-4]
    if len(stem) > 5 and stem.endswith("an"):
        return stem[:-2]
    if len(stem) > 5 and stem.endswith(("orn", "ern", "eln")):  # kuratorn
        stem = stem[:-1]
    if len(stem) > 5 and stem.endswith(("or", "et")):  # kurator, hemmet
        stem = stem[:-2]
    if len(stem) > 3 and stem.endswith(("mm", "nn")):
        return stem[:-1]
    return stem


@lru_cache(50_000)
def parts(word: str) -> tuple[str, ...]:
    """Parts of a compound in small letters, smaller compounds in it included; none if unknown."""
    found = _split(word)
    inner = [
        "".join(found[start:end])
        for start in range(len(found))
        for end in range(start + 1, len(found) + 1)
        if end - start < len(found)
    ]
    return tuple(dict.fromkeys(form for part in inner for form in _without_link(part)))


def _split(word: str) -> list[str]:
    """The parts as they are written, with a linking s; the longest known first part wins, then
    the longest known last one."""
    words = swedish_parts()
    for end in range(min(len(word) - _SHORTEST, _LONGEST + 1), _SHORTEST - 1, -1):
        first, rest = word[:end], word[end:]
        known = first in words or (first.endswith("s") and first[:-1] in words)
        if known and (_begins_known(rest) or _known_end(rest)):
            return [first, *(_split(rest) or [rest])]
    for start in range(_SHORTEST, len(word) - _SHORTEST):
        if _begins_known(word[start:], whole=True):
            return [word[:start], word[start:]]
    return []


def _begins_known(rest: str, whole: bool = False) -> bool:
    """Whether a rest is one of the words, inflected or followed by another."""
    longest = 4 if whole else len(rest)
    ends = range(max(_SHORTEST + (2 if whole else 0), len(rest) - longest), len(rest) + 1)
    return any(rest[:end] in swedish_parts() for end in ends)


def _known_end(rest: str) -> bool:
    return any(rest[start:] in swedish_parts() for start in range(len(rest) - _SHORTEST))


def _without_link(part: str) -> tuple[str, ...]:
    linked = part.endswith("s") and len(part) > _SHORTEST + 1
    return (part[:-1], part) if linked else (part,)
