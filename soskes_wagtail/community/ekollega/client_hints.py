"""What looks like a client in a text: a phone number or a full name beside "asiakas".

Nobody can tell for sure, so it only asks: the sentence is shown, and the writer may post anyway.
"""

import hashlib
import re
from dataclasses import dataclass

from soskes_wagtail.community import member_text

_CLIENT = re.compile(
    r"\b(asiakka|asiakas|asiakk|potila|kuntoutuja|huollettava|klient|brukar|client|patient)\w*",
    re.I,
)
_PHONE = re.compile(r"(?<![\w+])(?:\+358|0)[\d\s\u00a0-]{5,14}\d(?!\w)")
_WORD = r"[A-ZÅÄÖ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?"
_NAME = re.compile(rf"(?<!\w){_WORD}(?:[ \u00a0]{_WORD})+(?!\w)")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\d|\w)[^.!?\n]*)*[.!?]*")
_MOST = 5


@dataclass(frozen=True)
class Hint:
    """A sentence in pieces: (text, whether it is what was found)."""

    pieces: tuple[tuple[str, bool], ...]


def hints(*texts: str) -> list[Hint]:
    """Sentences to look at again, at most five. ``texts``: HTML of members, or plain text."""
    found = []
    for text in texts:
        for sentence in _SENTENCE.findall(member_text.plain(text)):
            if _CLIENT.search(sentence) and (spans := _spans(sentence)):
                found.append(Hint(_pieces(sentence.strip(), spans)))
    return found[:_MOST]


def _spans(sentence: str) -> list[str]:
    """Numbers and names in a sentence."""
    found = [match.group() for match in _PHONE.finditer(sentence)]
    for match in _NAME.finditer(sentence):
        words = match.group().split()
        # "Asiakas Matti Meikäläinen": the first word is no name.
        while words and _CLIENT.fullmatch(words[0]):
            words.pop(0)
        if len(words) > 1:
            found.append(" ".join(words))
    return found


def _pieces(sentence: str, spans: list[str]) -> tuple[tuple[str, bool], ...]:
    pattern = "|".join(re.escape(span).replace(r"\ ", r"\s") for span in spans)
    parts = re.split(f"({pattern})", sentence)
    return tuple((part, index % 2 == 1) for index, part in enumerate(parts) if part)


def digest(*texts: str) -> str:
    """Stands for texts that somebody has looked at again; another text has another."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:20]
