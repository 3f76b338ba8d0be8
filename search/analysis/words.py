"""What the analysis has to know of single words; the lists stand in ``words.json``."""

import json
from functools import cache
from pathlib import Path


@cache
def _lists() -> dict:
    return json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))


@cache
def stop_words(language: str) -> frozenset[str]:
    """Words of a query that say nothing of what is looked for."""
    return frozenset(_lists()["stop_words"].get(language, ()))


@cache
def irregular(language: str) -> dict[str, str]:
    """Words of which no ending tells that they are forms of another: plurals, and in Finnish
    "kotona", which dictionaries have under an old word."""
    return _lists()["irregular"].get(language, {})


@cache
def swedish_parts() -> frozenset[str]:
    """Words of the field, of which most of its Swedish compounds are made."""
    return frozenset(_lists()["swedish_parts"])
