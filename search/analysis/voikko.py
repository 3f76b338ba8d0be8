"""Finnish readings by libvoikko (Debian: libvoikko1 and voikko-fi).

A handle of libvoikko must not be shared between threads: ctypes lets go of the interpreter's
lock, and two calls at once crash the process. So every thread has one of its own (2 MB).
"""

import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from soskes_wagtail.search.analysis.readings import Reading
from soskes_wagtail.search.analysis.words import irregular

_PIECE = re.compile(r"\+([^+()]*)(?:\(([^()]*)\))?")
_NAMES = frozenset({"paikannimi", "etunimi", "sukunimi"})
_NAMED = _NAMES | {"nimi"}
_NOMINAL = _NAMES | {"nimi", "nimisana", "laatusana", "nimisana_laatusana", "lukusana"}
#: In FSTOUTPUT: a verb, and how the noun or adjective is made of it ([R…]: a participle).
_FROM_VERB = re.compile(r"\[Lt\]\[Xp\]([^\[]+)\[X\](.*?)(?=\[Bh\]|$)")
_AGENT = re.compile(r"\[Xj\]j[aä](?!.*\[Xj\])")
_LACKING = (("ttomuus", "ton"), ("ttömyys", "tön"))
_DICTIONARY_FOLDERS = ("/usr/lib/voikko", "/usr/share/voikko", "/usr/local/lib/voikko", "~/.voikko")
#: Nouns that look like the stem of a verb of another meaning (tila, tilata).
_OTHER_THAN_THE_VERB = frozenset(
    {
        "kala",
        "kana",
        "kirja",
        "kohta",
        "kuva",
        "lava",
        "osa",
        "pala",
        "seura",
        "tila",
        "vala",
        "vara",
    }
)
_handles = threading.local()


class VoikkoEngine:
    name = "libvoikko"

    def __init__(self):
        _handle()  # fails at once where the library or the dictionary is missing
        import libvoikko

        self.version = f"libvoikko {libvoikko.Voikko.getVersion()} {_dictionary()}"

    def readings(self, word: str) -> tuple[Reading, ...]:
        """All readings of a word as it is written; none for a word that is not Finnish."""
        return _readings(word)

    def suggestions(self, word: str) -> list[str]:
        """Right spellings of a misspelt word, likeliest first; none for a right one."""
        voikko = _handle()
        if len(word) > 40 or voikko.spell(word) or voikko.spell(word.capitalize()):
            return []
        return voikko.suggest(word)


def _handle():
    handle = getattr(_handles, "voikko", None)
    if handle is None:
        import libvoikko

        handle = _handles.voikko = libvoikko.Voikko("fi")
    return handle


def _dictionary() -> str:
    """What tells one dictionary from another; they have no version number to ask for."""
    import libvoikko

    names = [one.variant for one in libvoikko.Voikko.listDicts() if one.language == "fi"]
    sizes = [
        file.stat().st_size
        for folder in _DICTIONARY_FOLDERS
        for file in sorted(Path(folder).expanduser().glob("*/mor-*/*.vfst"))
    ]
    return "-".join(str(part) for part in (*sorted(names), *sizes))


@lru_cache(100_000)
def _readings(word: str) -> tuple[Reading, ...]:
    found = _handle().analyze(word)
    named = word[:1].isupper() and any(one.get("CLASS") in _NAMES for one in found)
    has_nominal = any("SIJAMUOTO" in one for one in found)
    sizes = [_size(one) for one in found if one.get("CLASS") not in _NAMED]
    readings = {}
    for one in found:
        if has_nominal and _is_order(one):
            continue
        # "palaveri" is a meeting, no blood of a piece: the fewest parts are what is meant.
        if one.get("CLASS") not in _NAMED and _size(one) > min(sizes):
            continue
        reading = _reading(one, named)
        readings.setdefault((reading.lemma, reading.parts, reading.roots), reading)
    return tuple(readings.values())


def _size(one: dict) -> int:
    """Number of seams between parts, those within words that the dictionary lists included."""
    output = one.get("FSTOUTPUT") or ""
    return output.count("[Bh]") + output.count("[Bm]")


