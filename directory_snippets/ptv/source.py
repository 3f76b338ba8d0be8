"""Where raw PTV items come from: a folder of JSON files or one file.

A source is anything with ``name`` and ``batches()``; the import asks for the batches twice, so
nothing but one file at a time is in memory.
"""

import json
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

#: A list page of PTV has at most 1,000 items; larger files are no answers of PTV.
MAX_FILE_BYTES = 256 * 1024 * 1024


class SourceError(Exception):
    """The source as a whole cannot be read; the message says why."""


@dataclass
class Batch:
    """What one file holds: its items, or the ``problem`` that kept it from being read."""

    name: str
    items: list[Any] = field(default_factory=list)
    problem: str = ""
    #: Which page of how many it says it is.
    page: tuple[int, int] | None = None
    #: Services whose connections are all there once this batch has been read.
    settles: frozenset[UUID] = frozenset()
    #: HTTP status of an answer that was an error, else 0.
    status: int = 0


class Source(Protocol):
    name: str
    #: Whether it is no error that there is nothing in it.
    may_be_empty: bool

    def batches(self, only: Container[str] | None = None) -> Iterator[Batch]:
        """Every file or page, in the same order each time; only those named in ``only``."""


class FolderSource:
    """The ``*.json`` files of a folder and its subfolders, or one file of any name."""

    may_be_empty = False

    def __init__(self, path: Path):
        self.name = str(path)
        self._path = path

    def batches(self, only: Container[str] | None = None) -> Iterator[Batch]:
        for file in self._files():
            name = file.relative_to(self._path).as_posix() if file != self._path else file.name
            name = name.encode("utf-8", "replace").decode()  # file names need not be UTF-8
            if only is None or name in only:
                yield _read(file, name)

    def _files(self) -> list[Path]:
        if self._path.is_file():
            return [self._path]
        return sorted(file for file in self._path.rglob("*.json") if file.is_file())


def open_source(address: str) -> Source:
    """The source that ``address`` names. Raises SourceError when there is none."""
    path = Path(address)
    try:
        found = path.is_dir() or path.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise SourceError(_("There is no file or folder %(path)s.") % {"path": address})
    return FolderSource(path)


def _read(file: Path, name: str) -> Batch:
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            return Batch(name, problem=_("The file is too large."))
        content = file.read_bytes()
    except OSError as error:
        return Batch(
            name, problem=_("The file cannot be read: %(error)s.") % {"error": error.strerror}
        )
    return read_content(content, name)


def read_content(content: bytes, name: str) -> Batch:
    """The items of one file or answer."""
    if not content.strip():
        return Batch(name, problem=_("The file is empty."))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Batch(name, problem=_("The file is a web page (HTML or XML), not JSON."))
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        return Batch(name, problem=_("The file is not JSON: %(error)s.") % {"error": error})
    return unpack(data, name)


def unpack(data: Any, name: str) -> Batch:
    """A single item, a bare list, or a page: ``{pageNumber, pageCount, itemList}`` of v11 or
    ``{page, pageSize, totalItems, totalPages, items}`` of v12."""
    page = None
    if isinstance(data, dict) and "itemList" in data:
        page = _page(data, "pageNumber", "pageCount")
        data = data["itemList"] if data["itemList"] is not None else []
    elif isinstance(data, dict) and "items" in data and "contentId" not in data:
        page = _page(data, "page", "totalPages")
        data = data["items"] if data["items"] is not None else []
    elif isinstance(data, dict):
        data = [data]
    if not isinstance(data, list):
        return Batch(name, problem=_("The file holds no object or list of objects."))
    return Batch(name, items=data, page=page)


def _page(data: dict, number_key: str, total_key: str) -> tuple[int, int] | None:
    number, total = data.get(number_key), data.get(total_key)
    return (number, total) if type(number) is int and type(total) is int else None
