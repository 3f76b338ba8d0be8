"""The import: read the source twice, write record by record, report on every item.

Each record is written in a transaction of its own: one that fails leaves nothing of itself and
does not stop the others. Organisations come first, then channels, then services with their
connections; the tree of organisations is set once all of them are there.
"""

import logging
from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from soskes_wagtail.content_version import bump
from soskes_wagtail.directory_snippets.models import Organisation, Service, ServiceChannel, Unit
from soskes_wagtail.directory_snippets.ptv import write_channel, write_organization, write_service
from soskes_wagtail.directory_snippets.ptv.lookups import Lookups
from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES, Kind, Record, Status
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable
from soskes_wagtail.directory_snippets.ptv.plan import Plan, make_plan
from soskes_wagtail.directory_snippets.ptv.report import Outcome, Report
from soskes_wagtail.directory_snippets.ptv.rows import withdraw_row
from soskes_wagtail.directory_snippets.ptv.source import Source, SourceError

logger = logging.getLogger(__name__)

_DECIDE = {
    Kind.ORGANIZATION: write_organization.decide,
    Kind.CHANNEL: write_channel.decide,
    Kind.SERVICE: write_service.decide,
}


def run_import(source: Source, *, dry_run: bool = False) -> Report:
    """Import everything that ``source`` holds and say what was done.

    With ``dry_run`` all of it is done in one transaction that is rolled back, so the report is
    the same and nothing is kept. Raises SourceError when the source holds nothing usable.
    """
    if not dry_run:
        report = _run(source)
        if any(outcome is not Outcome.UNCHANGED for outcome in report.outcomes.values()):
            bump()  # connections are written past the signals
        return report
    with transaction.atomic():
        report = _run(source)
        transaction.set_rollback(True)
    return report


def _run(source: Source) -> Report:
    report = Report()
    plan = make_plan(source, report)
    if not plan.seen and not source.may_be_empty:
        raise SourceError(_nothing(source, report))
    lookups = Lookups()
    left_out: Counter[tuple[Kind, str]] = Counter()
    for kind in (Kind.ORGANIZATION, Kind.CHANNEL, Kind.SERVICE):
        met = set()
        for record, _trace in plan.records(kind):
            met.add(record.id)
            _take(record, plan, lookups, report)
            _count_languages(record, lookups, left_out)
        for lost_kind, identifier in plan.seen:
            if lost_kind is kind and identifier not in met:
                report.skip(identifier, kind, _("Its file changed during the import."))
        if kind is Kind.ORGANIZATION:
            write_organization.write_parents(plan, lookups, report)
    for (kind, language), number in sorted(left_out.items()):
        report.warn(
            "",
            kind,
            _("Texts in the language %(language)s were left out, in %(number)s items.")
            % {"language": language, "number": number},
        )
    return report


def _nothing(source: Source, report: Report) -> str:
    if not report.skipped:
        return _("There is nothing to import in %(source)s.") % {"source": source.name}
    first = report.skipped[0]
    return _("There is nothing usable in %(source)s. %(item)s: %(reason)s") % {
        "source": source.name,
        "item": first["id"],
        "reason": first["reason"],
    }


def _take(record: Record, plan: Plan, lookups: Lookups, report: Report) -> None:
    try:
        if record.status is Status.PUBLISHED:
            outcome, write = _DECIDE[record.kind](record, plan, lookups)
        else:
            outcome, write = _withdraw(record, lookups)
            if outcome is None:
                return
        if write:
            with transaction.atomic():
                write()
            lookups.keep_new_references()
    except Unusable as error:
        report.skip(record.id, record.kind, str(error))
    except ValidationError as error:
        lookups.forget_new_references()
        report.skip(
            record.id,
            record.kind,
            _("It cannot be saved: %(reason)s") % {"reason": _sentence(error)},
        )
    except Exception as error:  # whatever one record does, the others must come in
        lookups.forget_new_references()
        logger.debug("The PTV item %s could not be saved", record.id, exc_info=True)
        report.skip(
            record.id,
            record.kind,
            _("It cannot be saved: %(reason)s") % {"reason": repr(error)[:300]},
        )
    else:
        report.done(record.kind, record.id, outcome)
        for warning in dict.fromkeys(record.warnings):
            report.warn(record.id, record.kind, warning)


def _withdraw(record: Record, lookups: Lookups):
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

    def write() -> None:
        for model, row in shown:
            withdraw_row(model, row.pk)

    return Outcome.WITHDRAWN, write


def _count_languages(record: Record, lookups: Lookups, left_out: Counter) -> None:
    """Services need a locale of the site; the other records have columns for our languages."""
    taken = lookups.locales if record.kind is Kind.SERVICE else LANGUAGES
    for language in record.names:
        if language not in taken:
            left_out[record.kind, language] += 1


def _sentence(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return " ".join(
            f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()
        )
    return " ".join(error.messages)
