"""Statutes in the XML of Finlex: Akoma Ntoso 3.0 with Finlex's own ``proprietary`` part.

Read is what a ``Statute`` holds, not the text of the law. As enacted (``statute``) and up to date
(``statute-consolidated``) are documents of their own; each language is one as well.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from django.utils.translation import gettext as _

_AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
_FINLEX = "{http://data.finlex.fi/schema/finlex}"
_URI = re.compile(
    r"/akn/fi/act/(statute(?:-consolidated)?)/(\d{4})/([1-9]\d{0,3}(?:-\d{1,3})?)(?:/|$)"
)
_LANGUAGES = {"fin": "fi", "swe": "sv", "eng": "en"}

Citation = tuple[int, str]


class Unreadable(Exception):
    """The document cannot be used; the message is the reason for the report."""


@dataclass(frozen=True)
class Document:
    """``citation``: year and number; ``language``: fi, sv or en. The dates and ``in_force`` are
    None where the document does not say; ``amended`` are days on which amendments come into
    force."""

    citation: Citation
    language: str
    title: str
    is_consolidated: bool
    in_force: bool | None = None
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    repealed_by: Citation | None = None
    amended: tuple[datetime.date, ...] = field(default=())

    @property
    def name(self) -> str:
        """``417/2007 fi``."""
        return f"{self.citation[1]}/{self.citation[0]} {self.language}"


def read_documents(content: bytes) -> Iterator[Document | Unreadable]:
    """The statutes of a file: one, or several in a list. Raises Unreadable for what is no XML of
    Finlex; of several, one that cannot be used is given as the reason."""
    if not content.strip(b" \t\r\n\xef\xbb\xbf\x00"):
        raise Unreadable(_("The file is empty."))
    if content.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise Unreadable(_("The file is compressed: unpack it first."))
    parser = ElementTree.XMLParser(target=_Builder())
    try:
        parser.feed(content)
        root = parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable(
            _("The file is not well-formed XML: %(error)s.") % {"error": error}
        ) from None
    acts = list(root.iter(f"{_AKN}act"))
    if not acts:
        raise Unreadable(_("The file holds no statute of Finlex (Akoma Ntoso)."))
    for act in acts:
        try:
            yield _document(act)
        except Unreadable as reason:
            yield reason


class _Builder(ElementTree.TreeBuilder):
    """No document type: entities, of the file itself or from elsewhere, need one."""

    def doctype(self, name, pubid, system):
        raise Unreadable(_("The file has a document type declaration, which is not accepted."))


def _document(act: ElementTree.Element) -> Document:
    identification = act.find(f"{_AKN}meta/{_AKN}identification")
    uri = _value(identification, f"{_AKN}FRBRWork/{_AKN}FRBRuri", "value")
    uri = uri or _value(identification, f"{_AKN}FRBRWork/{_AKN}FRBRthis", "value")
    found = _URI.search(uri)
    if not found:
        raise Unreadable(_("It is no statute of Finlex: %(uri)s.") % {"uri": uri or "–"})
    code = _value(identification, f"{_AKN}FRBRExpression/{_AKN}FRBRlanguage", "language")
    language = _LANGUAGES.get(code)
    citation = int(found[2]), found[3]
    name = f"{citation[1]}/{citation[0]}"
    if not language:
        raise Unreadable(
            _("%(statute)s is in the language %(language)s, which is not kept here.")
            % {"statute": name, "language": code or "–"}
        )
    title = act.find(f"{_AKN}preface//{_AKN}docTitle")
    text = " ".join("".join(title.itertext()).split()) if title is not None else ""
    if not text:
        raise Unreadable(_("%(statute)s has no title.") % {"statute": name})
    proprietary = act.find(f"{_AKN}meta/{_AKN}proprietary")
    state = _value(proprietary, f"{_FINLEX}isInForce", "value")
    force = f"{_FINLEX}inForce/{_FINLEX}"  # of the statute itself, not of its amendments
    repealing = f"{_FINLEX}repealedBy//{_FINLEX}ref"
    return Document(
        citation=citation,
        language=language,
        title=text,
        is_consolidated=found[1] == "statute-consolidated",
        in_force={"true": True, "false": False}.get(state),
        valid_from=_day(_value(proprietary, f"{force}dateEntryIntoForce", "date")),
        valid_to=_day(_value(proprietary, f"{force}dateInForceEnd", "date")),
        repealed_by=_citation(_value(proprietary, repealing, "href")),
        amended=tuple(sorted(_amendments(proprietary))),
    )


def _amendments(proprietary: ElementTree.Element | None) -> set[datetime.date]:
    path = f"{_FINLEX}amendedBy//{_FINLEX}dateEntryIntoForce"
    found = proprietary.iterfind(path) if proprietary is not None else ()
    return {day for one in found if (day := _day(one.get("date", "")))}


def _value(element: ElementTree.Element | None, path: str, attribute: str) -> str:
    found = element.find(path) if element is not None else None
    return found.get(attribute, "").strip() if found is not None else ""


def _citation(uri: str) -> Citation | None:
    found = _URI.search(uri)
    return (int(found[2]), found[3]) if found else None


def _day(value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value[:10])
    except ValueError:
        return None
