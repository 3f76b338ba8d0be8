"""Areas of expertise that people write themselves, each of them written in one way only."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Expertise
from soskes_wagtail.directory_snippets.people.folding import words_of
from soskes_wagtail.identity_codes import refuse_identity_codes

MOST_LETTERS = 60
MOST = 20

#: Endings of Finnish cases and plurals, folded; what two forms of a word may differ in. The
#: same whatever a host has installed, so that databases of two hosts agree.
_ENDINGS = (
    "ien|jen|iden|ten|in|en|an|on|un|yn|n"
    "|ssa|sta|lla|lta|lle|na|ksi|tta|ta|a"
    "|issa|ista|illa|ilta|ille|ina|iksi|itta|ita|ia|oja|iin|isiin|seen|hin"
    "|et|ot|at|ut|yt|it|t|i|e|o|u|y|s"
    "|kset|ksen|ksien|ksia|ksissa|ksessa|ksesta|ksella|kselle"
    "|set|sen|sten|sia|sissa|sista|silla|sessa|sesta|sella|selle|nen|nut|neet|neiden|neita"
    "|den|dessa|desta|della|delle|eet|eiden|eita"
)
_ENDING = re.compile(rf"(?:{_ENDINGS})?(?:\Z)")
#: Consonants that change places when a Finnish word is inflected: hoito – hoidon.
_GRADES = [
    *(("t", "d"), ("p", "v"), ("k", ""), ("kk", "k"), ("pp", "p"), ("tt", "t")),
    *(("nt", "nn"), ("lt", "ll"), ("rt", "rr"), ("mp", "mm"), ("nk", "ng"), ("k", "j")),
]
_VOWELS = "aeiouy"


def is_same_word(a: str, b: str) -> bool:
    """Whether two folded words are forms of one: "hoito" and "hoidon", "vanhus", "vanhukset"."""
    if a == b:
        return True
    common = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        common += 1
    # A short beginning says nothing: "kieli" and "kielto".
    for cut in range(common, max(common - 3, 2), -1):
        if cut < 3:
            break
        if _are_endings(a[cut:], b[cut:]):
            return True
    return False


def _are_endings(a: str, b: str) -> bool:
    if not (a or b) or (_ENDING.fullmatch(a) and _ENDING.fullmatch(b)):
        return True
    for strong, weak in _GRADES:
        for x, y in ((a, b), (b, a)):
            if x.startswith(strong) and y.startswith(weak):
                rest, other = x[len(strong) :], y[len(weak) :]
                # The grade changes before a vowel, and only the ending after it differs.
                if (
                    rest[:1] in _VOWELS
                    and {rest[:1], other[:1]} in ({rest[:1]}, {"e", "i"})
                    and rest
                    and _ENDING.fullmatch(rest[1:])
                    and _ENDING.fullmatch(other[1:])
                ):
                    return True
    return False


def is_same(a: str, b: str) -> bool:
    """Whether two areas of expertise are one, but for case, spaces, hyphens and inflection."""
    first, second = words_of(a), words_of(b)
    if "".join(first) == "".join(second):
        return bool(first)
    return len(first) == len(second) and all(map(is_same_word, first, second))


def split(text: str) -> list[str]:
    """What somebody wrote, parted at commas, semicolons and line ends; each once."""
    parts = (" ".join(part.split()) for part in re.split(r"[,;\n]", text))
    found: list[str] = []
    for part in filter(None, parts):
        if not any(is_same(part, one) for one in found):
            found.append(part)
    return found


def refusal(name: str) -> str:
    """Why a name cannot be an area of expertise; "" when it can. ValidationError for a code."""
    refuse_identity_codes(name)
    if len(name) > MOST_LETTERS:
        return _("“%(name)s…” is too long: write it in a few words.") % {"name": name[:30]}
    if not words_of(name):
        return _("“%(name)s” has no letters.") % {"name": name}
    return ""


def known_names(names: Iterable[str]) -> list[str]:
    """The names, each as it is written already where it is known; new ones as they are."""
    wanted = list(names)
    if not wanted:
        return []
    existing = list(Expertise.objects.order_by("pk").values_list("name", flat=True))
    found: list[str] = []
    for name in wanted:
        exact = next((one for one in existing if one == name), None)
        alike = exact or next((one for one in existing if is_same(name, one)), None)
        chosen = alike or name[:1].upper() + name[1:]
        if chosen not in found:
            found.append(chosen)
            if alike is None:
                existing.append(chosen)
    return found
