"""Words that the dictionary does not have: new compounds, and names."""

from functools import lru_cache

import snowballstemmer

from soskes_wagtail.search.analysis.readings import Reading

_SHORTEST_HEAD, _SHORTEST_TAIL, _SHORTEST_WORD = 3, 4, 8


@lru_cache(20_000)
def guessed(word: str, engine) -> tuple[Reading, ...]:
    """At least one reading of an unknown word: as a compound whose last part is known
    (``somekiusaamista``), else by its stem."""
    small = word.lower()
    if "-" in small:
        found = _hyphenated(small, engine)
    elif len(small) >= _SHORTEST_WORD:
        found = _compound(small, word[:1].isupper(), engine)
    else:
        found = ()
    if found:
        return found
    stem = stemmed(small)
    return (Reading(lemma=stem, roots=(stem,), case="nimento"),)


def _hyphenated(word: str, engine) -> tuple[Reading, ...]:
    """``Nepsy-valmentajat``: the same as ``nepsyvalmentajat``, where the last part is known."""
    *heads, last = word.split("-")
    first = "".join(heads)
    return tuple(
        Reading(
            lemma=first + tail.lemma,
            parts=(*heads, *(tail.parts or (tail.lemma,))),
            roots=(*heads, *tail.roots),
            acts=tail.acts,
            case=tail.case,
        )
        for tail in engine.readings(last)
        if tail.is_nominal and first
    )


def _compound(word: str, is_name: bool, engine) -> tuple[Reading, ...]:
    for cut in range(_SHORTEST_HEAD, len(word) - _SHORTEST_TAIL + 1):
        first, last = word[:cut], word[cut:]
        tails = [one for one in engine.readings(last) if one.is_nominal]
        heads = engine.readings(first)
        if not tails or not (heads or cut >= _SHORTEST_TAIL):
            continue
        head = heads[0] if heads else Reading(lemma=first, roots=(first,))
        return tuple(
            Reading(
                lemma=first + tail.lemma,
                # Of a name (Wiitaunioni) nobody searches the parts.
                parts=() if is_name else (head.lemma, *(tail.parts or (tail.lemma,))),
                roots=(first + tail.lemma,) if is_name else (*head.roots, *tail.roots),
                acts=() if is_name else tail.acts,
                case=tail.case,
            )
            for tail in tails
        )
    return ()


def stemmed(word: str) -> str:
    return _stemmer().stemWord(word)


@lru_cache(1)
def _stemmer():
    return snowballstemmer.stemmer("finnish")
