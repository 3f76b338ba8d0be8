import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import django
import wagtail
from django.db import connection

from bench.measure import Sample
from bench.pages import MeasuredPage

#: The aim for the time of a page divided by that of the bare page.
GOAL = 2.5


def as_dict(pages: list[MeasuredPage], samples: list[Sample]) -> dict:
    """Everything measured; the first page is the bare one. Times in milliseconds."""
    bare = median(samples[0].times)
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "django": django.get_version(),
        "wagtail": wagtail.__version__,
        "database": connection.vendor,
        "cpus": os.cpu_count(),
        "rounds": len(samples[0].times),
        "goal": GOAL,
        "pages": [
            {
                "name": page.name,
                "path": page.path,
                "status": sample.status,
                "bytes": sample.size,
                "queries": sample.queries,
                # What Wagtail itself needs for a signed-in person at this depth.
                "queries_floor": 5 + 2 * page.depth,
                "p50_ms": round(median(sample.times), 2),
                "p95_ms": round(_p95(sample.times), 2),
                "ratio": round(median(sample.times) / bare, 2),
            }
            for page, sample in zip(pages, samples, strict=True)
        ],
    }


def as_table(result: dict) -> str:
    head = ("page", "queries", "floor", "kB", "p50 ms", "p95 ms", "÷ bare")
    rows = [
        (
            page["name"],
            str(page["queries"]),
            str(page["queries_floor"]),
            f"{page['bytes'] / 1000:.0f}",
            f"{page['p50_ms']:.1f}",
            f"{page['p95_ms']:.1f}",
            f"{page['ratio']:.2f}" + (" !" if page["ratio"] > result["goal"] else ""),
        )
        for page in result["pages"]
    ]
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = []
    for row in [head, *rows]:
        numbers = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join([row[0].ljust(widths[0]), *numbers]).rstrip())
    about = (
        f"Wagtail {result['wagtail']}, Django {result['django']}, Python {result['python']}, "
        f"{result['database']}, {result['cpus']} CPUs; {result['rounds']} rounds; "
        f"goal ÷ bare ≤ {result['goal']} (! marks what is above)"
    )
    return "\n".join([*lines, "", about])


def imports_table(runs: list[dict]) -> str:
    """What an import of organisations costs on each database, beside its goals."""
    goals = runs[0]["goals"]
    rows = [
        ("plain snippet.save(), rows/s", "plain_snippet_rows_s", ""),
        ("Organisation.save() with its numbers, rows/s", "save_rows_s", ""),
        ("bulk_create, no index, s", "bulk_create_s", ""),
        ("import, all new, s", "new_s", ""),
        ("import, all new, rows/s", "new_rows_s", ""),
        ("  × plain snippet.save()", "times_save", f"≥ {goals['times_save']}"),
        ("  of organisations as plain as the snippets, rows/s", "plain_rows_s", ""),
        ("  × plain snippet.save()", "plain_times_save", f"≥ {goals['times_save']}"),
        ("  ÷ bulk_create", "by_bulk_create", f"≤ {goals['by_bulk_create']}"),
        ("import, all unchanged, s", "unchanged_s", f"≤ {goals['unchanged_s']}"),
        ("  statements that write", "unchanged_writes", "0"),
        ("longest transaction, s", "longest_transaction_s", f"≤ {goals['longest_transaction_s']}"),
        ("memory, MB", "memory_mb", f"≤ {goals['memory_mb']}"),
    ]
    table = [(f"{runs[0]['rows']} organisations", *(run["database"] for run in runs), "goal")]
    table += [(title, *(str(run[key]) for run in runs), goal) for title, key, goal in rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        ).rstrip()
        for row in table
    )


def write(result: dict, path: Path) -> None:
    path.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
