"""Languages: ``get_analyzer(language)`` says what words of a text and of a query have in common.

Finnish with libvoikko, else with what ``SOSKES["FINNISH_ENGINE"]`` names; Swedish and English by
Snowball's stems. ``analysis_version`` changes with engine and dictionary: then the index has to
be built again, since a query must be analysed as the texts were.
"""

import hashlib
import logging
from functools import lru_cache
from typing import Protocol

from soskes_wagtail.conf import app_settings
from soskes_wagtail.search.analysis.engines import finnish_engine
from soskes_wagtail.search.analysis.finnish import FinnishAnalyzer
from soskes_wagtail.search.analysis.stems import StemAnalyzer
from soskes_wagtail.search.analysis.tokens import Tokens, words_of

logger = logging.getLogger(__name__)
LANGUAGES = ("fi", "sv", "en")
#: Names and phrases come again in text after text; letters of what is worth remembering.
LONGEST_SHORT = 300


class Analyzer(Protocol):
    language: str
    version: str
    stop_words: frozenset[str]

    def index(self, text: str) -> Tokens: ...

    def terms(self, words: list[str]) -> list[tuple[str, ...]]: ...

    def joined(self, first: str, second: str) -> tuple[str, ...]: ...

    def widened(self, words: list[str]) -> list[tuple[str, ...]]: ...

    def pieces(self, word: str) -> tuple[str, ...]: ...

    def suggestion(self, word: str) -> str: ...


def get_analyzer(language: str) -> Analyzer:
    """The analyzer of a language ("fi", "sv-fi"…); another language is read as English."""
    code = language.split("-")[0]
    return _analyzer(code if code in LANGUAGES else "en", tuple(app_settings.FINNISH_ENGINE))


@lru_cache(12)
def _analyzer(language: str, engines: tuple[str, ...]) -> Analyzer:
    engine = finnish_engine(engines) if language == "fi" else None
    return FinnishAnalyzer(engine) if engine else StemAnalyzer(language)


def analysis_version() -> str:
    """Short text that is another one when anything about the analysis is."""
    versions = "\n".join(get_analyzer(language).version for language in LANGUAGES)
    return hashlib.sha256(versions.encode()).hexdigest()[:16]


def index_tokens(language: str, text: str) -> Tokens:
    """Tokens of a text; where the analysis fails, its plain words, so that saving never does."""
    try:
        analyzer = get_analyzer(language)
        return (_short if len(text) <= LONGEST_SHORT else _indexed)(analyzer, text)
    except Exception:
        logger.exception("Analysing a text in %s failed; its plain words are indexed.", language)
        return plain_tokens(language, text)


def _indexed(analyzer: Analyzer, text: str) -> Tokens:
    return analyzer.index(text)


_short = lru_cache(2_000)(_indexed)


def plain_tokens(language: str, text: str) -> Tokens:
    """The words as they are written."""
    mark = language[:1] or "e"
    words = [word.rstrip("-").lower() for word in words_of(text)]
    return Tokens(
        tuple(f"{mark}l{word}" for word in words), frozenset(f"{mark}x{word}" for word in words)
    )