def _is_order(one: dict) -> bool:
    """Verb forms that hardly occur in these texts but look like nouns: "tuki!", "hoito"."""
    return one.get("CLASS") == "teonsana" and "[Tk]" in one.get("FSTOUTPUT", "")


def _reading(one: dict, named: bool) -> Reading:
    base = _lemma(one.get("BASEFORM", "").lower())
    is_name = one.get("CLASS") in _NAMES
    pieces = _components(
        one.get("WORDBASES") or "", whole="[Bh]" not in (one.get("FSTOUTPUT") or "")
    )
    roots = tuple(_lemma(_root(component)) for component in pieces) or (base,)
    hyphenated = "-" in one.get("STRUCTURE", "")
    parts: tuple[str, ...] = ()
    # Saarijärvi is no lake with islands: where a name is meant, it is not taken apart.
    if len(pieces) > 1 and (is_name or not named or hyphenated):
        parts = _parts(pieces, base)
    elif not is_name and not named:
        parts = _bound_parts(pieces)
        roots = parts or roots
    acts = tuple(
        dict.fromkeys([*_acts(one), *(_act(verb) for part in parts for verb in _made_of(part))])
    )
    loose = _loose_acts(base) if not parts and one.get("CLASS") == "nimisana" else ()
    return Reading(
        lemma=base,
        parts=parts,
        roots=roots if parts or len(roots) == 1 else (base,),
        inner=_inner_roots(pieces) if not parts and not is_name else (),
        acts=acts,
        loose_acts=tuple(verb for verb in loose if verb not in acts),
        is_nominal=one.get("CLASS") in _NOMINAL or "SIJAMUOTO" in one,
        case=one.get("SIJAMUOTO", ""),
        is_name=is_name,
    )


def _lemma(word: str) -> str:
    return irregular("fi").get(word, word)


def _components(wordbases: str, whole: bool = False) -> list[list[tuple[str, str]]]:
    """``+lasten(lapsi)+suojel(suojella)+u(+u)`` as ``[[(lasten, lapsi)], [(suojel, suojella),
    (u, +u)]]``: components, each the written pieces with their bases; endings begin with +.
    ``whole``: it is one component, whatever its pieces look like."""
    components: list[list[tuple[str, str]]] = []
    for written, base in _PIECE.findall(wordbases):
        base = base or written
        short = written == base and len(written) <= 3
        ending = base.startswith("+") or whole or (short and components and _is_cut(components[-1]))
        if ending and components:
            components[-1].append((written, base if base.startswith("+") else f"+{written}"))
        else:
            components.append([(written, base)])
    return components


def _is_cut(component: list[tuple[str, str]]) -> bool:
    """Whether what was written last is only a stem: an ending has to follow."""
    written, base = component[-1]
    return base.startswith("+") or written != base


def _root(component: list[tuple[str, str]]) -> str:
    root = component[0][1].replace("=", "").lower()
    # "hoito" has the root of "hoitaja", also where the dictionary lists it as a word of its own.
    verbs = _verbs_of(root) if len(component) == 1 else ()
    return verbs[0] if verbs else root


@lru_cache(20_000)
def _simple_root(written: str) -> str:
    for one in _handle().analyze(written):
        components = _components(
            one.get("WORDBASES") or "", whole="[Bh]" not in (one.get("FSTOUTPUT") or "")
        )
        if len(components) == 1 and "=" not in components[0][0][1]:
            return _root(components[0])
    return written


def _inner_roots(pieces: list[list[tuple[str, str]]]) -> tuple[str, ...]:
    """Roots of a word that the dictionary lists as one but was made of two: ``huostaan=otto``."""
    listed = pieces[0][0][1].lower() if len(pieces) == 1 else ""
    return tuple(_simple_root(piece) for piece in listed.split("=")) if "=" in listed else ()


def _bound_parts(pieces: list[list[tuple[str, str]]]) -> tuple[str, ...]:
    """Parts of a word listed as one whose first half is no form of a word: ``fysio=terapia``, but
    not ``toimeen=tulo``, which is about no coming."""
    first, _, last = pieces[0][0][1].lower().partition("=") if len(pieces) == 1 else ("", "", "")
    if not last or "=" in last or _handle().analyze(first):
        return ()
    known = [one["BASEFORM"].lower() for one in _handle().analyze(last)]
    return (first, last) if last in known else ()


