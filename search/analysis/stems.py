"""Swedish and English by their stems, and Finnish where no dictionary is at hand."""

from functools import lru_cache

import snowballstemmer

from soskes_wagtail.search.analysis import swedish
from soskes_wagtail.search.analysis.tokens import (
    LONGEST_WORD,
    WORD,
    Tokens,
    clean,
    token,
    without_accents,
)
from soskes_wagtail.search.analysis.words import irregular, stop_words

_ALGORITHMS = {"fi": "finnish", "sv": "swedish", "en": "english"}


class StemAnalyzer:
    def __init__(self, language: str):
        self.language = language
        self.stop_words = stop_words(language)
        self.version = f"{language}-1 snowball {snowballstemmer.__name__}"
        self._stem = lru_cache(100_000)(self._stem_of)
        self._word = lru_cache(100_000)(self._analyse_word)

    def index(self, text: str) -> Tokens:
        words: list[str] = []
        parts: set[str] = set()
        for written in WORD.findall(clean(text)):
            stems, others = self._word(written.rstrip("-")[:LONGEST_WORD])
            words.extend(stems)
            parts.update(others)
        return Tokens(tuple(words), frozenset(parts))

    def terms(self, words: list[str]) -> list[tuple[str, ...]]:
        return [self._term(word) for word in words]

    def joined(self, first: str, second: str) -> tuple[str, ...]:
        """Two words written as one: "närstående vård"."""
        kinds = ("l", "p") if self.language == "sv" else ("l",)
        return tuple(
            token(self.language, kind, self._stem(first.lower() + second.lower())) for kind in kinds
        )

    def widened(self, words: list[str]) -> list[tuple[str, ...]]:
        return [tuple(dict.fromkeys([*self._term(word), *self.pieces(word)])) for word in words]

    def pieces(self, word: str) -> tuple[str, ...]:
        return tuple(
            token(self.language, kind, self._stem(part))
            for part in self._split(word.lower())
            for kind in ("l", "p")
        )

    def suggestion(self, word: str) -> str:
        return ""

    def _term(self, word: str) -> tuple[str, ...]:
        small = word.lower()
        stem = self._stem(small)
        tokens = [
            token(self.language, kind, each)
            for kind, each in (("x", small), ("l", stem), ("p", stem))
        ]
        if without_accents(small) == small:
            tokens.append(token(self.language, "u", stem))
        return tuple(dict.fromkeys(tokens))

    def _analyse_word(self, written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        small = written.lower()
        pieces = [piece for piece in small.split("-") if len(piece) > 1]
        words = [small, *(pieces if len(pieces) > 1 else ())]
        stems = [self._stem(word) for word in words]
        parts = {token(self.language, "x", small)}
        for word in words:
            parts.update(token(self.language, "p", self._stem(part)) for part in self._split(word))
        for stem in stems:
            plain = without_accents(stem)
            if plain != stem:
                parts.add(token(self.language, "u", plain))
        return tuple(token(self.language, "l", stem) for stem in stems), tuple(sorted(parts))

    def _split(self, word: str) -> tuple[str, ...]:
        return swedish.parts(word) if self.language == "sv" else ()

    def _stem_of(self, word: str) -> str:
        word = irregular(self.language).get(word, word)
        stem = snowballstemmer.stemmer(_ALGORITHMS[self.language]).stemWord(word)
        return swedish.noun_stem(stem) if self.language == "sv" else stem
