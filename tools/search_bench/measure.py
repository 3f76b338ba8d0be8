"""Measure one database, that of ``TEST_DATABASE``, and print JSON.

``python measure.py SIZES ROUNDS PAGES``
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "testproject.settings")

Runs = dict[str, Callable[[], object]]


def main() -> int:
    sizes = [int(size) for size in sys.argv[1].split(",")]
    rounds, pages = int(sys.argv[2]), int(sys.argv[3])
    import django
    from django.conf import settings

    database = settings.DATABASES["default"]
    with tempfile.TemporaryDirectory(prefix="soskes-bench-") as folder:
        # A file, as hosts have it: in memory SQLite is faster than anybody's.
        is_sqlite = "sqlite" in database["ENGINE"]
        name = f"{folder}/bench.sqlite3" if is_sqlite else f"bench_{os.getpid()}"
        database["TEST"] = {"NAME": name}
        django.setup()
        from django.test.utils import setup_databases, teardown_databases

        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        try:
            result = run(sizes, rounds, pages)
        finally:
            teardown_databases(made, verbosity=0)
    print(json.dumps(result))
    return 0


def run(sizes: list[int], rounds: int, pages: int) -> dict:
    from django.db import connection
    from queries import CASES, search_queries
    from stock import stock_figures
    from texts import fill, words
    from writing import index_speed, save_time

    vocabulary = words()
    result: dict = {"database": connection.vendor, "sizes": {}}
    result["indexed"] = index_speed(vocabulary)
    there = 0
    for size in sizes:
        fill(vocabulary, there, size)
        there = size
        if connection.vendor == "postgresql":
            # As autovacuum will in a minute, which otherwise runs beside what is measured.
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        row = {name: best_of(rounds, search_queries(query)) for name, query in CASES.items()}
        result["sizes"][str(size)] = row | {"save": save_time(rounds)}
    result["stock"] = stock_figures(vocabulary, pages) if pages else None
    return result


def best_of(rounds: int, runs: Runs) -> dict[str, float]:
    """Milliseconds; the best round of each, as whatever else the machine does only adds to it. In
    turn, so that all meet the same weather. SQLite works in this process and from memory: there
    the time of the processor is taken, which others do not share in."""
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run_one in runs.items():
            start = clock()
            run_one()
            times[name].append((clock() - start) * 1000)
    return {name: min(values) for name, values in times.items()}


if __name__ == "__main__":
    sys.exit(main())