def _parts(pieces: list[list[tuple[str, str]]], base: str) -> tuple[str, ...]:
    parts, length = [], 0
    for component in pieces[:-1]:
        written = "".join(piece for piece, _ in component)
        length += len(written)
        if len(component) == 1:
            parts.append(component[0][1].replace("=", "").lower())
        else:
            known = [one["BASEFORM"].lower() for one in _handle().analyze(written)]
            parts.append(written if not known or written in known else known[0])
    tail = base[length:].lstrip("-")
    return (*parts, tail or base)


def _acts(one: dict) -> Iterator[str]:
    """Verbs whose act the word or a part of it names: ``kuntoutus``, ``kuntouttava`` and
    ``kuntouttaminen`` that of ``kuntouttaa``; not ``kuntouttaja``, who is a person. What somebody
    lacks is treated alike: ``asunnoton``, ``asunnottomuus``."""
    output, base = one.get("FSTOUTPUT") or "", one.get("BASEFORM", "").lower()
    for verb, made in _FROM_VERB.findall(output):
        verb = verb.replace("=", "").lower()
        if "[Re]" in made:  # what is not done: riippumaton
            continue
        derived = "[Ln]" in made or "[Ll]" in made or "[Lnl]" in made
        if "[Tn4]" in made or (derived and ("[R" in made or not _AGENT.search(made))):
            yield _act(verb)
    for property_, adjective in _LACKING:
        if base.endswith(property_):
            yield base.removesuffix(property_) + adjective
        elif base.endswith(adjective) and "[Re]" not in output:
            yield base


def _act(verb: str) -> str:
    """One name for the act of a verb and of its reflexive: ``kuntouttaa``, ``kuntoutua``."""
    for ending, kept in (
        ("ttaa", "t"),
        ("ttää", "t"),
        ("taa", "t"),
        ("tää", "t"),
        ("tua", "t"),
        ("tyä", "t"),
    ):
        if verb.endswith(ending) and len(verb) - len(ending) > 2:
            return verb.removesuffix(ending) + kept
    return verb


def _loose_acts(noun: str) -> tuple[str, ...]:
    """Acts that a simple noun names by its shape and the dictionary: ``huolto`` that of
    ``huoltaa``, ``vuokra`` that of ``vuokrata``."""
    return tuple(_act(verb) for verb in (*_verbs_of(noun), *_made_of(noun)))


@lru_cache(20_000)
def _verbs_of(noun: str) -> tuple[str, ...]:
    """Verbs that a noun is made of, where the dictionary does not say so: ``huoltaa`` of
    ``huolto``, ``adoptoida`` of ``adoptio``."""
    ends = ("aa", "ää", "ea", "eä", "ia", "iä") if noun[-1:] in "oöuy" else ()
    tried = [noun[:-1] + end for end in ends]
    if noun.endswith("io"):
        tried.append(noun.removesuffix("io").removesuffix("at").removesuffix("a") + "oida")
    return tuple(verb for verb in tried if len(noun) > 3 and _is_verb(verb))


@lru_cache(20_000)
def _made_of(noun: str) -> tuple[str, ...]:
    """Verbs made of a noun: ``vuokrata`` of ``vuokra``, ``tulkata`` of ``tulkki``."""
    if len(noun) < 4 or noun in _OTHER_THAN_THE_VERB:
        return ()
    if noun[-1] in "aäoö":
        tried = (noun + "ta", noun + "tä")
    elif noun[-1] == "i":
        stem = noun[:-2] if noun[-3] == noun[-2] and noun[-2] in "kpt" else noun[:-1]
        tried = (stem + "ata", stem + "ätä")
    else:
        tried = ()
    return tuple(verb for verb in tried if _is_verb(verb))


@lru_cache(20_000)
def _is_verb(word: str) -> bool:
    return any(
        one.get("CLASS") == "teonsana" and one.get("BASEFORM", "").lower() == word
        for one in _handle().analyze(word)
    )
