"""What the bytes of a file or answer hold: the items of one JSON text, whatever wraps them.

An item, a list, a page (``{pageNumber, pageCount, itemList}`` of v11, ``{page, pageSize,
totalItems, totalPages, items}`` of v12), a list of pages, an object with a list for each kind, or
one JSON text a line.
"""

import json
import re
import zlib
from collections.abc import Generator, Iterator
from json.decoder import JSONDecoder
from typing import Any

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv import versions
from soskes_wagtail.directory_snippets.ptv.model import Kind
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable

Page = tuple[int, int]

#: Files larger than this (in bytes) are read item by item.
LARGE = 8 * 1024 * 1024
_LISTS = ("itemList", "items", "ItemList", "Items", "results", "contents", "data", "value")
_NESTED = 5
#: Of a compressed file no more than this is unpacked.
UNPACKED = 64 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_COMPRESSED = (b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd")
_SPACE = re.compile(r"\s*")
_HEAD = re.compile(
    r'\s*\{(?:\s*"\w{1,40}"\s*:\s*(?:null|true|false|-?\d{1,20}|"[^"\\]{0,200}")\s*,){0,20}'
    rf'\s*"(?:{"|".join(_LISTS)})"\s*:\s*\['
)
_decoder = JSONDecoder()


class Unreadable(Exception):
    """There are no items in it; the message is the reason for the report."""


def decode(content: bytes) -> str:
    """The text of a file: UTF-8, -16 or -32, also compressed with gzip. Raises Unreadable."""
    if content.startswith(_GZIP):
        content = _unpacked(content)
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(_("The file is empty."))
    if content.startswith(_COMPRESSED):
        raise Unreadable(_("The file is compressed: unpack it first."))
    try:
        text = content.decode(json.detect_encoding(content), "surrogatepass")
    except ValueError as error:
        raise _not_json(error) from None
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        raise Unreadable(_("The file is a web page (HTML or XML), not JSON."))
    return text


def _unpacked(content: bytes) -> bytes:
    found = bytearray()
    while content:  # a file may hold several parts after one another
        unpacker = zlib.decompressobj(wbits=31)
        try:
            found += unpacker.decompress(content, UNPACKED + 1 - len(found))
        except zlib.error as error:
            raise Unreadable(_("The file is damaged: it cannot be unpacked.")) from error
        if len(found) > UNPACKED:
            raise Unreadable(_("The file is too large."))
        if not unpacker.eof:
            raise Unreadable(_("The file is damaged: it cannot be unpacked."))
        content = unpacker.unused_data.lstrip(b"\0")
    return bytes(found)


def read_small(text: str) -> tuple[list[Any], Page | None]:
    """All items at once, and which page they say they are. Raises Unreadable."""
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise _not_json(error) from None
    except ValueError as error:
        data = _lines(text)
        if data is None:
            raise _not_json(error) from None
    if not isinstance(data, list | dict):
        raise Unreadable(_("The file holds no object or list of objects."))
    return unpack(data)


def read_large(text: str) -> Generator[Any, None, Page | None] | None:
    """The items of a large list or page one by one; returns which page it is. None when it is
    neither. The generator raises Unreadable where the text turns out to be damaged."""
    if text.startswith("["):
        return _each(text, 0)
    head = _HEAD.match(text)
    return _each(text, head.end() - 1) if head else None


def _each(text: str, start: int) -> Generator[Any, None, Page | None]:
    """The elements of the list at ``start``; around it there is nothing, or an object."""
    place = _SPACE.match(text, start + 1).end()
    try:
        if text.startswith("]", place):
            place += 1
        else:
            while True:
                element, place = _decoder.raw_decode(text, place)
                yield from _flat(element, _NESTED)
                place = _SPACE.match(text, place).end()
                sign = text[place : place + 1]
                place = _SPACE.match(text, place + 1).end()
                if sign == "]":
                    break
                if sign != ",":
                    raise json.JSONDecodeError("Expecting ',' delimiter", text, place)
        around = json.loads(f"{text[:start]}null{text[place:]}")
    except (ValueError, RecursionError) as error:
        raise _not_json(error) from None
    return _page(around) if isinstance(around, dict) else None


def unpack(data: list | dict) -> tuple[list[Any], Page | None]:
    """The items in ``data`` and which page of how many it says it is."""
    if isinstance(data, list):
        return [item for element in data for item in _flat(element, _NESTED)], None
    return list(_flat(data, _NESTED)), None if _is_item(data) else _page(data)


def _flat(data: Any, depth: int) -> Iterator[Any]:
    """The items of an element, which may be a page or a list itself."""
    if depth and isinstance(data, list) and data:
        for element in data:
            yield from _flat(element, depth - 1)
        return
    if depth and isinstance(data, dict) and not _is_item(data):
        key = next(
            (key for key in _LISTS if isinstance(data.get(key, ""), list | dict | None)), None
        )
        if key:
            inside = data[key] or ()
            for element in [inside] if isinstance(inside, dict) else inside:
                yield from _flat(element, depth - 1)
            return
        parts = [value for value in data.values() if _holds_items(value)]
        if parts:
            for part in parts:
                yield from _flat(part, depth - 1)
            return
    yield data


def _list_key(data: dict) -> str | None:
    return next((key for key in _LISTS if isinstance(data.get(key, ""), list | dict | None)), None)


def _holds_items(value: Any) -> bool:
    return _is_item(value) or (isinstance(value, list) and any(map(_is_item, value)))


def _is_item(data: Any) -> bool:
    try:
        return versions.recognise(data) is not Kind.UNKNOWN or bool(versions.read_aside(data))
    except Unusable:
        return True


def _lines(text: str) -> list[Any] | None:
    """Objects one a line; None when it is anything else."""
    found = []
    for line in text.splitlines():
        if line.strip():
            try:
                found.append(json.loads(line))
            except (ValueError, RecursionError):
                return None
            if not isinstance(found[-1], dict):
                return None
    return found if len(found) > 1 else None


def _page(data: dict) -> Page | None:
    for number_key, total_key in (("pageNumber", "pageCount"), ("page", "totalPages")):
        number, total = data.get(number_key), data.get(total_key)
        if type(number) is int and type(total) is int:
            return number, total
    return None


def _not_json(error: Exception) -> Unreadable:
    return Unreadable(_("The file is not JSON: %(error)s.") % {"error": str(error)[:200]})
