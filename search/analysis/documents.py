"""The texts of a document, and its tokens by field.

Imports no models, so that other processes can analyse without a site of their own.
"""

from dataclasses import dataclass

from soskes_wagtail.search.analysis import analysis_version, index_tokens


@dataclass(frozen=True)
class Texts:
    """What has to be analysed of a document: by field, ``(language, text)``."""

    title: tuple[tuple[str, str], ...]
    summary: tuple[tuple[str, str], ...]
    text: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FieldTokens:
    """Tokens of a document, with spaces between them, the weightiest field first. ``words`` and
    ``parts`` are those of the text (see ``analysis.tokens``)."""

    title: str
    summary: str
    words: str
    parts: str


def tokens_of(texts: Texts) -> FieldTokens:
    """Analyse the texts of a document; never fails."""
    words, parts = _tokens(texts.text)
    return FieldTokens(_all_tokens(texts.title), _all_tokens(texts.summary), words, parts)


def analysed(many: list[Texts], version: str) -> list[FieldTokens] | None:
    """Tokens of several documents; None where this process would analyse otherwise than the one
    that asks (``version``: its ``analysis_version``)."""
    if version != analysis_version():
        return None
    return [tokens_of(texts) for texts in many]


def _all_tokens(texts: tuple[tuple[str, str], ...]) -> str:
    """Tokens of a short field in one list. A word counts as a part of itself, too, so that it
    always weighs more than where it is but a part of another, however rare that is."""
    words, parts = _tokens(texts)
    own = (f"{one[0]}p{one[2:]}" for one in words.split() if one[1] == "l")
    return " ".join([words, *sorted({*parts.split(), *own})])


def _tokens(texts: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    words: list[str] = []
    parts: set[str] = set()
    for language, text in texts:
        found = index_tokens(language, text)
        words.extend(found.words)
        parts |= found.parts
    return " ".join(words), " ".join(sorted(parts))
