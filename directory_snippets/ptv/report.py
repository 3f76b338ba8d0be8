"""What an import did: every item of the source is counted once or skipped with a reason."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from soskes_wagtail.directory_snippets.import_report import Outcome
from soskes_wagtail.directory_snippets.ptv.model import Kind, Record


@dataclass
class Report:
    """Outcomes by kind and PTV identifier; ``skipped`` and ``warnings`` are ready for JSON."""

    outcomes: dict[tuple[Kind, UUID], Outcome] = field(default_factory=dict)
    skipped: list[dict[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    #: Whether something that is published could not be used.
    failed: bool = False
    #: What would be changed, value by value; only of a dry run.
    differences: list[dict[str, str]] | None = None

    def done(self, kind: Kind, identifier: UUID, outcome: Outcome) -> None:
        self.outcomes[kind, identifier] = outcome

    def take(self, record: Record, outcome: Outcome) -> None:
        """What became of ``record``, and what is to be said of it."""
        self.done(record.kind, record.id, outcome)
        for warning in dict.fromkeys(record.warnings):
            self.warn(record.id, record.kind, warning)

    def changed(self, kind: Kind, identifier: UUID) -> None:
        """Something of an item was written after all, which seemed unchanged before."""
        if self.outcomes.get((kind, identifier)) is Outcome.UNCHANGED:
            self.outcomes[kind, identifier] = Outcome.UPDATED

    def skip(self, identifier: UUID | str, kind: Kind, reason: str) -> None:
        self.skipped.append({"id": str(identifier), "kind": str(kind), "reason": str(reason)})

    def warn(self, identifier: UUID | str, kind: Kind, warning: str) -> None:
        self.warnings.append({"id": str(identifier), "kind": str(kind), "warning": str(warning)})

    def counts(self, outcome: Outcome) -> dict[str, int]:
        """How many items of each kind had ``outcome``; the three kinds are always there."""
        found = Counter(kind for (kind, _id), value in self.outcomes.items() if value is outcome)
        return {str(kind): found[kind] for kind in Kind if kind is not Kind.UNKNOWN}

    @property
    def total(self) -> int:
        """Number of items met, whether taken or skipped."""
        return len(self.outcomes) + len(self.skipped)

    def as_json(self) -> dict:
        return {
            **{str(outcome): self.counts(outcome) for outcome in Outcome},
            "skipped": self.skipped,
            "warnings": self.warnings,
            **({} if self.differences is None else {"differences": self.differences}),
        }
