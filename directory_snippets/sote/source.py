"""Reads the register from files: XML of the code server, or pages of its JSON interface."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.sote.entries import Entry, make_entry

#: The whole register is about a fifth of this.
MAX_FILE_BYTES = 512 * 1024 * 1024


class SourceError(Exception):
    """A file, or the source as a whole, cannot be used; the message says why in one line."""


def files_of(address: str) -> list[Path]:
    """The file, or the XML and JSON files of the folder. Raises SourceError when there is none."""
    path = Path(address)
    try:
        if path.is_file():
            return [path]
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        raise SourceError(_("There is no file or folder %(path)s.") % {"path": address})
    files = (file for file in path.rglob("*") if file.suffix.lower() in (".xml", ".json"))
    return sorted(file for file in files if file.is_file())


def read_file(file: Path) -> list[Entry]:
    """Entries of a file. Raises SourceError when any of it cannot be read: half a file is none."""
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise SourceError(_("The file is too large."))
        content = file.read_bytes()
    except OSError as error:
        raise SourceError(
            _("The file cannot be read: %(error)s.") % {"error": error.strerror}
        ) from None
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise SourceError(_("The file is empty."))
    today = timezone.localdate()
    entries = list(_from_json(content, today) if start[:1] in b"{[" else _from_xml(content, today))
    if not entries:
        raise SourceError(_("The file holds nothing of the register of organisations."))
    return entries


def _from_xml(content: bytes, today: datetime.date) -> list[Entry]:
    reader = _XmlReader(today)
    # No document type: entities, of the file itself or from elsewhere, need one.
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise SourceError(
            _("The file is not well-formed XML: %(error)s.") % {"error": error}
        ) from None
    return reader.entries


def _refuse_doctype(*args) -> None:
    raise SourceError(_("The file has a document type declaration, which is not accepted."))


class _XmlReader:
    """Collects ``termitementry`` elements with their ``attribute`` children."""

    def __init__(self, today: datetime.date):
        self.entries: list[Entry] = []
        self._today = today
        self._entry: dict[str, str] | None = None
        self._attributes: dict[str, str] = {}
        self._name = ""
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "termitementry":
            self._entry, self._attributes = attributes, {}
        elif tag == "attribute" and self._entry is not None:
            # Another language than Finnish is a name that nothing here asks for.
            language = attributes.get("language", "fi")
            self._name = attributes.get("type", "") if language == "fi" else ""
            self._text = []

    def text(self, data: str) -> None:
        if self._name:
            self._text.append(data)

    def end(self, tag: str) -> None:
        if tag == "attribute" and self._name:
            self._attributes.setdefault(self._name, "".join(self._text))
            self._name = ""
        elif tag == "termitementry" and self._entry is not None:
            expires = self._entry.get("expirationdate", "")
            oid = self._entry.get("id", "")
            self.entries.append(make_entry(oid, self._attributes, expires, self._today))
            self._entry = None


def _from_json(content: bytes, today: datetime.date) -> Iterator[Entry]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise SourceError(_("The file is not whole JSON.")) from None
    for page in data if isinstance(data, list) else [data]:
        items = page.get("conceptCodes") if isinstance(page, dict) else None
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict):
                yield _from_item(item, today)


def _from_item(item: dict[str, Any], today: datetime.date) -> Entry:
    item = {str(name).lower(): value for name, value in item.items()}
    attributes = {name: value for name, value in item.items() if isinstance(value, str)}
    found = item.get("attributes")
    if isinstance(found, dict):
        attributes |= {str(name): _first(value) for name, value in found.items()}
    for one in found if isinstance(found, list) else []:
        name = one.get("attributeName") if isinstance(one, dict) else None
        if isinstance(name, str) and one.get("language") in (None, "", "fi"):
            attributes.setdefault(name, _first(one.get("attributeValue")))
    oid = item.get("conceptcodeid") or item.get("id") or ""
    expires = item.get("expirationdate") or ""
    return make_entry(str(oid), attributes, str(expires), today)


def _first(value: Any) -> str:
    """An attribute's value is a text or a list of texts."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else "" if value is None else str(value)
