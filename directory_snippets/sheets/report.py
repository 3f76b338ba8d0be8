"""What a table did, for commands and logs."""

from soskes_wagtail.directory_snippets.sheets.plan import Entry, Outcome, Plan


def as_json(plan: Plan) -> dict:
    """``created``, ``updated``, ``unchanged`` (numbers), ``skipped`` (``{"id", "kind",
    "reason"}``, the id being the number of the row), ``changes`` and ``remarks``."""
    counts = plan.counts
    return {
        "kind": plan.kind.key,
        "created": counts[Outcome.CREATED],
        "updated": counts[Outcome.UPDATED],
        "unchanged": counts[Outcome.UNCHANGED],
        "skipped": [
            {"id": str(entry.number), "kind": plan.kind.key, "reason": " ".join(entry.problems)}
            for entry in plan.of(Outcome.REFUSED)
        ],
        "changes": [_changes(entry) for entry in plan.of(Outcome.CREATED, Outcome.UPDATED)],
        "remarks": plan.remarks,
    }


def _changes(entry: Entry) -> dict:
    return {
        "row": entry.number,
        "outcome": str(entry.outcome),
        "name": entry.title,
        "fields": [
            {"field": change.cell.key, "before": change.was, "after": change.becomes}
            for change in entry.changes
        ],
    }
