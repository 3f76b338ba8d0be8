"""Words of a text, and the tokens that the index knows them by.

A token is two letters and a word: the language, what kind of token it is, and the word in small
letters with its accents. As every token carries its language, texts of several languages share
an index, and a query analysed in all of them finds each by its own grammar.

======  ===================================================================================
``x``   the word as it is written, once a text: what was typed comes before its inflections
``l``   lemma, the form a dictionary lists; once for every occurrence
``p``   part of a compound (``suojelu`` of ``lastensuojelu``)
``r``   joined roots of two or more parts in a row, and of neighbouring words that could be a
        compound: what ``lasten suojelu`` and ``lastensuojelu`` have in common
``a``   the act that nouns and participles of one verb name: ``kuntoutus``, ``kuntouttava``
``d``   root of a derived word; only for the widened search
``u``   lemma without accents, for those who type ``aanekoski``
======  ===================================================================================
"""

import re
import unicodedata
from dataclasses import dataclass

SENTENCE_END = re.compile(r"[.!?;\n]+(?=\s|$)|\n")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*-?")
#: Finnish endings after a colon, as in "OMT:n" and "SosKes:iin".
COLON_ENDING = re.compile(
    r"(?<=\w):(?:n|a|ä|t|lle|ll[aä]|lt[aä]|ss[aä]|st[aä]|t[aä]|iin|in|hin|h[aä]n|ksi|n[aä]|en|"
    r"den|ien|iden|ja|jä|it[aä]|iss[aä]|ist[aä]|ill[aä]|ille|s)\b",
    re.IGNORECASE,
)
LONGEST_WORD = 80
_JOINTS = str.maketrans({"-": "", "'": "", "’": "", "=": "", "|": ""})


@dataclass(frozen=True)
class Tokens:
    """What a text is indexed by: ``words`` for each occurrence, ``parts`` once."""

    words: tuple[str, ...] = ()
    parts: frozenset[str] = frozenset()


def clean(text: str) -> str:
    """The text in one Unicode form, without what no database stores and no reader sees."""
    text = unicodedata.normalize("NFC", text).replace("\x00", " ").replace("\u00ad", "")
    return COLON_ENDING.sub("", text)


_SIGNS = re.compile(r"\W+")


def words_of(text: str) -> list[str]:
    """Words in their order; a hyphen at the end stays ("sosiaali-")."""
    return [word[:LONGEST_WORD] for word in WORD.findall(clean(text))]


def token(language: str, kind: str, word: str) -> str:
    """A word as the engines know it. Base forms of names may be of two words ("Kanaria kuja"):
    a token has no gap and no sign in it."""
    return f"{language[0]}{kind}{_SIGNS.sub('', word.lower().translate(_JOINTS))}"


def without_accents(word: str) -> str:
    split = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in split if not unicodedata.combining(letter))
