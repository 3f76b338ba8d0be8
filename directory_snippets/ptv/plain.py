"""Texts that came with the marks of an editor, as the plain text that PTV means to give.

PTV's interface gives plain text (v7–v11) or markdown (v12). What was recorded elsewhere, or pasted
into PTV, may hold HTML, its entities, or the JSON of the editor of PTV (Draft.js).
"""

import html
import json
import re

_KNOWN = r"(?:p|br|div|span|ul|ol|li|strong|b|em|i|u|h[1-6]|a)"
_MARKED = re.compile(rf"</{_KNOWN}\s*>|<br\s*/?>", re.IGNORECASE)
_LINK = re.compile(
    r"""<a\s[^<>]{0,500}?href=["'](?P<url>[^"'<>\s]{1,1000})["'][^<>]{0,300}>(?P<label>[^<>]{1,500})</a>""",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*<li(?:\s[^<>]{0,500})?>\s*", re.IGNORECASE)
_LINE_END = re.compile(r"\s*(?:<br\s*/?>|</li\s*>)[ \t]*\n?", re.IGNORECASE)
_BLOCK_END = re.compile(r"\s*</(?:p|div|ul|ol|h[1-6])\s*>\s*", re.IGNORECASE)
_TAG = re.compile(rf"</?{_KNOWN}(?:\s[^<>]{{0,500}})?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)
_LISTS = {"unordered-list-item": "* {}", "ordered-list-item": "{number}. {}"}


def plain(value: str) -> str:
    """``value`` without such marks; as it is when it has none."""
    if value[:1] == "{" and '"blocks"' in value:
        value = _of_draft(value)
    if "<" in value and _MARKED.search(value):
        value = _of_html(value)
    if "&" in value:
        value = _ENTITY.sub(lambda found: html.unescape(found[0]), value).replace("\xa0", " ")
    return value


def _of_html(value: str) -> str:
    """Paragraphs, lists and links in words. Tags of other kinds stay, and are shown as text."""
    value = _LINK.sub(_in_words, value)
    value = _ITEM.sub("\n* ", value)
    value = _LINE_END.sub("\n", value)
    value = _BLOCK_END.sub("\n\n", value)
    return _TAG.sub("", value).strip()


def _in_words(found: re.Match) -> str:
    url, label = found["url"], found["label"].strip()
    shown = url.startswith(("http://", "https://")) and label != url
    return f"{label} ({url})" if shown else label


def _of_draft(value: str) -> str:
    """The blocks of Draft.js, one a paragraph or an item of a list."""
    try:
        blocks = json.loads(value)["blocks"]
        parts = [(str(block.get("type", "")), str(block.get("text", ""))) for block in blocks]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return value
    lines, number, before = [], 0, ""
    for kind, text in parts:
        number = number + 1 if kind == before else 1
        is_list = kind in _LISTS
        if lines and not (is_list and kind == before):
            lines.append("")
        lines.append(_LISTS[kind].format(text, number=number) if is_list else text)
        before = kind
    return "\n".join(lines)
