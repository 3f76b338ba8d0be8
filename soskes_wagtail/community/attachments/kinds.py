"""What a file is: told by its content. Its name must agree; its type as sent is not believed."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.utils.html import strip_tags

#: Names in a zip that a document of an office may have; a larger number is no letter.
MAX_ZIP_ENTRIES = 5_000
#: What is read of each part of a document in search of identity codes.
MAX_PART = 5_000_000

OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Kind:
    """``endings``: of the file name, the first is given to files that have another."""

    content_type: str
    endings: tuple[str, ...]
    is_image: bool = False


JPEG = Kind("image/jpeg", ("jpg", "jpeg"), is_image=True)
PNG = Kind("image/png", ("png",), is_image=True)
WEBP = Kind("image/webp", ("webp",), is_image=True)
PDF = Kind("application/pdf", ("pdf",))
RTF = Kind("application/rtf", ("rtf",))
TEXT = Kind("text/plain", ("txt",))
CSV = Kind("text/csv", ("csv",))
DOCX = Kind(OFFICE + "wordprocessingml.document", ("docx",))
XLSX = Kind(OFFICE + "spreadsheetml.sheet", ("xlsx",))
PPTX = Kind(OFFICE + "presentationml.presentation", ("pptx",))
ODT = Kind(ODF + "text", ("odt",))
ODS = Kind(ODF + "spreadsheet", ("ods",))
ODP = Kind(ODF + "presentation", ("odp",))
IMAGES = (JPEG, PNG, WEBP)
ALL = (PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, RTF, TEXT, CSV, *IMAGES)
ENDINGS = tuple(ending for kind in ALL for ending in kind.endings)

_OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_TEXT_PARTS = re.compile(
    r"(word/(document|comments|header\d*|footer\d*|footnotes)\.xml"
    r"|xl/sharedStrings\.xml|xl/worksheets/[^/]+\.xml|ppt/slides/[^/]+\.xml|content\.xml)"
)


def kind_of(file: BinaryIO, name: str) -> Kind | None:
    """The kind of a file; None where it is none of ours or its name says another."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    found = _by_content(file, ending)
    return found if found and ending in found.endings else None


def _by_content(file: BinaryIO, ending: str) -> Kind | None:
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"{\\rtf"):
        return RTF
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file)
    return _text(file, ending)


def _zipped(file: BinaryIO) -> Kind | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if len(names) > MAX_ZIP_ENTRIES or any("vbaproject" in n.lower() for n in names):
                return None  # programs in documents are not for colleagues
            if "[Content_Types].xml" in names:
                return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                says = archive.read("mimetype").decode("ascii", "replace").strip()
                return next((kind for kind in (ODT, ODS, ODP) if kind.content_type == says), None)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return None
    finally:
        file.seek(0)
    return None


def _text(file: BinaryIO, ending: str) -> Kind | None:
    kind = next((kind for kind in (TEXT, CSV) if ending in kind.endings), None)
    if kind is None:
        return None
    content = file.read()
    file.seek(0)
    return kind if content and b"\x00" not in content else None


def readable_text(file: BinaryIO, kind: Kind) -> str:
    """What can be read of a text or an office document, for the check of identity codes.

    Of pictures, PDF and RTF nothing: their text is packed in ways of their own.
    """
    file.seek(0)
    try:
        if kind in (TEXT, CSV):
            return file.read().decode("utf-8", "replace")
        if kind.content_type.startswith((OFFICE, ODF)):
            with zipfile.ZipFile(file) as archive:
                return "\n".join(
                    strip_tags(_part(archive, name))
                    for name in archive.namelist()
                    if _TEXT_PARTS.fullmatch(name)
                )
        return ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return ""
    finally:
        file.seek(0)


def _part(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        # A space between paragraphs and cells, so that two numbers do not make a code.
        text = part.read(MAX_PART).decode("utf-8", "replace")
    return re.sub(r"</(w:p|a:p|text:p|si|c|v|table:table-cell)>", " \\g<0>", text)
