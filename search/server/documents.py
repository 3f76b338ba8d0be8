"""What the server keeps of a row: filters and tokens. Texts stay in the database."""

from collections.abc import Iterable, Iterator

from wagtail.models import Page

from soskes_wagtail.search.analysis.documents import FieldTokens
from soskes_wagtail.search.index.sql import WEIGHTS
from soskes_wagtail.search.models import SearchAccessKey, SearchDocument

#: To be raised with every change of what stands below: the index is then built anew.
VERSION = "1"

_KEYWORD, _DATE = {"type": "keyword"}, {"type": "date"}
#: In a title, a summary or the parts of a text a word counts as often as it stands there by one
#: and the same weight: rarity would let a rare word of a text outweigh a common one of a title.
_PLAIN = {
    "type": "text",
    "analyzer": "whitespace",
    "similarity": "boolean",
    "index_options": "docs",
    "norms": False,
    "copy_to": "tokens",
}
DEFINITION = {
    "settings": {"similarity": {"soskes_words": {"type": "BM25", "k1": 1.2, "b": 0.3}}},
    "mappings": {
        "dynamic": False,
        # What is found is read from the database: the server returns ids only.
        "_source": {"includes": ["row", "kind", "object_id"]},
        "properties": {
            "row": {"type": "long"},
            "digest": _KEYWORD,
            "kind": _KEYWORD,
            "object_id": _KEYWORD,
            "language": _KEYWORD,
            "access": _KEYWORD,
            "branches": _KEYWORD,
            "facets": _KEYWORD,
            "all_facets": _KEYWORD,
            "found_from": _DATE,
            "found_until": _DATE,
            "over_at": _DATE,
            "dated": _DATE,
            "title_length": {"type": "integer"},
            "title": _PLAIN,
            "summary": _PLAIN,
            "parts": _PLAIN,
            "words": {
                "type": "text",
                "analyzer": "whitespace",
                "similarity": "soskes_words",
                "index_options": "freqs",
                "copy_to": "tokens",
            },
            "tokens": {
                "type": "text",
                "analyzer": "whitespace",
                "index_options": "docs",
                "norms": False,
            },
        },
    },
}
#: Weight by field, as in the databases. BM25 of a rare word is about ten times the one of a
#: common word: even then a text must not come before a title.
FIELDS = dict(zip(("title", "summary", "words", "parts"), WEIGHTS, strict=True))
FIELDS["words"] /= 4


def documents(database, ids: Iterable[int]) -> Iterator[tuple[int, dict]]:
    """``(id, document)`` of the rows that there are."""
    rows = SearchDocument.objects.defer("text", "summary").in_bulk(list(ids))
    tokens = database.tokens(list(rows))
    keys: dict[int, list[str]] = {}
    sets = {row.access_id for row in rows.values()}
    for access, key in SearchAccessKey.objects.filter(access__in=sets).values_list("access", "key"):
        keys.setdefault(access, []).append(key)
    for pk, row in rows.items():
        if pk in tokens:
            yield pk, _document(row, tokens[pk], keys.get(row.access_id, []))


def _document(row: SearchDocument, tokens: FieldTokens, keys: list[str]) -> dict:
    path, step = row.page_path, Page.steplen
    return {
        "row": row.pk,
        "digest": row.digest,
        "kind": row.kind,
        "object_id": row.object_id,
        "language": row.language,
        "access": sorted(keys),
        "branches": [path[:end] for end in range(step, len(path) + 1, step)],
        "facets": [part for part in row.facets.split("|") if part],
        "all_facets": row.facets,
        "found_from": _moment(row.found_from),
        "found_until": _moment(row.found_until),
        "over_at": _moment(row.ends_at or row.starts_at),
        "dated": _moment(row.starts_at or row.updated_at),
        "title_length": len(row.title),
        "title": tokens.title,
        "summary": tokens.summary,
        "words": tokens.words,
        "parts": tokens.parts,
    }


def _moment(moment) -> str | None:
    return moment.isoformat(timespec="milliseconds") if moment else None
