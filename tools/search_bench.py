"""How long search takes beside the raw full-text query, and what indexing costs as it grows.

Makes a database for itself and drops it afterwards. ``TEST_DATABASE=postgresql`` for PostgreSQL.
Compare the ratios: times drift from machine to machine and from run to run.
"""

import argparse
import json
import os
import random
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "testproject.settings")

#: Inflected words of the field; the first is in one document of twenty.
COMMON, RARE = "lastensuojelun", "edunvalvontavaltuutuksen"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="numbers of documents")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--output", type=Path, help="JSON file")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    import django
    from django.conf import settings

    database = settings.DATABASES["default"]
    is_sqlite = "sqlite" in database["ENGINE"]
    # A file, as hosts have it: in memory SQLite is faster than anybody's.
    folder = Path(os.environ.get("TMPDIR", "/tmp"))
    name = str(folder / f"bench-{os.getpid()}.sqlite3") if is_sqlite else f"bench_{os.getpid()}"
    database["TEST"] = {"NAME": name}
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        result = run(sizes, options.rounds)
    finally:
        teardown_databases(made, verbosity=0)
    if options.output:
        options.output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def run(sizes: list[int], rounds: int) -> dict:
    from django.db import connection

    vocabulary = words()
    result: dict = {"database": connection.vendor, "sizes": {}}
    print(f"{connection.vendor}: milliseconds, median of {rounds} rounds")
    print(f"rebuild of 150-word texts: {rebuild_speed(vocabulary):.0f} documents/s", flush=True)
    there = 0
    for size in sizes:
        fill(vocabulary, there, size)
        there = size
        row = {name: measured(rounds, *queries) for name, queries in cases()}
        row["save"] = save_time(rounds)
        result["sizes"][size] = row
        for name, values in row.items():
            print(f"{size:>7} {name:<10} {format_row(values)}", flush=True)
    first, last = (result["sizes"][size] for size in (sizes[0], sizes[-1]))
    print(f"saving one record, {sizes[-1]} ÷ {sizes[0]}: {ratio(last, first, 'save', 'save'):.2f}")
    return result


def ratio(over: dict, under: dict, case: str, name: str) -> float:
    return over[case][name] / under[case][name]


def words() -> list[str]:
    """Words of the query sets that the tests have."""
    found: set[str] = set()
    for file in sorted((ROOT / "tests/search/data").glob("*.json")):
        for document in json.loads(file.read_text(encoding="utf-8"))["documents"]:
            if "language" not in document:
                found.update(f"{document['title']} {document['body']}".replace(".", "").split())
    return sorted(found - {COMMON, RARE})


def text(chance: random.Random, vocabulary: list[str], length: int) -> str:
    picked = [vocabulary[int(chance.paretovariate(0.6)) % len(vocabulary)] for _ in range(length)]
    return " ".join(picked)


