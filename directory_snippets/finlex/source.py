"""Where documents of Finlex come from: a file, a folder, one address, or the open interface."""

import re
import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.finlex.akn import Citation
from soskes_wagtail.directory_snippets.ptv.client import Client, Unanswered

#: The longest statutes have a few megabytes.
MAX_BYTES = 64 * 1024 * 1024
USER_AGENT = "soskes-wagtail (soskes_import_statutes)"
_BASE = re.compile(r"/avoindata/v\d+/?$", re.IGNORECASE)
_LANGUAGES = ("fin", "swe")


class SourceError(Exception):
    """The source as a whole cannot be used; the message says why in one line."""


@dataclass(frozen=True)
class Answer:
    """A file or answer, or the ``problem`` that kept it from coming."""

    name: str
    content: bytes = b""
    problem: str = ""


def answers(address: str, known: Iterable[Citation]) -> Iterator[Answer]:
    """Everything at ``address``. The interface itself is asked for the statutes that are
    ``known`` here. Raises SourceError."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme in ("http", "https"):
        if _BASE.search(parts.path):
            return _from_interface(_client(address.rstrip("/")), known)
        return _one_address(_client(f"{parts.scheme}://{parts.netloc}"), parts)
    path = Path(address)
    try:
        if path.is_file():
            return iter([_file(path, path.name)])
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        raise SourceError(_("There is no file or folder %(path)s.") % {"path": address})
    return _folder(path)


def _client(base: str) -> Client:
    return Client(
        base, max_bytes=MAX_BYTES, user_agent=USER_AGENT, accept="application/xml, text/xml"
    )


def _folder(path: Path) -> Iterator[Answer]:
    for file in sorted(path.rglob("*")):
        if file.suffix.lower() in (".xml", ".akn") and file.is_file():
            yield _file(file, file.relative_to(path).as_posix())


def _file(path: Path, name: str) -> Answer:
    name = name.encode("utf-8", "replace").decode()
    try:
        if path.stat().st_size > MAX_BYTES:
            return Answer(name, problem=_("The file is too large."))
        return Answer(name, path.read_bytes())
    except OSError as error:
        problem = _("The file cannot be read: %(error)s.") % {"error": error.strerror}
        return Answer(name, problem=problem)


def _one_address(client: Client, parts: urllib.parse.SplitResult) -> Iterator[Answer]:
    params = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
    yield _ask(client, parts.path.lstrip("/"), params)[0]


def _from_interface(client: Client, known: Iterable[Citation]) -> Iterator[Answer]:
    """Up-to-date texts; as enacted of what Finlex does not keep up to date."""
    for year, number in known:
        for language in _LANGUAGES:
            answer, status = _ask(
                client, f"akn/fi/act/statute-consolidated/{year}/{number}/{language}@latest"
            )
            if status == 404:
                answer, status = _ask(client, f"akn/fi/act/statute/{year}/{number}/{language}@")
            if status != 404 or language == "fin":  # not all have a Swedish text in force
                yield answer


def _ask(client: Client, path: str, params: dict | None = None) -> tuple[Answer, int]:
    try:
        return Answer(path, client.get(path, params or None)), 200
    except Unanswered as error:
        return Answer(path, problem=str(error)), error.status
