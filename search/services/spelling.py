"""Another spelling, where nothing was found: as the dictionary has it, or as the texts have it
that the viewer may find. There is a dictionary for Finnish only, and not everywhere.
"""

from collections import Counter
from collections.abc import Iterator

from soskes_wagtail.search.analysis import get_analyzer
from soskes_wagtail.search.analysis.query import Query, precise
from soskes_wagtail.search.analysis.tokens import token
from soskes_wagtail.search.index.engine import Engine, Ranking, Scope

_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
#: Shorter words are like too many others; longer ones have too many neighbours.
SHORTEST, LONGEST = 4, 24
#: Texts that are looked at for how often they have which spelling.
TEXTS = 20
#: Words of one query that are looked for: who mistypes more gets "any word".
MOST_UNKNOWN = 3


def by_dictionary(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The words with misspelt ones put right; none if there is nothing to put right."""
    analyzer = get_analyzer(language)
    spelt = tuple(analyzer.suggestion(word) or word for word in words)
    return spelt if spelt != words else ()


def by_texts(
    words: tuple[str, ...], language: str, engine: Engine, scope: Scope
) -> tuple[str, ...]:
    """The words, those that no text of the scope has in any form by the nearest that one has:
    with one slip. None where there is none. Two searches for a word, and for a few words only."""
    scope = scope.narrowed(languages=(language, ""))
    spelt, unknown = [], 0
    for word in words:
        other = ""
        if unknown < MOST_UNKNOWN and not _is_there(word, engine, scope):
            unknown += 1
            other = _nearest(word.lower(), language, engine, scope)
        spelt.append(other or word)
    return tuple(spelt) if tuple(spelt) != words else ()


def _is_there(word: str, engine: Engine, scope: Scope) -> bool:
    return bool(engine.find(precise((word,)), scope, Ranking(), start=0, limit=1))


def _nearest(word: str, language: str, engine: Engine, scope: Scope) -> str:
    """The commonest neighbour of a word in the texts that have one of them; empty: none."""
    if not word.isalpha() or not SHORTEST <= len(word) <= LONGEST:
        return ""
    neighbours = {token(language, "x", one): one for one in _neighbours(word)}
    query = Query((word,), ((tuple(neighbours),),))
    ids = [row.id for row in engine.find(query, scope, Ranking(), start=0, limit=TEXTS)]
    if not ids:
        return ""
    found: Counter[str] = Counter()
    for tokens in engine.tokens(ids).values():
        there = {*tokens.title.split(), *tokens.summary.split(), *tokens.parts.split()}
        found.update(neighbours[one] for one in there if one in neighbours)
    return min(found, key=lambda one: (-found[one], one), default="")


def _neighbours(word: str) -> Iterator[str]:
    """Words with one letter more, less, another, or two in the other order."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in _LETTERS)
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in _LETTERS)
