from collections import Counter


def print_counts(stream, heading: str, counts: Counter) -> None:
    """``heading: 22 areas, 5 groups`` on one line; nothing when there is nothing to tell."""
    if counts:
        parts = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
        stream.write(f"{heading}: {parts}")
