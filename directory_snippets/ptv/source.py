"""Where raw PTV items come from: a folder of JSON files or one file.

A source is anything with ``name`` and ``batches()``; the import may ask for the batches twice, so
nothing but one file at a time is in memory.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv.content import (
    LARGE,
    Unreadable,
    decode,
    read_large,
    read_small,
)

#: A list page of PTV has at most 1,000 items; larger files are no answers of PTV.
MAX_FILE_BYTES = 256 * 1024 * 1024
_SUFFIXES = {".json", ".jsonl", ".ndjson"}
_COMPRESSED = {".gz", ".zip"}


class SourceError(Exception):
    """The source as a whole cannot be read; the message says why."""


@dataclass
class Batch:
    """What one file holds: its items, or the ``problem`` that kept it from being read."""

    name: str
    #: A list, but of a large file: that one raises Unreadable where it turns out to be damaged,
    #: and then none of its items counts.
    items: Iterable[Any] = field(default_factory=list)
    problem: str = ""
    #: Which page of how many it says it is; of a large file known after its items.
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
    """The JSON files of a folder and its subfolders, or one file of any name."""

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
        return sorted(file for file in self._path.rglob("*") if _is_answer(file, self._path))


def _is_answer(file: Path, folder: Path) -> bool:
    """Whether a file of a folder is to be read: by its ending, or by its first sign where it has
    none (``list?page=2``). Hidden files are what operating systems leave behind."""
    parts = file.relative_to(folder).parts
    if any(part.startswith((".", "__MACOSX")) for part in parts) or not file.is_file():
        return False
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if set(suffixes[-1:]) & _SUFFIXES:
        return True
    if suffixes and suffixes[-1] in _COMPRESSED:
        return len(suffixes) > 1 and suffixes[-2] in _SUFFIXES
    return (not suffixes or "?" in file.name) and _begins_like_json(file)


def _begins_like_json(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    except OSError:
        return False


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
    is_large = len(content) > LARGE or content.startswith(b"\x1f\x8b")
    large = _read_large(content, name) if is_large else None
    return large or read_content(content, name)


def read_content(content: bytes, name: str) -> Batch:
    """The items of one file or answer, all of them in memory."""
    try:
        items, page = read_small(decode(content))
    except Unreadable as error:
        return Batch(name, problem=str(error))
    return Batch(name, items=items, page=page)


def _read_large(content: bytes, name: str) -> Batch | None:
    try:
        found = read_large(decode(content))
    except Unreadable as error:
        return Batch(name, problem=str(error))
    if found is None:
        return None
    batch = Batch(name)
    batch.items = _large_items(batch, found)
    return batch


def _large_items(batch: Batch, found: Iterator[Any]) -> Iterator[Any]:
    batch.page = yield from found
