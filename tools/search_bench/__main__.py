"""How long search takes beside the raw full-text query of the database, what indexing costs as
the index grows, and what Wagtail's own search takes for the same.

Each database is measured in a process of its own, on a database made for it and dropped
afterwards: SQLite, and PostgreSQL when one answers at PGHOST. Times are the best of some rounds;
compare the ratios, as times drift from machine to machine.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from report import as_table

HERE = Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/search_bench", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of documents")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--stock", type=int, default=5_000, help="pages for Wagtail's own; 0: none")
    parser.add_argument("--databases", default="", help="sqlite,postgresql; default: what there is")
    parser.add_argument("--output", type=Path, help="JSON file")
    options = parser.parse_args()
    results = []
    for name in options.databases.split(",") if options.databases else _databases():
        print(f"Measuring search on {name} …", file=sys.stderr, flush=True)
        results.append(_measured(name, options))
        print(as_table(results[-1]), end="\n\n", flush=True)
    if options.output:
        options.output.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0


def _databases() -> list[str]:
    if not os.environ.get("PGHOST"):
        return ["sqlite"]
    try:
        import psycopg

        psycopg.connect(dbname=os.environ.get("PGDATABASE", ""), connect_timeout=3).close()
    except Exception as error:  # no driver, no server, no right: SQLite is still measured
        print(f"PostgreSQL is not measured: {error}", file=sys.stderr)
        return ["sqlite"]
    return ["sqlite", "postgresql"]


def _measured(database: str, options: argparse.Namespace) -> dict:
    arguments = [options.sizes, str(options.rounds), str(options.stock)]
    done = subprocess.run(
        [sys.executable, str(HERE / "measure.py"), *arguments],
        env=os.environ | {"TEST_DATABASE": database},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