def documents(vocabulary: list[str], start: int, end: int):
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
    from soskes_wagtail.search.analysis.documents import tokens_of
    from soskes_wagtail.search.index.engine import get_engine
    from soskes_wagtail.search.index.rows import AccessSets, row_of, texts_of

    engine, sets, rows = get_engine(), AccessSets(), []
    source = SOURCES["bench"]()
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
    """The same texts as a database has them without us: what no search can be faster than."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_plain")
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE bench_plain USING fts5(title, body)")
            cursor.execute(
                "INSERT INTO bench_plain (rowid, title, body) "
                "SELECT id, title, text FROM soskes_search_searchdocument"
            )
        else:
            cursor.execute(
                "CREATE TABLE bench_plain AS SELECT id, "
                "to_tsvector('finnish', title || ' ' || text) AS tokens "
                "FROM soskes_search_searchdocument"
            )
            cursor.execute("CREATE INDEX ON bench_plain USING gin (tokens)")
            cursor.execute("CREATE UNIQUE INDEX ON bench_plain (id)")
            cursor.execute("ANALYZE bench_plain")


def cases():
    for name, query in (
        ("common", COMMON),
        ("rare", RARE),
        ("two words", f"{COMMON} asunto"),
        ("miss", "xyzzyx"),
    ):
        yield name, (query,)


def measured(rounds: int, query: str) -> dict[str, float]:
    """Raw query with its rows; our first page; that with count and facets. In turn, so that all
    meet the same weather."""
    times: dict[str, list[float]] = {"plain": [], "raw": [], "page": [], "all": []}
    raw, page, everything, plain = queries(query)
    for _ in range(rounds):
        for name, run_one in (("plain", plain), ("raw", raw), ("page", page), ("all", everything)):
            start = time.perf_counter()
            run_one()
            times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def queries(query: str):
    from django.db import connection
    from django.utils import timezone

    from soskes_wagtail.search.analysis.query import precise, query_words
    from soskes_wagtail.search.index.engine import Ranking, Scope, get_engine
    from soskes_wagtail.search.models import SearchDocument

    engine = get_engine()
    asked = precise(query_words(query, "fi"))
    scope = Scope(
        frozenset({"public", "members", *(f"own:{n}" for n in range(20))}),
        tuple(f"0001{number:04d}" for number in range(0, 300, 3)),
        timezone.now(),
        languages=("fi", ""),
    )
    columns = "d.id, d.kind, d.object_id, d.title, d.url, d.summary, d.text"
    source, params = engine._matching(asked, ranked=True)

    def rows(sql, params):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def raw():
        if connection.vendor == "sqlite":
            sql = (
                f"SELECT {columns} FROM (SELECT rowid AS found, bm25(soskes_search_tokens, 10, 4, "
                "1, 0.4) AS score FROM soskes_search_tokens WHERE soskes_search_tokens MATCH %s "
                "ORDER BY score LIMIT 20) JOIN soskes_search_searchdocument d ON d.id = found"
            )
            return rows(sql, params)
        sql = (
            f"SELECT {columns} FROM soskes_search_searchdocument d JOIN (SELECT id, "
            "ts_rank(tokens, %s::tsquery) AS score FROM soskes_search_searchdocument "
            "WHERE tokens @@ %s::tsquery ORDER BY score DESC LIMIT 20) AS best ON best.id = d.id"
        )
        return rows(sql, params)

    def plain():
        if connection.vendor == "sqlite":
            sql = (
                f"SELECT {columns} FROM (SELECT rowid AS found, rank AS score FROM bench_plain "
                "WHERE bench_plain MATCH %s ORDER BY rank LIMIT 20) "
                "JOIN soskes_search_searchdocument d ON d.id = found"
            )
            return rows(sql, [query])
        sql = (
            f"SELECT {columns} FROM soskes_search_searchdocument d JOIN (SELECT id, ts_rank(tokens,"
            " plainto_tsquery('finnish', %s)) AS score FROM bench_plain WHERE tokens @@ "
            "plainto_tsquery('finnish', %s) ORDER BY score DESC LIMIT 20) AS best ON best.id = d.id"
        )
        return rows(sql, [query, query])

    def page():
        found = engine.find(asked, scope, Ranking(), start=0, limit=20)
        return list(SearchDocument.objects.in_bulk([row.id for row in found]).values())

    def everything():
        return page(), engine.groups(asked, scope)

    return raw, page, everything, plain


def save_time(rounds: int) -> dict[str, float]:
    """What indexing one changed record adds to its save."""
    from django.db import transaction

    from soskes_wagtail.search.index.update import update_batch

    source, times = SOURCES["statute"](), []
    statute = source.model.objects.create(number="1", year=1999, title_fi="Laki lastensuojelusta")
    for number in range(rounds * 2):
        statute.title_fi = f"Laki lastensuojelusta {number}"
        source.model.objects.filter(pk=statute.pk).update(title_fi=statute.title_fi)
        start = time.perf_counter()
        with transaction.atomic():
            update_batch(source, [statute.pk])
        times.append((time.perf_counter() - start) * 1000)
    statute.delete()
    return {"save": statistics.median(times)}


def rebuild_speed(vocabulary: list[str], number: int = 4_000) -> float:
    """Documents a second through the whole of ``soskes_rebuild_search``."""
    from soskes_wagtail.directory_snippets.models import Statute
    from soskes_wagtail.search.index.rebuild import rebuild

    chance = random.Random(7)
    Statute.objects.bulk_create(
        Statute(
            number=str(n),
            year=2001,
            title_fi=text(chance, vocabulary, 40)[:490],
            title_sv=text(chance, vocabulary, 40)[:490],
            title_en=text(chance, vocabulary, 40)[:490],
        )
        for n in range(number)
    )
    start = time.perf_counter()
    rebuild(["statute"])
    speed = number / (time.perf_counter() - start)
    Statute.objects.all().delete()
    rebuild(["statute"])
    return speed


def bench_source():
    from soskes_wagtail.search.models import SearchDocument
    from soskes_wagtail.search_sources import SearchSource

    return SearchSource("bench", "bench", 0, model=SearchDocument, entries=list)


def statute_source():
    from soskes_wagtail.search_sources import search_sources

    return next(source for source in search_sources() if source.kind == "statute")


SOURCES = {"bench": bench_source, "statute": statute_source}


def format_row(values: dict[str, float]) -> str:
    shown = "  ".join(f"{name} {value:8.2f}" for name, value in values.items())
    if "page" in values:
        page = values["page"] / (values["raw"] + 2 / 3)
        shown += f"   page ÷ raw {page:.1f}, all ÷ raw {values['all'] / values['raw']:.1f}"
        shown += f"; ÷ plain {values['page'] / values['plain']:.1f}"
    return shown


if __name__ == "__main__":
    sys.exit(main())
