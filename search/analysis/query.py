"""A query as every engine understands it: branches, one of which has to hold; a branch is a list
of terms, all of which have to; a term is a list of tokens, one of which has to be there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from soskes_wagtail.search.analysis import LANGUAGES, get_analyzer
from soskes_wagtail.search.analysis.tokens import words_of

MAX_QUERY_LENGTH = 200
MAX_WORDS = 8
MAX_BRANCHES = 24

Term = tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """``words``: those that are searched for; no branches: nothing to search for."""

    words: tuple[str, ...] = ()
    branches: tuple[tuple[Term, ...], ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        """All tokens, each once: what ranks a hit, and what is marked in its text."""
        return tuple(dict.fromkeys(t for branch in self.branches for term in branch for t in term))

    def of(self, language: str) -> "Query":
        """The query with the tokens of one language only: what ranks texts, as a word that comes
        again in texts of all languages is no better than one that comes in one. Itself where the
        language has no token of it."""
        own = (
            tuple(tuple(t for t in term if t[0] == language[:1]) for term in branch)
            for branch in self.branches
        )
        branches = tuple(dict.fromkeys(branch for branch in own if all(branch)))
        return replace(self, branches=branches) if branches else self


@dataclass(frozen=True)
class Synonym:
    """What one of the editors' words stands for; all in words as people write them."""

    words: tuple[str, ...]
    meanings: tuple[tuple[str, ...], ...]


def query_words(text: str, language: str, stop_words: Iterable[str] = ()) -> tuple[str, ...]:
    """Words of a query: at most 8 of its first 200 characters, without stop words unless there
    are no others. Everything that an engine could read as syntax is dropped."""
    words = [word.rstrip("-") for word in words_of(text[:MAX_QUERY_LENGTH])]
    dropped = get_analyzer(language).stop_words | {word.lower() for word in stop_words}
    kept = [word for word in words if word.lower() not in dropped] or words
    return tuple(dict.fromkeys(kept))[:MAX_WORDS]


def precise(words: Sequence[str], synonyms: Iterable[Synonym] = ()) -> Query:
    """Every word occurs: inflected, as a part of a compound, or with its neighbour as one."""
    words = list(words)
    if not words:
        return Query()
    terms = _merged(words, lambda analyzer: analyzer.terms(words))
    branches = [tuple(terms)]
    for place in range(len(words) - 1):
        joined = _joined(words[place], words[place + 1])
        if joined:
            branches.append((*terms[:place], joined, *terms[place + 2 :]))
    for start, end, meaning in _meant(words, synonyms):
        inside = precise(meaning)
        branches += [(*terms[:start], *branch, *terms[end:]) for branch in inside.branches]
    return Query(tuple(words), tuple(dict.fromkeys(branches))[:MAX_BRANCHES])


def widened(words: Sequence[str]) -> Query:
    """Every word occurs by its root, or all parts of a compound do."""
    words = list(words)
    branches = [tuple(_merged(words, lambda analyzer: analyzer.widened(words)))]
    taken_apart = []
    for word in words:
        taken_apart += _apart(word)
    branches.append(tuple(taken_apart))
    return Query(tuple(words), tuple(dict.fromkeys(branch for branch in branches if branch)))


def any_word(words: Sequence[str]) -> Query:
    """One of several words occurs; nothing for a single one."""
    words = list(words)
    if len(words) < 2:
        return Query()
    terms = _merged(words, lambda analyzer: analyzer.widened(words))
    return Query(tuple(words), tuple((term,) for term in dict.fromkeys(terms)))


def _analyzers():
    return [get_analyzer(language) for language in LANGUAGES]


def _merged(words: list[str], give: Callable) -> list[Term]:
    """For each word the tokens of all languages."""
    found = [give(analyzer) for analyzer in _analyzers()]
    return [tuple(dict.fromkeys(t for terms in found for t in terms[n])) for n in range(len(words))]


def _joined(first: str, second: str) -> Term:
    return tuple(dict.fromkeys(t for a in _analyzers() for t in a.joined(first, second)))


def _apart(word: str) -> list[Term]:
    """Terms of the parts of a compound, all of which have to occur; of a simple word itself."""
    finnish = get_analyzer("fi")
    pieces = finnish.pieces(word)
    if not pieces:
        return [_merged([word], lambda analyzer: analyzer.terms([word]))[0]]
    by_part: dict[str, list[str]] = {}
    for piece in pieces:
        by_part.setdefault(piece[2:], []).append(piece)
    return [tuple(tokens) for tokens in by_part.values()]


def _meant(words: list[str], synonyms: Iterable[Synonym]):
    """``(start, end, meaning)`` of the places where editors gave words another meaning."""
    known = [_lemmas(word) for word in words]
    for synonym in synonyms:
        wanted = [_lemmas(word) for word in synonym.words]
        for start in range(len(words) - len(wanted) + 1):
            place = known[start : start + len(wanted)]
            if wanted and all(
                not one.isdisjoint(two) for one, two in zip(place, wanted, strict=True)
            ):
                for meaning in synonym.meanings:
                    yield start, start + len(wanted), meaning


def _lemmas(word: str) -> frozenset[str]:
    terms = _merged([word], lambda analyzer: analyzer.terms([word]))[0]
    return frozenset(token for token in terms if token[1] in "xl")
