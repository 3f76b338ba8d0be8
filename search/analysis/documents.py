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
    title, summary = _tokens(texts.title), _tokens(texts.summary)
    words, parts = _tokens(texts.text)
    return FieldTokens(" ".join(title), " ".join(summary), words, parts)


def analysed(many: list[Texts], version: str) -> list[FieldTokens] | None:
    """Tokens of several documents; None where this process would analyse otherwise than the one
    that asks (``version``: its ``analysis_version``)."""
    if version != analysis_version():
        return None
    return [tokens_of(texts) for texts in many]


def _tokens(texts: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    words: list[str] = []
    parts: set[str] = set()
    for language, text in texts:
        found = index_tokens(language, text)
        words.extend(found.words)
        parts |= found.parts
    return " ".join(words), " ".join(sorted(parts))
