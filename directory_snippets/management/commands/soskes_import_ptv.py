import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soskes_wagtail.directory_snippets.ptv.apply import run_import
from soskes_wagtail.directory_snippets.ptv.model import Kind
from soskes_wagtail.directory_snippets.ptv.report import Outcome, Report
from soskes_wagtail.directory_snippets.ptv.source import SourceError, open_source


class Command(BaseCommand):
    help = (
        "Brings organisations, services and service channels of the Finnish Service Catalogue "
        "(PTV, recorded answers of v9–v12) into the directory. Safe to run again: what has not "
        "changed is not touched. Example: manage.py soskes_import_ptv recorded/ --dry-run"
    )

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="SOURCE", help="folder of JSON files, or one file")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done and change nothing"
        )
        parser.add_argument(
            "--json",
            action="store_true",
            dest="as_json",
            help="print the report as one JSON object",
        )

    def handle(self, *args, source, dry_run, as_json, verbosity, **options):
        try:
            report = run_import(open_source(source), dry_run=dry_run)
        except SourceError as error:
            raise CommandError(" ".join(str(error).split())) from None
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), indent=2))
        else:
            self._print(report, dry_run, verbosity)

    def _print(self, report: Report, dry_run: bool, verbosity: int) -> None:
        for line in _table(report):
            self.stdout.write(line)
        for entry in report.skipped:
            self.stdout.write(
                _("Left out: %(id)s – %(reason)s") % {"id": entry["id"], "reason": entry["reason"]}
            )
        number = len(report.warnings)
        if verbosity > 1:
            for entry in report.warnings:
                self.stdout.write(f"{entry['id'] or entry['kind']} – {entry['warning']}")
        elif number:
            self.stdout.write(
                ngettext(
                    "%(number)s remark; -v 2 shows it.",
                    "%(number)s remarks; -v 2 shows them.",
                    number,
                )
                % {"number": number}
            )
        if dry_run:
            self.stdout.write(_("This was a trial: nothing was changed."))


def _table(report: Report) -> list[str]:
    titles = {
        Kind.ORGANIZATION: _("Organisations"),
        Kind.CHANNEL: _("Service channels"),
        Kind.SERVICE: _("Services"),
        Kind.UNKNOWN: _("Other items"),
    }
    rows = [["", _("new"), _("changed"), _("as before"), _("withdrawn"), _("left out")]]
    counts = [report.counts(outcome) for outcome in Outcome]
    for kind, title in titles.items():
        skipped = sum(entry["kind"] == kind for entry in report.skipped)
        if kind is not Kind.UNKNOWN or skipped:
            numbers = [count.get(kind, 0) for count in counts]
            rows.append([title, *map(str, numbers), str(skipped)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
