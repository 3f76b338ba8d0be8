"""PTV's plain texts as rich text of Wagtail."""

import re

from django.utils.html import escape

_BULLET = re.compile(r"^\s*(?:[*•·▪–—-]\s+|[*•·▪](?=[^\s*]))(?P<text>.+)$")
_NUMBERED = re.compile(r"^\s*(?P<number>\d{1,2})[.)]\s+(?P<text>.+)$")


def to_html(text: str) -> str:
    """Paragraphs and lists of ``text`` as HTML; all of the text is escaped.

    An empty line ends a paragraph, a single line break stays one. Lines that begin with a bullet
    or dash become a list, also when empty lines part them; so do lines numbered 1, 2, 3 ("15. day
    of the month" at the start of a line is no list).
    """
    blocks: list[tuple[str, list[str]]] = []
    ended = True
    for line in text.splitlines():
        if not line.strip():
            ended = True
            continue
        kind, content = _read_line(line)
        same = blocks and blocks[-1][0] == kind
        if same and (kind != "p" or not ended):
            blocks[-1][1].append(content)
        else:
            blocks.append((kind, [content]))
        ended = False
    return "".join(_render(kind, lines) for kind, lines in blocks)


def _read_line(line: str) -> tuple[str, str]:
    if found := _BULLET.match(line):
        return "ul", found["text"].strip()
    if _NUMBERED.match(line):
        return "ol", line.strip()
    return "p", line.strip()


def _render(kind: str, lines: list[str]) -> str:
    if kind == "ol":
        found = [_NUMBERED.match(line) for line in lines]
        if len(lines) > 1 and [int(f["number"]) for f in found] == [*range(1, len(lines) + 1)]:
            lines = [f["text"].strip() for f in found]
        else:
            kind = "p"
    if kind == "p":
        return "<p>" + "<br/>".join(map(escape, lines)) + "</p>"
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<{kind}>{items}</{kind}>"
