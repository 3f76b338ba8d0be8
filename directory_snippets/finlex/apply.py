"""Bring what Finlex says of statutes into the directory.

Finlex owns titles in Finnish and Swedish, whether and since when a statute is in force, and when it
was amended. Short names, abbreviations and a successor that was chosen here stay as they are.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.finlex.akn import (
    Citation,
    Document,
    Unreadable,
    read_documents,
)
from soskes_wagtail.directory_snippets.finlex.source import Answer, SourceError, answers
from soskes_wagtail.directory_snippets.import_report import Outcome, nothing_usable
from soskes_wagtail.directory_snippets.models import Statute

logger = logging.getLogger(__name__)
KIND = "statutes"


@dataclass
class Report:
    """``outcomes`` by statute; ``met``: the rows, and ``coming``: the next amendment of those that
    have one ahead, both by the row's key."""

    outcomes: dict[Citation, Outcome] = field(default_factory=dict)
    skipped: list[dict[str, str]] = field(default_factory=list)
    coming: dict[int, datetime.date] = field(default_factory=dict)
    met: dict[int, Statute] = field(default_factory=dict)

    def skip(self, identifier: str, reason: str) -> None:
        self.skipped.append({"id": identifier, "kind": KIND, "reason": reason})

    def count(self, outcome: Outcome) -> int:
        return sum(found is outcome for found in self.outcomes.values())

    def as_json(self) -> dict[str, Any]:
        counts = {str(outcome): {KIND: self.count(outcome)} for outcome in Outcome}
        return {**counts, "skipped": self.skipped}


def run_import(address: str, *, only_known: bool = False, dry_run: bool = False) -> Report:
    """Import what is at ``address``; with ``only_known`` nothing that the directory does not have.

    With ``dry_run`` nothing is left written; the report is the same. Raises SourceError when
    nothing can be used.
    """
    report = Report()
    known = list(Statute.objects.order_by("year", "number").values_list("year", "number"))
    by_statute: dict[Citation, list[Document]] = defaultdict(list)
    for answer in answers(address, known):
        for document in _documents(answer, report):
            by_statute[document.citation].append(document)
    if not by_statute:
        raise SourceError(nothing_usable(address, report.skipped))
    for citation in [one for one in by_statute if only_known and one not in known]:
        report.skip(_name(citation), _("The directory does not have this statute."))
        del by_statute[citation]
    # What is dry is written and taken back, so that nothing can differ.
    with transaction.atomic() if dry_run else nullcontext():
        for citation, documents in sorted(by_statute.items()):
            _take(citation, documents, report)
        _join_successors(by_statute, report)
        if dry_run:
            transaction.set_rollback(True)
    if by_statute and not report.outcomes:
        raise SourceError(nothing_usable(address, report.skipped))
    return report


def _documents(answer: Answer, report: Report) -> Iterator[Document]:
    if answer.problem:
        report.skip(answer.name, answer.problem)
        return
    try:
        for found in read_documents(answer.content):
            if isinstance(found, Unreadable):
                report.skip(answer.name, str(found))
            else:
                yield found
    except Unreadable as reason:
        report.skip(answer.name, str(reason))


def _take(citation: Citation, documents: list[Document], report: Report) -> None:
    year, number = citation
    row = Statute.objects.filter(year=year, number=number).first()
    values = _values(documents)
    if row is None and "title_fi" not in values:
        report.skip(_name(citation), _("It is not here, and has no title in Finnish."))
        return
    was_in_force = row is None or row.in_force
    row = row or Statute(year=year, number=number)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    outcome = Outcome.UNCHANGED
    if changed or row.pk is None:
        outcome = Outcome.UPDATED if row.pk else Outcome.CREATED
        if row.pk and was_in_force and values.get("in_force") is False:
            outcome = Outcome.WITHDRAWN
        for name in changed:
            setattr(row, name, values[name])
        try:
            with transaction.atomic():
                row.full_clean()
                row.save()
        except (ValidationError, DatabaseError) as error:
            logger.debug("The statute %s could not be saved", citation, exc_info=True)
            messages = getattr(error, "messages", None) or [str(error)]
            reason = _("It cannot be saved: %(reason)s") % {"reason": " ".join(messages)[:300]}
            report.skip(_name(citation), reason)
            return
    report.outcomes[citation] = outcome
    report.met[row.pk] = row
    ahead = [day for one in documents for day in one.amended if day > timezone.localdate()]
    if ahead:
        report.coming[row.pk] = min(ahead)


def _values(documents: list[Document]) -> dict[str, Any]:
    """Columns that the documents tell; the up-to-date text has the last word."""
    values: dict[str, Any] = {}
    today = timezone.localdate()
    for document in sorted(documents, key=lambda one: (one.is_consolidated, one.language == "fi")):
        if document.language != "en":
            values[f"title_{document.language}"] = document.title
        for name in ("in_force", "valid_from", "valid_to"):
            if (value := getattr(document, name)) is not None:
                values[name] = value
        if past := [day for day in document.amended if day <= today]:
            values["amended_on"] = max(past)
    return values


def _join_successors(by_statute: dict[Citation, list[Document]], report: Report) -> None:
    """What was repealed is followed by what repealed it, where that is here and nobody chose
    another."""
    for citation, documents in by_statute.items():
        repealing = next((one.repealed_by for one in documents if one.repealed_by), None)
        if not repealing or citation not in report.outcomes:
            continue
        year, number = citation
        row = Statute.objects.get(year=year, number=number)
        successor = Statute.objects.filter(year=repealing[0], number=repealing[1]).first()
        if successor is None or row.successor_id or successor.pk == row.pk:
            continue
        if any(one.pk == row.pk for one in _line_of(successor)):
            continue  # it would follow itself
        row.successor = successor
        row.save(update_fields=["successor"])
        if report.outcomes[citation] is Outcome.UNCHANGED:
            report.outcomes[citation] = Outcome.UPDATED


def _line_of(statute: Statute) -> Iterator[Statute]:
    seen = set()
    while statute is not None and statute.pk not in seen:
        seen.add(statute.pk)
        yield statute
        statute = statute.successor


def _name(citation: Citation) -> str:
    return f"{citation[1]}/{citation[0]}"
