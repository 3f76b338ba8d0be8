"""From what sources say to rows and tokens."""

import hashlib
import html
import re
from collections.abc import Iterable, Sequence

from django.utils import timezone

from soskes_wagtail.search.analysis import LANGUAGES
from soskes_wagtail.search.analysis.documents import Texts
from soskes_wagtail.search.models import SearchAccess, SearchAccessKey, SearchDocument
from soskes_wagtail.search_sources import SearchEntry, SearchSource, Words

#: Longer texts are cut: what nobody reads to the end, nobody has to find by its end.
LONGEST_TEXT = 200_000
#: What a row is compared by, beside its access keys and the texts.
_COMPARED = tuple(
    field.attname
    for field in SearchDocument._meta.concrete_fields
    if field.attname not in ("id", "digest", "access_id")
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BLOCK_END = re.compile(r"<(?:/(?:p|li|h\d|td|th|div)|br)\b[^<>]*>", re.IGNORECASE)
#: Anything but single spaces: most texts have none of it.
_SPACES = re.compile(r"[ \t\r\f\v]{2,}|[\t\r\f\v]")


def texts_of(entry: SearchEntry) -> Texts:
    return Texts(
        _by_language(entry.title, entry.language),
        _by_language(entry.summary, entry.language),
        _by_language(entry.text, entry.language),
    )


def row_of(source: SearchSource, entry: SearchEntry, texts: Texts, analysis: str) -> SearchDocument:
    """The row of an entry, without its access set, which ``with_access`` adds."""
    row = SearchDocument(
        kind=source.kind,
        object_id=str(entry.object_id),
        language=entry.language,
        page_path=entry.page_path,
        facets=_facets(entry),
        classes=" ".join(sorted(set(entry.classes)))[:500],
        updated_at=entry.updated_at,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        found_from=entry.found_from,
        found_until=entry.found_until,
        title=(_shown(texts.title) or "–")[:500],
        url=entry.url[:1000],
        summary=_shown(texts.summary),
        text=_lines(texts.text),
    )
    row.access_key_names = tuple(sorted(set(entry.access)))
    row.digest = _digest(row, texts, analysis)
    return row


class AccessSets:
    """Ids of access sets, made when they are met for the first time."""

    def __init__(self):
        self._known = dict(SearchAccess.objects.values_list("keys", "pk"))

    def add_to(self, row: SearchDocument) -> None:
        name = f"|{'|'.join(row.access_key_names)}|"
        if name not in self._known:
            access, _ = SearchAccess.objects.get_or_create(keys=name)
            SearchAccessKey.objects.bulk_create(
                [SearchAccessKey(access=access, key=key) for key in row.access_key_names],
                ignore_conflicts=True,
            )
            self._known[name] = access.pk
        row.access_id = self._known[name]


def entries_of(source: SearchSource, objects: Sequence) -> list[SearchEntry]:
    """Entries of a batch without those that nobody could ever find."""
    now = timezone.now()
    return [
        entry
        for entry in source.entries(objects)
        if entry.access and not (entry.found_until and entry.found_until <= now)
    ]


def plain(text: str) -> str:
    """Text without markup; what stood in paragraphs of its own stays apart."""
    text = str(text or "")
    if "<" in text:
        text = _TAG.sub(" ", _BLOCK_END.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SPACES.sub(" ", text.replace("\x00", " ")).strip()[:LONGEST_TEXT]


def _by_language(words: Words, language: str) -> tuple[tuple[str, str], ...]:
    if isinstance(words, str):
        words = {language or LANGUAGES[0]: words}
    found = {code: plain(text) for code, text in words.items() if text}
    return tuple((code, text) for code, text in found.items() if text)


def _shown(texts: tuple[tuple[str, str], ...]) -> str:
    """The text in the first language there is; what people see is usually made anew."""
    return texts[0][1] if texts else ""


def _lines(texts: tuple[tuple[str, str], ...]) -> str:
    """The texts in all languages; what is the same in several of them once."""
    lines = (line for _, text in texts for line in text.split("\n"))
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _facets(entry: SearchEntry) -> str:
    found = [
        f"{name}:{value}"
        for name, values in (
            ("area", entry.areas),
            ("section", entry.sections),
            ("tag", entry.tags),
        )
        for value in sorted(set(_values(values)))
    ]
    text = ""
    for one in found:  # whole values only, as many as there is room for
        if len(text) + len(one) + 2 > 2000:
            break
        text += f"|{one}"
    return f"{text}|" if text else ""


def _values(values: Iterable[str]) -> list[str]:
    return [str(value).replace("|", " ").strip() for value in values if str(value).strip()]


def _digest(row: SearchDocument, texts: Texts, analysis: str) -> str:
    values = [getattr(row, name) for name in _COMPARED]
    content = repr((values, row.access_key_names, texts, analysis))
    return hashlib.sha1(content.encode(), usedforsecurity=False).hexdigest()
