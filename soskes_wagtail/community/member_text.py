"""What members write: a little formatting, sanitised, and never an identity code.

Members write in a box that knows bold, italics, lists, quotes and links. Where scripts run it
sends HTML; where they do not, plain text with a few signs that people know from e-mail
(``**bold**``, ``*italics*``, ``- item``, ``1. item``, ``> quote``, an empty line for a new
paragraph). Both end up as the same few tags. See ``member_text_fields`` for model and form.
"""

import html
import re
import unicodedata
from html.parser import HTMLParser

import nh3

MAX_LENGTH = 50_000
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a"}
LINK_SCHEMES = {"http", "https", "mailto", "tel"}
BLOCKS = ("p", "ul", "ol", "blockquote")
#: What browsers' editors and old pages write for the same thing.
SAME = {"b": "strong", "i": "em", "div": "p"} | {f"h{n}": "p" for n in range(1, 7)}

_SAME_TAG = re.compile(r"<(/?)(b|i|div|h[1-6])(?=>)")
_EMPTY = re.compile(r"<(p|strong|em|blockquote|ul|ol|li)>(?:\s|&nbsp;|<br>)*</\1>")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITALICS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])")


def clean(text: str) -> str:
    """HTML with nothing in it but the tags above and safe links; ``""`` where nothing is left.

    Links open nothing on their own and tell the other site nothing. Control characters go.
    """
    text = without_controls(text)
    text = nh3.clean(
        text,
        tags=TAGS | set(SAME),
        clean_content_tags={"script", "style", "title", "textarea", "template", "noscript"},
        attributes={"a": {"href"}},
        url_schemes=LINK_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    text = _SAME_TAG.sub(lambda found: f"<{found[1]}{SAME[found[2]]}", text)
    before = None
    while before != text:
        before, text = text, _EMPTY.sub("", text)
    text = text.strip()
    if text and not text.startswith(tuple(f"<{tag}>" for tag in BLOCKS)):
        # Text that begins outside a paragraph: the first block ends it.
        rest = min((at for tag in BLOCKS if (at := text.find(f"<{tag}>")) > 0), default=len(text))
        text = f"<p>{text[:rest].strip()}</p>{text[rest:]}"
    return text if plain(text) else ""


def without_controls(text: str) -> str:
    """The text without NUL and its like, and with one kind of line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def from_text(text: str) -> str:
    """HTML of plain text as one writes it in an e-mail; already clean."""
    lines = without_controls(text).split("\n")
    return clean("".join(_blocks(lines)))


def _blocks(lines: list[str]) -> list[str]:
    found: list[str] = []
    kind, gathered = "", []

    def close():
        nonlocal kind, gathered
        if gathered:
            found.append(_block(kind, gathered))
        kind, gathered = "", []

    for line in lines:
        now, content = _kind_of(line)
        if now != kind or not now:
            close()
        if now:
            kind = now
            gathered.append(content)
    close()
    return found


def _kind_of(line: str) -> tuple[str, str]:
    if not line.strip():
        return "", ""
    for kind, sign in (
        ("ul", r"\s*[-•*]\s+"),
        ("ol", r"\s*\d{1,3}[.)]\s+"),
        ("blockquote", r"\s*>\s?"),
    ):
        if found := re.match(sign, line):
            return kind, line[found.end() :]
    return "p", line


def _block(kind: str, lines: list[str]) -> str:
    if kind in ("ul", "ol"):
        return f"<{kind}>{''.join(f'<li>{_inline(line)}</li>' for line in lines)}</{kind}>"
    if kind == "blockquote":
        return f"<blockquote>{''.join(_blocks(lines))}</blockquote>"
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _inline(line: str) -> str:
    parts, at = [], 0
    for found in _ADDRESS.finditer(line):
        parts.append(_marked(line[at : found.start()]))
        address = html.escape(found.group())
        parts.append(f'<a href="{address}">{address}</a>')
        at = found.end()
    return "".join([*parts, _marked(line[at:])])


def _marked(text: str) -> str:
    text = html.escape(text, quote=False)
    text = _BOLD.sub(r"<strong>\1</strong>", text)
    return _ITALICS.sub(r"<em>\1</em>", text)


class _Reader(HTMLParser):
    """Clean HTML as text: ``marks`` keeps the signs, so that it can be edited without scripts."""

    def __init__(self, marks: bool):
        super().__init__(convert_charrefs=True)
        self.marks = marks
        self.out: list[str] = []
        self.lists: list[list] = []
        self.quotes = 0
        self.link = ("", 0)

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self._line(2 if not self.lists else 1)
        if tag in ("ul", "ol"):
            self.lists.append([tag, 0])
        elif tag == "blockquote":
            self.quotes += 1
        elif tag == "li" and self.lists:
            self._line(1)
            self.lists[-1][1] += 1
            if self.marks:
                self._write("- " if self.lists[-1][0] == "ul" else f"{self.lists[-1][1]}. ")
        elif tag == "br":
            self._line(1)
        elif tag in ("strong", "em") and self.marks:
            self._write("**" if tag == "strong" else "*")
        elif tag == "a":
            self.link = (dict(attrs).get("href") or "", len(self.out))

    def handle_endtag(self, tag):
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "blockquote":
            self.quotes = max(0, self.quotes - 1)
        elif tag in ("strong", "em") and self.marks:
            self._write("**" if tag == "strong" else "*")
        elif tag == "a" and self.marks:
            address, at = self.link
            if address and "".join(self.out[at:]).strip() != address:
                self._write(f" ({address})")
        if tag in BLOCKS:
            self._line(2 if not self.lists else 1)

    def handle_data(self, data):
        self._write(re.sub(r"\s+", " ", data))

    def _write(self, text: str) -> None:
        if not self.out or self.out[-1].endswith("\n"):
            text = text.lstrip()
            if text and self.quotes and self.marks:
                text = "> " * self.quotes + text
        if text:
            self.out.append(text)

    def _line(self, wanted: int) -> None:
        """End the line; ``wanted`` line ends in all."""
        if not self.out:
            return
        have = 0
        for piece in reversed(self.out):
            if piece.strip("\n"):
                break
            have += len(piece)
        self.out.extend(["\n"] * (wanted - have))

    def text(self) -> str:
        return "".join(self.out).strip()


def _read(text: str, marks: bool) -> str:
    reader = _Reader(marks)
    reader.feed(text)
    reader.close()
    return reader.text()


def plain(text: str) -> str:
    """The words of clean HTML, a line for each paragraph and item."""
    return re.sub(r"\n{2,}", "\n", _read(text, marks=False))


def to_text(text: str) -> str:
    """Clean HTML as plain text with signs, as ``from_text`` reads it."""
    return _read(text, marks=True)


def summary(text: str, length: int = 200) -> str:
    """The first words on one line, at most ``length`` characters."""
    words = " ".join(plain(text).split())
    if len(words) <= length:
        return words
    return words[:length].rsplit(" ", 1)[0][: length - 1].rstrip(" ,.;:–-") + "…"
