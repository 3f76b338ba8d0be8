from collections import Counter


def print_counts(stream, heading: str, counts: Counter) -> None:
    """``heading: areas 22, groups 5`` on one line; nothing when there is nothing to tell."""
    if counts:
        parts = ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))
        stream.write(f"{heading}: {parts}")
