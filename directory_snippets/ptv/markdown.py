"""The markdown of PTV v12 as rich text of Wagtail, or as plain text.

PTV uses a part of CommonMark: paragraphs, headings, lists, emphasis and links. No HTML of the
text survives: all of it is escaped first, and links lead to web, mail and telephone only.
"""

import re

from django.utils.html import escape

from soskes_wagtail.directory_snippets.ptv.richtext import to_html as plain_to_html

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
_LINK = re.compile(r"!?\[(?P<label>[^\[\]\n]{1,500})\]\((?P<url>[^()\s]{1,2000})\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(?P<text>[^\n]{1,2000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)(?P<text>[^*_\n]{1,2000}?)(?<=\S)\1(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])")
_SAFE = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)
#: Signs that were escaped stand in the private use area until the others have been read.
_HIDE = 0xE000
_HIDDEN = re.compile("[\ue000-\ue07f]")


def to_html(text: str) -> str:
    """Paragraphs, lists, headings (all as ``h4``), emphasis and links of ``text`` as HTML."""
    parts, block = [], []
    for line in _hide(text).splitlines():
        if found := _HEADING.match(line):
            parts += [_block("\n".join(block)), f"<h4>{_inline(escape(found['text']))}</h4>"]
            block = []
        else:
            block.append(line)
    parts.append(_block("\n".join(block)))
    return _show("".join(parts))


def to_text(text: str) -> str:
    """``text`` without the signs of markdown; the address of a link follows its words."""
    lines = []
    for line in _hide(text).splitlines():
        if found := _HEADING.match(line):
            line = found["text"]
        line = _LINK.sub(_in_words, line)
        line = _EMPHASIS.sub(r"\g<text>", _STRONG.sub(r"\g<text>", line))
        lines.append(line.rstrip())
    return _show("\n".join(lines), escaped=False).strip()


def _block(text: str) -> str:
    return _inline(plain_to_html(text))


def _inline(html: str) -> str:
    """Links and emphasis in HTML whose text is escaped. Addresses of links are set aside, so that
    an underscore in one is no emphasis."""
    links: list[str] = []

    def link(found: re.Match) -> str:
        if not _SAFE.fullmatch(found["url"]):
            return found["label"]
        links.append(found["url"])
        return f'<a href="\ue0ff{len(links) - 1}\ue0ff">{found["label"]}</a>'

    html = _LINK.sub(link, html)
    html = _STRONG.sub(r"<b>\g<text></b>", html)
    html = _EMPHASIS.sub(r"<i>\g<text></i>", html)
    return re.sub("\ue0ff(\\d+)\ue0ff", lambda found: links[int(found[1])], html)


def _in_words(found: re.Match) -> str:
    label, url = found["label"], found["url"]
    return label if label == url or not _SAFE.fullmatch(url) else f"{label} ({url})"


def _hide(text: str) -> str:
    """Escaped signs as letters of the private use area; such letters of the text itself go."""
    text = re.sub("[\ue000-\ue0ff]", "", text)
    return _ESCAPED.sub(lambda found: chr(_HIDE + ord(found[1])), text)


def _show(text: str, *, escaped: bool = True) -> str:
    def sign(found: re.Match) -> str:
        plain = chr(ord(found[0]) - _HIDE)
        return str(escape(plain)) if escaped else plain

    return _HIDDEN.sub(sign, text)
