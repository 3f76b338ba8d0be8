"""What an import of the register did, and what people should look at."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from soskes_wagtail.directory_snippets.sote.entries import Entry


class Kind(StrEnum):
    ORGANIZATION = "organizations"
    UNIT = "units"
    FILE = "files"


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass
class Report:
    """``differences``: where the register and the directory disagree, and nothing was changed;
    ``unknown``: entries in force that the directory does not have."""

    outcomes: Counter[tuple[Outcome, Kind]] = field(default_factory=Counter)
    differences: list[dict[str, str]] = field(default_factory=list)
    unknown: list[dict[str, str]] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)

    def done(self, kind: Kind, outcome: Outcome) -> None:
        self.outcomes[outcome, kind] += 1

    def differ(self, kind: Kind, entry: Entry, name: str, ours: str, register: str) -> None:
        self.differences.append(
            {
                "id": entry.oid,
                "kind": str(kind),
                "name": entry.name,
                "field": name,
                "ours": ours,
                "register": register,
            }
        )

    def skip(self, identifier: str, kind: Kind, reason: str) -> None:
        self.skipped.append({"id": identifier, "kind": str(kind), "reason": str(reason)})

    def as_json(self) -> dict:
        kinds = (Kind.ORGANIZATION, Kind.UNIT)
        counts = {
            str(outcome): {str(kind): self.outcomes[outcome, kind] for kind in kinds}
            for outcome in Outcome
        }
        return {
            **counts,
            "differences": self.differences,
            "unknown": self.unknown,
            "skipped": self.skipped,
        }
