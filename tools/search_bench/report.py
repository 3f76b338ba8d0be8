"""What was measured, with its goals."""

#: Growth of a search from 10,000 to 100,000 documents; of a save from 1,000 to 100,000.
GROWTH, SAVE_GROWTH, PER_SECOND = 15, 1.2, 1000
PAGE, EVERYTHING, EXTRA_MS = 3, 6, 2


def as_table(result: dict) -> str:
    lines = [
        f"Search on {result['database']}, milliseconds (the best round of each)",
        f"{'documents':>9} {'query':<10} {'plain':>8} {'raw':>8} {'page':>8} {'goal':>8} "
        f"{'all':>8} {'goal':>8}",
    ]
    sizes = sorted(result["sizes"], key=int)
    for size in sizes:
        for case, found in result["sizes"][size].items():
            if case != "save":
                lines.append(_row(size, case, found))
    lines += _growth(result["sizes"], sizes)
    indexed = result["indexed"]
    lines.append(
        f"Texts of 150 words indexed in a second: {indexed['per_second']:.0f}"
        f"{_verdict(indexed['per_second'] >= PER_SECOND, f'at least {PER_SECOND}')}; "
        f"in a second of one processor: {indexed['per_cpu_second']:.0f}"
    )
    return "\n".join(lines + _stock(result.get("stock")))


def _row(size: str, case: str, found: dict) -> str:
    page, everything = (times * found["raw"] + EXTRA_MS for times in (PAGE, EVERYTHING))
    missed = found["page"] > page or found["all"] > everything
    return (
        f"{int(size):>9,} {case:<10} {found['plain']:8.2f} {found['raw']:8.2f} "
        f"{found['page']:8.2f} {page:8.2f} {found['all']:8.2f} {everything:8.2f}"
        f"{'  MISSED' if missed else ''}"
    )


def _growth(found: dict, sizes: list[str]) -> list[str]:
    lines = []
    if {"10000", "100000"} <= set(sizes):
        small, large = found["10000"], found["100000"]
        for case in sorted(small.keys() - {"save"}):
            page, everything = (large[case][k] / small[case][k] for k in ("page", "all"))
            lines.append(
                f"100,000 ÷ 10,000 documents, {case}: page {page:.1f}, all {everything:.1f}"
                f"{_verdict(max(page, everything) <= GROWTH, f'at most {GROWTH}')}"
            )
    few, many = (found[size]["save"] for size in (sizes[0], sizes[-1]))
    lines.append(
        f"Indexing one saved record: {few:.2f} ms with {int(sizes[0]):,} documents, {many:.2f} ms "
        f"with {int(sizes[-1]):,}: {many / few:.2f} times"
        f"{_verdict(many / few <= SAVE_GROWTH, f'at most {SAVE_GROWTH}')}"
    )
    return lines


def _stock(found: dict | None) -> list[str]:
    if not found:
        return []
    page, everything = found["page"] / found["raw"], found["all"] / found["raw"]
    return [
        f"Wagtail's own search, {found['pages']:,} pages: raw {found['raw']:.2f}, page "
        f"{found['page']:.1f} ({page:.0f} times), all {found['all']:.1f} ({everything:.0f} times); "
        f"indexing one page {found['save_few']:.1f} ms with a fifth of them, "
        f"{found['save_many']:.1f} ms with all ({found['save_many'] / found['save_few']:.1f} times)"
    ]


def _verdict(reached: bool, goal: str) -> str:
    return f" (goal: {goal}{'' if reached else ', MISSED'})"
