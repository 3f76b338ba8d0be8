"""Marks on the words that were found, in the text as it was written.

A word is marked when the index knows it by one of the query's tokens: ``Omaishoitajan tuen`` for
``omaishoidon tuki``. Pieces are plain text; templates escape them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from soskes_wagtail.search.analysis import LANGUAGES, index_tokens
from soskes_wagtail.search.analysis.tokens import WORD

SNIPPET_LENGTH = 240
#: Further into a text nobody looks for a piece to show.
READ_LENGTH = 30_000
_BEFORE = 80
#: Where lines are no sentences but a list of facts.
_LINE_END = re.compile(r"(?<=[^\s.!?:;,])\s*\n+\s*(?=\S)")


@dataclass(frozen=True)
class Piece:
    text: str
    is_marked: bool = False


def marked(text: str, tokens: frozenset[str], language: str) -> tuple[Piece, ...]:
    """The whole text in pieces."""
    return _pieces(text, _places(text, tokens, language))


def snippet(texts: Sequence[str], tokens: frozenset[str], language: str) -> tuple[Piece, ...]:
    """A piece of the first text in which something is found, else the start of the first."""
    for text in texts:
        for start in range(0, min(len(text), READ_LENGTH), 2_000):
            part = text[start : start + 2_000 + SNIPPET_LENGTH]
            first = next(iter(_places(part, tokens, language)), None)
            if first:
                return _around(text, start + first[0], tokens, language)
    text = next((text for text in texts if text), "")
    return _around(text, 0, frozenset(), language) if text else ()


def _around(text: str, place: int, tokens: frozenset[str], language: str) -> tuple[Piece, ...]:
    start = _word_start(text, place)
    end = start + SNIPPET_LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + SNIPPET_LENGTH // 2)
    part = text[start:end]
    part = _LINE_END.sub(" · ", part)
    pieces = list(marked(" ".join(part.split()), tokens, language))
    if start:
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces.append(Piece(" …"))
    return tuple(pieces)


def _word_start(text: str, place: int) -> int:
    """Where to begin, so that what was found is in sight: at a sentence or a word before it."""
    if place <= _BEFORE:
        return 0
    begin = text.rfind(". ", place - _BEFORE, place)
    newline = text.rfind("\n", place - _BEFORE, place)
    if max(begin + 1, newline) > 0:
        return max(begin + 1, newline) + 1
    return text.find(" ", place - _BEFORE, place) + 1 or place


def _places(text: str, tokens: frozenset[str], language: str) -> Iterable[tuple[int, int]]:
    if not tokens:
        return
    before = None
    last = -1
    for match in WORD.finditer(text):
        word = match.group()
        if not tokens.isdisjoint(_known(word, language)):
            yield match.span()
            last = match.end()
        elif before and text[before.end() : match.start()].isspace():
            joined = _known(f"{before.group()} {word}", language) - _known(before.group(), language)
            if not tokens.isdisjoint(joined):
                if before.end() != last:
                    yield before.span()
                yield match.span()
                last = match.end()
        before = match


@lru_cache(20_000)
def _known(text: str, language: str) -> frozenset[str]:
    """Tokens of a word, or of two, in the language and in those of fields in other languages."""
    found: set[str] = set()
    for code in dict.fromkeys([language, *LANGUAGES]):
        tokens = index_tokens(code, text)
        found.update(tokens.words)
        found |= tokens.parts
    return frozenset(found)


def _pieces(text: str, places: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces, done = [], 0
    for start, end in places:
        if start > done:
            pieces.append(Piece(text[done:start]))
        pieces.append(Piece(text[start:end], True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)
