"""Ten thousand organisations into the directory, beside what Wagtail and Django cost.

``python -m bench.imports`` measures one database and prints JSON. ``import_runs`` starts it for
SQLite, and for PostgreSQL when one answers at ``PGHOST``. Each run measures everything itself, on
the same rows: times drift, ratios do not.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROWS = 10_000
#: So many single saves are measured, of plain snippets at the beginning and at the end.
SAVES = 300
GOALS = {
    "times_save": 20,
    "by_bulk_create": 6,
    "unchanged_s": 1,
    "longest_transaction_s": 1,
    "memory_mb": 300,
}


def import_runs(sqlite: Path, rows: int = ROWS) -> list[dict]:
    """Measure on ``sqlite``, which is filled, and on a PostgreSQL database made for it."""
    runs = [_run({"BENCH_DATABASE": "sqlite", "DEMO_DB": str(sqlite)}, rows)]
    with _postgresql() as name:
        if name:
            runs.append(_run({"BENCH_DATABASE": "postgresql", "PGDATABASE": name}, rows))
    return runs


def _run(environment: dict[str, str], rows: int) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "bench.imports", str(rows)],
        env=os.environ | environment | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def _postgresql() -> Iterator[str]:
    """The name of an empty database; empty when PostgreSQL does not answer."""
    if not os.environ.get("PGHOST"):
        yield ""
        return
    try:
        import psycopg

        connection = psycopg.connect(dbname=os.environ.get("PGDATABASE", ""), autocommit=True)
    except Exception as error:  # no driver, no server, no right: the rest is still measured
        print(f"PostgreSQL is not measured: {error}", file=sys.stderr)
        yield ""
        return
    name = f"soskes_bench_{os.getpid()}"
    with connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield name
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def measure(rows: int) -> dict:
    """Everything on the database of the settings."""
    from django.db import connection

    from bench.rates import bulk_create, plain_snippets, single_saves

    with tempfile.TemporaryDirectory(prefix="soskes-bench-") as folder:
        from bench.organisations import write_pages

        write_pages(Path(folder), rows)
        # First of all: nothing of the others counts as its memory.
        new_s, unchanged_s, longest, queries = _imports(folder, rows)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _forget()
        plain_s = _plain_import(rows)
        _forget()
        snippets = plain_snippets(SAVES, rows)
        saves = single_saves(folder, SAVES)
        bulk_s = bulk_create(folder)
    return {
        "database": connection.vendor,
        "rows": rows,
        "plain_snippet_rows_s": round(snippets, 1),
        "save_rows_s": round(saves, 1),
        "bulk_create_s": round(bulk_s, 2),
        "new_s": round(new_s, 2),
        "new_rows_s": round(rows / new_s),
        "unchanged_s": round(unchanged_s, 2),
        "unchanged_writes": queries,
        "longest_transaction_s": round(longest, 2),
        "memory_mb": round(memory),
        "times_save": round(rows / new_s / snippets, 1),
        "plain_rows_s": round(rows / plain_s),
        "plain_times_save": round(rows / plain_s / snippets, 1),
        "by_bulk_create": round(new_s / bulk_s, 2),
        "goals": GOALS,
    }


def _imports(folder: str, rows: int) -> tuple[float, float, float, int]:
    from django.db import connection

    from soskes_wagtail.directory_snippets.ptv import apply, writing
    from soskes_wagtail.directory_snippets.ptv.report import Outcome

    longest, short = 0.0, writing.in_short_transaction

    def timed(*arguments) -> None:
        nonlocal longest
        longest = max(longest, seconds(lambda: short(*arguments)))

    def run(outcome: Outcome) -> None:
        _import(folder, rows, outcome)

    writes = 0

    def counting(execute, sql, *arguments):
        nonlocal writes
        writes += not sql.startswith("SELECT")
        return execute(sql, *arguments)

    writing.in_short_transaction = apply.in_short_transaction = timed
    try:
        new_s = seconds(lambda: run(Outcome.CREATED))
    finally:
        writing.in_short_transaction = apply.in_short_transaction = short
    unchanged_s = min(seconds(lambda: run(Outcome.UNCHANGED)) for _round in range(3))
    with connection.execute_wrapper(counting):
        run(Outcome.UNCHANGED)
    return new_s, unchanged_s, longest, writes


def _plain_import(rows: int) -> float:
    """Seconds for organisations that are as plain as the snippets of the comparison."""
    from bench.organisations import write_pages
    from soskes_wagtail.directory_snippets.ptv.report import Outcome

    with tempfile.TemporaryDirectory(prefix="soskes-bench-") as folder:
        write_pages(Path(folder), rows, plain=True)
        return seconds(lambda: _import(folder, rows, Outcome.CREATED))


def _import(folder: str, rows: int, outcome) -> None:
    from soskes_wagtail.directory_snippets.ptv import apply
    from soskes_wagtail.directory_snippets.ptv.source import open_source

    report = apply.run_import(open_source(folder))
    if sum(report.counts(outcome).values()) != rows:
        raise SystemExit(f"Not all were {outcome}: {report.as_json()['skipped'][:3]}")


def _forget() -> None:
    """Take the organisations out again, past all signals."""
    from wagtail.models import ReferenceIndex

    from soskes_wagtail.directory_snippets.models import Organisation, OrganisationChannel

    ours = Organisation.objects.filter(name_fi__startswith="Mittausyhdistys")
    ours.update(parent=None)
    OrganisationChannel.objects.filter(organisation__in=ours)._raw_delete("default")
    ReferenceIndex.objects.filter(content_type__model="organisation").delete()
    ours._raw_delete("default")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
