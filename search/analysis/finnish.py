"""Finnish: lemmas, parts of compounds, joined roots, neighbours that could be one word."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from soskes_wagtail.search.analysis.guess import guessed
from soskes_wagtail.search.analysis.readings import Reading
from soskes_wagtail.search.analysis.tokens import (
    LONGEST_WORD,
    SENTENCE_END,
    WORD,
    Tokens,
    clean,
    token,
    without_accents,
)
from soskes_wagtail.search.analysis.words import stop_words

_CONJUNCTIONS = frozenset({"ja", "tai", "sekä", "eli"})
MOST_READINGS = 6


class Engine(Protocol):
    name: str
    version: str

    def readings(self, word: str) -> tuple[Reading, ...]: ...

    def suggestions(self, word: str) -> list[str]: ...


@dataclass(frozen=True)
class _Word:
    """A word as the index needs it."""

    words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    #: Joined roots with which it begins (as a token), or ends, a compound written apart.
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    #: The same for "huostaan otettu".
    leads: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


_NOTHING = _Word()


class FinnishAnalyzer:
    language = "fi"

    def __init__(self, engine: Engine):
        self.engine = engine
        self.stop_words = stop_words("fi")
        self.version = f"fi-2 {engine.version}"
        self._word = lru_cache(100_000)(self._analyse_word)
        self._begun = lru_cache(20_000)(self._beginning)

    def index(self, text: str) -> Tokens:
        """What a text is indexed by."""
        words: list[str] = []
        parts: set[str] = set()
        seen: set[str] = set()
        for sentence in SENTENCE_END.split(clean(text)):
            before, is_first = _NOTHING, True
            open_first = ""  # "sosiaali-" of "sosiaali- ja terveyspalvelut"
            for written in WORD.findall(sentence):
                name = written.rstrip("-")[:LONGEST_WORD]
                if is_first:
                    name, is_first = self._begun(name), False
                word = self._word(name)
                words += word.words
                if name not in seen:
                    seen.add(name)
                    parts.update(word.parts)
                if written[-1] == "-":
                    open_first, before = name, _NOTHING
                    continue
                if open_first and name.lower() not in _CONJUNCTIONS:
                    words_, parts_ = self._completed(open_first, name)
                    words += words_
                    parts.update(parts_)
                    open_first = ""
                for two in word.ends:
                    for one in before.begins:
                        parts.add(one + two)
                for two in word.acts:
                    for one in before.leads:
                        parts.add(one + two)
                before = word
        return Tokens(tuple(words), frozenset(parts))

    def terms(self, words: list[str]) -> list[tuple[str, ...]]:
        """For each word of a query the tokens, one of which has to be there."""
        return [self._term(word) for word in words]

    def joined(self, first: str, second: str) -> tuple[str, ...]:
        """Tokens of the compound that two neighbouring words of a query could be."""
        return tuple(
            dict.fromkeys(
                token("fi", "r", one.signature + two.signature)
                for one in self._asked(first)
                for two in self._asked(second)
                if (one.is_nominal and two.is_nominal) or (one.may_lead_into and two.is_act)
            )
        )

    def widened(self, words: list[str]) -> list[tuple[str, ...]]:
        """As ``terms``, by the roots: ``hoitaa`` finds ``hoitaja``, too."""
        found = []
        for word in words:
            tokens = []
            for reading in self._asked(word):
                kind = "r" if reading.parts else "d"
                tokens += [
                    token("fi", kind, reading.signature),
                    token("fi", "l", reading.signature),
                ]
                tokens += [token("fi", "p", reading.roots[0])] if not reading.parts else []
            found.append(tuple(dict.fromkeys([*self._term(word), *tokens])))
        return found

    def pieces(self, word: str) -> tuple[str, ...]:
        """Tokens of the parts of a compound, for "any word"; none for a simple word."""
        parts = [part for reading in self._asked(word)[:1] for part in reading.parts]
        return tuple(
            dict.fromkeys(token("fi", kind, part) for part in parts for kind in ("l", "p"))
        )

    def suggestion(self, word: str) -> str:
        """A likelier spelling of a word; empty for a word that is right."""
        if not word.isalpha() or self.engine.readings(word) or len(word) < 4:
            return ""
        if self.engine.readings(word.capitalize()):
            return ""
        return next(iter(self.engine.suggestions(word)), "")

    def _readings(self, word: str) -> tuple[Reading, ...]:
        return self.engine.readings(word) or guessed(word, self.engine)

    def _asked(self, word: str) -> list[Reading]:
        """Readings of a word in a query, where names are often written small and most words are
        nouns: the likely ones only."""
        known = list(self.engine.readings(word))
        if word[:1].islower():
            names = [one for one in self.engine.readings(word.capitalize()) if one.is_name]
            known += [name for name in names if name.lemma not in {one.lemma for one in known}]
        found = known or list(guessed(word, self.engine))
        exact = [one for one in found if one.lemma == word.lower()]
        nominal = [one for one in found if one.is_nominal]
        if any(one.is_nominal for one in exact):
            found = exact
        elif nominal:
            found = [*exact, *(one for one in nominal if one not in exact)]
        return found[:MOST_READINGS]

    def _term(self, word: str) -> tuple[str, ...]:
        tokens = [token("fi", "x", word)]
        for reading in self._asked(word):
            tokens += [token("fi", "l", reading.lemma), token("fi", "p", reading.lemma)]
            if len(reading.roots) > 1:
                tokens.append(token("fi", "r", reading.signature))
            if reading.inner:
                tokens.append(token("fi", "r", "".join(reading.inner)))
            if not reading.parts:
                tokens += [token("fi", "a", verb) for verb in (*reading.acts, *reading.loose_acts)]
        if not self.engine.readings(word):
            # "sosiaali" is no word, but the first part of many.
            tokens.append(token("fi", "p", word))
            if without_accents(word) == word:
                tokens.append(token("fi", "u", word))
        return tuple(dict.fromkeys(tokens))

    def _beginning(self, word: str) -> str:
        """The first word of a sentence. Its capital makes no name of a word that is not known."""
        if word[1:].islower() and not self.engine.readings(word):
            return word.lower()
        return word

    def _analyse_word(self, written: str) -> _Word:
        if written.isdecimal():  # what the engine would say of it, without asking
            lemma, exact = token("fi", "l", written), token("fi", "x", written)
            return _Word((lemma,), (exact,), (), ends=(written,), leads=(), acts=())
        words: list[str] = []
        parts = {token("fi", "x", written)}
        pieces = [piece for piece in written.split("-") if len(piece) > 1]
        for each in [written, *(pieces if len(pieces) > 1 else ())]:
            readings = self._readings(each)
            words.extend(dict.fromkeys(token("fi", "l", one.lemma) for one in readings))
            for reading in readings:
                parts.update(self._parts_of(reading))
        readings = self._readings(written)
        return _Word(
            words=tuple(words),
            parts=tuple(sorted(parts)),
            begins=_signatures((one for one in readings[:3] if one.may_be_first_half), "fr"),
            ends=_signatures(one for one in readings[:3] if one.is_nominal),
            leads=_signatures((one for one in readings[:3] if one.may_lead_into), "fr"),
            acts=_signatures(one for one in readings[:3] if one.is_act),
        )

    def _parts_of(self, reading: Reading):
        yield from (token("fi", "p", part) for part in reading.parts)
        roots = reading.roots
        if reading.parts:
            for start in range(len(roots)):
                for end in range(start + 2, len(roots) + 1):
                    yield token("fi", "r", "".join(roots[start:end]))
        else:
            yield from (token("fi", "a", verb) for verb in reading.loose_acts)
        if reading.inner:
            yield token("fi", "r", "".join(reading.inner))
        yield from (token("fi", "a", verb) for verb in reading.acts)
        if not reading.parts and reading.signature != reading.lemma:
            yield token("fi", "d", reading.signature)
        plain = without_accents(reading.lemma)
        if plain != reading.lemma:
            yield token("fi", "u", plain)

    def _completed(self, first: str, second: str) -> tuple[list[str], set[str]]:
        """Of ``sosiaali-`` and ``terveyspalvelut`` the word that is meant: ``sosiaalipalvelu``.
        Of ``koulu-`` and ``opiskeluterveydenhuolto`` it is one of two, each as likely."""
        words, parts = [], set()
        for reading in self._readings(second):
            if not reading.parts:
                continue
            words.append(token("fi", "l", first + reading.parts[-1]))
            ends = ["".join(reading.roots[place:]) for place in range(1, len(reading.roots))]
            begins = {first.lower(), *(one.signature for one in self._readings(first.lower()))}
            parts.update(token("fi", "r", one + end) for one in begins for end in ends)
            parts.update(token("fi", "p", one.lemma) for one in self._readings(first.lower()))
        return words, parts


def _signatures(readings, mark: str = "") -> tuple[str, ...]:
    return tuple({mark + reading.signature: 0 for reading in readings})
