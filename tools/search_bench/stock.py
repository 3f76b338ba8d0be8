"""The same with Wagtail's own search over pages, on its database backend."""

import random
import time

from texts import COMMON, text

#: Beyond this nobody waits for more rounds.
PATIENCE_S = 20


def stock_figures(vocabulary: list[str], pages: int) -> dict:
    """Milliseconds of the raw query, of the first page of live public pages and of that with
    number and facet; what indexing one page costs with a fifth of the pages, and with all."""
    from django.db import connection
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    backend = get_search_backend()
    made = _make_pages(vocabulary, pages)
    index = backend.get_index_for_model(Page)
    _add(index, made[: pages // 5])
    few = _save_time(index, made[0])
    _add(index, made[pages // 5 :])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # without it, seconds become minutes
    found = Page.objects.live().public()

    def page():
        return list(backend.search(COMMON, found)[:20])

    def everything():
        results = backend.search(COMMON, found)
        return list(results[:20]), results.count(), results.facet("content_type_id")

    figures = {name: _best(run) for name, run in (("page", page), ("all", everything))}
    figures |= {"pages": pages, "raw": _best(_raw), "save_few": few}
    figures["save_many"] = _save_time(index, made[0])
    return figures


def _make_pages(vocabulary: list[str], number: int) -> list:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Locale, Page

    chance = random.Random(3)
    root = Page.get_first_root_node()
    common = {
        "content_type": ContentType.objects.get_for_model(Page),
        "locale": Locale.objects.first(),
        "depth": 2,
        "live": True,
    }
    for n in range(number):
        title = text(chance, vocabulary, 12)[:200] + (f" {COMMON}" if n % 20 == 0 else "")
        path = Page._get_path(root.path, 2, 1000 + n)
        common.setdefault("rows", []).append((title, path, n))
    rows = common.pop("rows")
    return Page.objects.bulk_create(
        Page(title=title, draft_title=title, slug=f"b{n}", url_path=f"/b{n}/", path=path, **common)
        for title, path, n in rows
    )


def _add(index, pages: list) -> None:
    from django.db import transaction
    from wagtail.models import Page

    with transaction.atomic():
        for start in range(0, len(pages), 1000):
            index.add_items(Page, pages[start : start + 1000])


def _save_time(index, page) -> float:
    from django.db import transaction

    times = []
    for _ in range(9):
        with transaction.atomic():
            start = time.perf_counter()
            index.add_item(page)
            times.append((time.perf_counter() - start) * 1000)
    return min(times)


def _best(run) -> float:
    """Milliseconds of the best of at most five rounds."""
    times: list[float] = []
    begun = time.perf_counter()
    while len(times) < 5 and time.perf_counter() - begun < PATIENCE_S:
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def _raw() -> list[tuple]:
    from django.db import connection
    from wagtail.search.models import IndexEntry

    entries = IndexEntry._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"SELECT p.id, p.title, p.url_path FROM (SELECT rowid AS found, rank FROM "
                f"{entries}_fts WHERE {entries}_fts MATCH %s ORDER BY rank LIMIT 20) "
                f"JOIN {entries} e ON e.id = found JOIN wagtailcore_page p ON p.id = e.object_id",
                [COMMON],
            )
        else:
            query = "plainto_tsquery('simple', %s)"
            cursor.execute(
                f"SELECT p.id, p.title, p.url_path FROM (SELECT object_id, ts_rank(title, {query})"
                f" AS score FROM {entries} WHERE title @@ {query} ORDER BY score DESC LIMIT 20) "
                "AS best JOIN wagtailcore_page p ON p.id = object_id::int",
                [COMMON, COMMON],
            )
        return cursor.fetchall()
