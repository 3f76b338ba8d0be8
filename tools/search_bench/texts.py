"""Documents to search in: Finnish words as texts of the field and two frameworks have them."""

import gettext
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
#: Inflected words of the field: one in a document of twenty, the other in one of a thousand.
COMMON, RARE = "lastensuojelun", "puolisoelatuksen"
_WORD = re.compile(r"[a-zåäö]{2,}", re.IGNORECASE)


def words() -> list[str]:
    """Words of the tests' query sets and of Django's and Wagtail's Finnish catalogues."""
    import django
    import wagtail

    found: set[str] = set()
    for file in sorted((ROOT / "tests/search/data").glob("*.json")):
        for document in json.loads(file.read_text(encoding="utf-8"))["documents"]:
            if "language" not in document:
                found.update(_WORD.findall(f"{document['title']} {document['body']}"))
    for module in (django, wagtail):
        for catalogue in sorted(Path(module.__file__).parent.rglob("locale/fi/LC_MESSAGES/*.mo")):
            with catalogue.open("rb") as file:
                texts = gettext.GNUTranslations(file)._catalog.values()
            found.update(word for text in texts for word in _WORD.findall(str(text)))
    return sorted(word for word in found if word.lower() not in (COMMON, RARE))


def text(chance: random.Random, vocabulary: list[str], length: int) -> str:
    """Few words often, most words seldom."""
    picked = [vocabulary[int(chance.paretovariate(0.6)) % len(vocabulary)] for _ in range(length)]
    return " ".join(picked)


def documents(vocabulary: list[str], start: int, end: int) -> Iterator:
    from soskes_wagtail.search_sources import SearchEntry

    chance = random.Random(start)
    for number in range(start, end):
        body = text(chance, vocabulary, 25)
        if number % 20 == 0:
            body += f" {COMMON}"
        if number % 997 == 0:
            body += f" {RARE}"
        yield SearchEntry(
            object_id=number,
            title=text(chance, vocabulary, 3),
            text=body,
            language="fi",
            access=("members",) if number % 3 else ("public",),
            page_path=f"0001{number % 300:04d}",
            areas=[f"{number % 22:03d}"],
            url=f"/{number}/",
        )


def fill(vocabulary: list[str], start: int, end: int) -> None:
    """Documents into the index, as a rebuild writes them."""
    from django.db import transaction

    from soskes_wagtail.search.analysis.documents import tokens_of
    from soskes_wagtail.search.index.engine import get_engine
    from soskes_wagtail.search.index.rows import AccessSets, row_of, texts_of
    from soskes_wagtail.search.models import SearchDocument
    from soskes_wagtail.search_sources import SearchSource

    engine, sets, rows = get_engine(), AccessSets(), []
    source = SearchSource("bench", "bench", 0, model=SearchDocument, entries=list)
    with transaction.atomic():
        engine.before_rebuild()
        for entry in documents(vocabulary, start, end):
            texts = texts_of(entry)
            row = row_of(source, entry, texts, "")
            sets.add_to(row)
            rows.append((row, tokens_of(texts)))
            if len(rows) == 500:
                engine.write(rows)
                rows = []
        if rows:
            engine.write(rows)
        engine.after_rebuild()
    plain_copy()


def plain_copy() -> None:
    """The same texts as a database has them without us: no search can be faster than this one,
    which finds a fraction of what ours does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_plain")
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE bench_plain USING fts5(title, body)")
            cursor.execute(
                "INSERT INTO bench_plain (rowid, title, body) "
                "SELECT id, title, text FROM soskes_search_searchdocument"
            )
            return
        cursor.execute(
            "CREATE TABLE bench_plain AS SELECT id, "
            "to_tsvector('finnish', title || ' ' || text) AS tokens "
            "FROM soskes_search_searchdocument"
        )
        cursor.execute("CREATE INDEX ON bench_plain USING gin (tokens)")
        cursor.execute("CREATE UNIQUE INDEX ON bench_plain (id)")
        cursor.execute("ANALYZE bench_plain")
