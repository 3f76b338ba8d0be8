"""The import: read the source, decide record by record, write in batches, report on every item.

Organisations come first, then channels, then services with their connections; the tree of
organisations is set once all of them are there. A run that is stopped in the middle leaves whole
records only, and the next one does what is left.
"""

import gc
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.import_report import nothing_usable
from soskes_wagtail.directory_snippets.models import Organisation, Service, ServiceChannel, Unit
from soskes_wagtail.directory_snippets.ptv import write_channel, write_organization, write_service
from soskes_wagtail.directory_snippets.ptv.changes import Change, Withdrawal
from soskes_wagtail.directory_snippets.ptv.differences import Difference, Preview
from soskes_wagtail.directory_snippets.ptv.lookups import Lookups
from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES, Kind, Record, Status
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable
from soskes_wagtail.directory_snippets.ptv.plan import Plan
from soskes_wagtail.directory_snippets.ptv.reading import make_plan
from soskes_wagtail.directory_snippets.ptv.report import Outcome, Report
from soskes_wagtail.directory_snippets.ptv.source import Source, SourceError
from soskes_wagtail.directory_snippets.ptv.traces import Traces
from soskes_wagtail.directory_snippets.ptv.writing import Writer, unsaved

logger = logging.getLogger(__name__)


#: Told how far the import is: what is being done, how many of how many. The number of files is
#: not known beforehand and stands as 0.
Progress = Callable[[str, int, int], None]


class NothingUsable(SourceError):
    """The source was read and none of it could be used; ``report`` says why of each part."""

    def __init__(self, message: str, report: Report):
        super().__init__(message)
        self.report = report


def run_import(
    source: Source, *, dry_run: bool = False, progress: Progress | None = None
) -> Report:
    """Import everything that ``source`` holds and say what was done.

    With ``dry_run`` nothing is written; the report is the same and holds the differences.
    Raises NothingUsable when the source holds nothing usable; drafts are no fault of it.
    """
    with _little_collecting():
        report = _run(source, Preview if dry_run else Writer, progress or (lambda *_: None))
    if report.failed and not report.outcomes and not source.may_be_empty:
        raise NothingUsable(nothing_usable(source.name, report.skipped), report)
    return report


def differences(source: Source) -> list[Difference]:
    """What an import of ``source`` would change, value by value. Nothing is written.

    Raises SourceError when the source holds nothing usable.
    """
    return [Difference(**one) for one in run_import(source, dry_run=True).differences]


def _run(source: Source, writer_class: type[Writer], progress: Progress) -> Report:
    report, lookups = Report(), Lookups()
    known = Traces(write_organization.traces(lookups))
    writer = writer_class(lookups, report)
    left_out: Counter[tuple[Kind, str]] = Counter()
    with writer.run() as expect:
        plan = make_plan(source, report, known, progress=progress, expect=expect)
        for note in getattr(source, "notes", ()):
            report.warn("", Kind.UNKNOWN, note)
        if not plan.seen and not source.may_be_empty:
            raise NothingUsable(nothing_usable(source.name, report.skipped), report)
        _take_all(plan, writer, left_out, progress)
    writer.close()
    for (kind, language), number in sorted(left_out.items()):
        report.warn(
            "",
            kind,
            _("Texts in the language %(language)s were left out, in %(number)s items.")
            % {"language": language, "number": number},
        )
    return report


def _take_all(
    plan: Plan, writer: Writer, left_out: Counter[tuple[Kind, str]], progress: Progress
) -> None:
    """Decide and write everything, kind by kind: later ones refer to earlier ones."""
    lookups, report = writer.lookups, writer.report
    number = 0
    for kind in (Kind.ORGANIZATION, Kind.CHANNEL, Kind.SERVICE):
        met = _take_unchanged(plan, lookups, report) if kind is Kind.ORGANIZATION else set()
        for record, trace in plan.records(kind, done=frozenset(met)):
            met.add(record.id)
            _take(record, trace, plan, writer)
            _count_languages(record, lookups, left_out)
            progress(_("Writing"), number + len(met), len(plan.seen))
        writer.flush()
        number += len(met)
        for lost_kind, identifier in plan.seen:
            if lost_kind is kind and identifier not in met:
                report.skip(identifier, kind, _("Its file changed during the import."))
        if kind is Kind.ORGANIZATION:
            writer.parents(write_organization.decide_parents(plan, lookups, report))


@contextmanager
def _little_collecting() -> Iterator[None]:
    """Let Python look for circles seldom: records have none, and looking through all of them
    again and again takes a third of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _take_unchanged(plan: Plan, lookups: Lookups, report: Report) -> set:
    """Organisations that are word for word as they were when they were written."""
    found = set()
    for entry in plan.briefs(Kind.ORGANIZATION):
        if write_organization.is_unchanged(entry, plan, lookups):
            found.add(entry.id)
            report.done(Kind.ORGANIZATION, entry.id, Outcome.UNCHANGED)
    return found


def _take(record: Record, trace: str, plan: Plan, writer: Writer) -> None:
    lookups, report = writer.lookups, writer.report
    try:
        outcome, change = _decide(record, trace, plan, lookups)
    except Unusable as error:
        report.skip(record.id, record.kind, str(error))
        report.failed |= record.status is Status.PUBLISHED
    except Exception as error:  # whatever one record does, the others must come in
        if not isinstance(error, ValidationError):
            logger.debug("The PTV item %s could not be read", record.id, exc_info=True)
        report.skip(record.id, record.kind, unsaved(error))
        report.failed = True
    else:
        if change:
            writer.add(record, outcome, change)
        elif outcome:
            report.take(record, outcome)


def _decide(
    record: Record, trace: str, plan: Plan, lookups: Lookups
) -> tuple[Outcome | None, Change | None]:
    if record.status is not Status.PUBLISHED:
        return _withdraw(record, lookups)
    if record.kind is Kind.ORGANIZATION:
        return write_organization.decide(record, trace, plan, lookups)
    if record.kind is Kind.CHANNEL:
        return write_channel.decide(record, plan, lookups)
    return write_service.decide(record, plan, lookups)


def _withdraw(record: Record, lookups: Lookups) -> tuple[Outcome | None, Change | None]:
    """Rows of something that is no longer published. Raises Unusable when there are none, unless
    a list of everything that was taken away named it: then there is no outcome either."""
    if record.kind is Kind.ORGANIZATION:
        rows = [(Organisation, lookups.organizations.get(record.id))]
    elif record.kind is Kind.CHANNEL:
        rows = [
            (Unit, lookups.units.get(record.id)),
            (ServiceChannel, lookups.channels.get(record.id)),
        ]
    else:
        own = [row for row in lookups.services.get(record.id, ()) if row.ptv_id]
        rows = [(Service, row) for row in own]
    rows = [(model, row) for model, row in rows if row]
    if record.from_archive and not rows:
        return None, None
    if record.status is Status.PENDING or not rows:
        raise Unusable(
            _("It is not published in PTV (%(status)s).") % {"status": record.status_name}
        )
    shown = [(model, row) for model, row in rows if not row.withdrawn]
    if not shown:
        return Outcome.UNCHANGED, None

    return Outcome.WITHDRAWN, Withdrawal([(model, row.pk) for model, row in shown])


def _count_languages(record: Record, lookups: Lookups, left_out: Counter) -> None:
    """Services need a locale of the site; the other records have columns for our languages."""
    taken = lookups.locales if record.kind is Kind.SERVICE else LANGUAGES
    for language in record.names:
        if language not in taken:
            left_out[record.kind, language] += 1
