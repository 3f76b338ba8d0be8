"""Copy the demo's database, measure pages and imports on copies, print tables and write JSON."""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

DEMO = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("bench.json"), help="JSON file")
    parser.add_argument("--rounds", type=int, default=60, help="requests of each page")
    parser.add_argument("--people", type=int, default=10_000, help="people who get a digest")
    parser.add_argument("--seconds", type=float, default=60, help="stop measuring pages after this")
    parser.add_argument(
        "--import-rows", type=int, default=10_000, help="organisations to import; 0: none"
    )
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    source = Path(os.environ.get("DEMO_DB") or DEMO / "db.sqlite3")
    if not source.is_file():
        print(f"No demo database at {source}: run make demo SERVE=0 first.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="soskes-bench-") as folder:
        copy, copy_for_imports = (Path(folder) / f"{name}.sqlite3" for name in ("bench", "imports"))
        copy_database(source, copy)
        copy_database(source, copy_for_imports)
        # Read by the settings; the templates are cached only when DEBUG is off.
        os.environ.update(DEMO_DB=str(copy), DEMO_DEBUG="0", DEMO_PRODUCTION="0")
        os.environ["DJANGO_SETTINGS_MODULE"] = "medikes.settings"
        return run(options, copy_for_imports)


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy, also while the demo is running."""
    reading, writing = sqlite3.connect(source), sqlite3.connect(target)
    with writing:
        reading.backup(writing)
    reading.close()
    writing.close()


def run(options: argparse.Namespace, copy_for_imports: Path) -> int:
    from medikes.wsgi import application  # sets Django up

    from bench.discussions import discussions_to_measure
    from bench.imports import import_runs
    from bench.measure import Request, measure
    from bench.pages import make_bare_pages, pages_to_measure, reader_cookie
    from bench.people import make_people, people_pages
    from bench.report import as_dict, as_table, imports_table, write

    cookie = reader_cookie()
    make_people()
    pages = [*make_bare_pages(), *pages_to_measure(), *people_pages(), *discussions_to_measure()]
    requests = [Request(application, page.path, cookie) for page in pages]
    samples = measure(requests, options.rounds, options.seconds)
    result = as_dict(pages, samples)
    result["digests"] = digests(options.people)
    print(as_table(result))
    print(digest_line(result["digests"]))
    if options.import_rows:
        result["imports"] = import_runs(copy_for_imports, options.import_rows)
        print(f"\n{imports_table(result['imports'])}")
    write(result, options.output)
    print(f"\nWritten to {options.output}")
    failed = [page["name"] for page in result["pages"] if page["status"] != 200]
    if failed:
        print(f"Did not answer 200: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def digests(people: int) -> dict:
    """Digests of so many people, measured in a process of its own, on the same copy."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.digests"],
        cwd=DEMO,
        env=os.environ | {"BENCH_PEOPLE": str(people)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def digest_line(found: dict) -> str:
    queries = "/".join(str(number) for number in found["queries_per_batch"])
    return (
        f"{found['written']} digests prepared and written in {found['seconds']} s, "
        f"{queries} queries for {found['batch']} of them, {found['peak_mb']} MB at most "
        "(goals for 10,000: 60 s, always the same, 300 MB)"
    )


if __name__ == "__main__":
    sys.exit(main())
