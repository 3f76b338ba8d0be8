import json
import re
import shutil
from argparse import ArgumentTypeError
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.ptv.apply import NothingUsable, run_import
from soskes_wagtail.directory_snippets.ptv.difference_table import difference_lines
from soskes_wagtail.directory_snippets.ptv.model import Kind
from soskes_wagtail.directory_snippets.ptv.pager import Scope
from soskes_wagtail.directory_snippets.ptv.progress import ProgressBar
from soskes_wagtail.directory_snippets.ptv.remote import open_address
from soskes_wagtail.directory_snippets.ptv.report import Outcome, Report
from soskes_wagtail.directory_snippets.ptv.source import Source, SourceError, open_source


class Command(BaseCommand):
    help = (
        "Brings organisations, services and service channels of the Finnish Service Catalogue "
        "(PTV) into the directory, from recorded answers of v9–v12 or straight from v11 or v12. "
        "Safe to run again: what has not changed is not touched. "
        "Example: manage.py soskes_import_ptv recorded/ --dry-run"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "source",
            metavar="SOURCE",
            help="folder of JSON files, one file, or the address of the interface (https://…/api/v12)",
        )
        parser.add_argument(
            "--since",
            type=_moment,
            help="with an address: only what changed on or after this day or moment (ISO 8601), "
            "and what was taken away",
        )
        parser.add_argument(
            "--area",
            type=_area,
            help="with an address: only this area, municipality:992 or wellbeing-county:15",
        )
        parser.add_argument(
            "--organisation",
            type=_organisation,
            help="with an address: only this organisation and what is below it, by its identifier "
            "in PTV, business ID or OID",
        )
        parser.add_argument(
            "--fresh",
            action="store_true",
            help="with an address: ask for everything, also for what an interrupted run has left",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="change nothing and say what would be changed, value by value",
        )
        parser.add_argument(
            "--json",
            action="store_true",
            dest="as_json",
            help="print the report as one JSON object",
        )

    def handle(
        self,
        *args,
        source,
        since,
        area,
        organisation,
        fresh,
        dry_run,
        as_json,
        verbosity,
        **options,
    ):
        scope = Scope(since=since, area=area, organisation=organisation or "")
        progress = ProgressBar(self.stderr)
        try:
            report = run_import(_open(source, scope, fresh), dry_run=dry_run, progress=progress)
        except SourceError as error:
            if as_json and isinstance(error, NothingUsable):
                self._print_json(error.report)
            raise CommandError(" ".join(str(error).split())) from None
        finally:
            progress.clear()
        if as_json:
            self._print_json(report)
        else:
            self._print(report, dry_run, verbosity)

    def _print_json(self, report: Report) -> None:
        self.stdout.write(json.dumps(report.as_json(), indent=2))

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
            width = shutil.get_terminal_size((100, 24)).columns
            for line in difference_lines(report.differences, width, every_field=verbosity > 1):
                self.stdout.write(line)
            self.stdout.write(_("This was a trial: nothing was changed."))


def _open(source: str, scope: Scope, fresh: bool) -> Source:
    if urlsplit(source).scheme in ("http", "https"):
        return open_address(source, scope, app_settings.PTV_API_KEY, fresh=fresh)
    if scope != Scope() or fresh:
        raise CommandError(
            _("--since, --area, --organisation and --fresh need the address of the interface."),
            returncode=2,
        )
    return open_source(source)


def _moment(value: str) -> datetime:
    """A day or moment; without a zone it is the site's time. Raises ValueError."""
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _area(value: str) -> tuple[str, str]:
    found = re.fullmatch(r"(municipality):(\d{3})|(wellbeing-county):(\d{2})", value)
    if not found:
        raise ArgumentTypeError("municipality:992 or wellbeing-county:15")
    return found[1] or found[3], found[2] or found[4]


def _organisation(value: str) -> str:
    """An identifier (UUID), a business ID or an OID, in the form that PTV has it."""
    try:
        return str(UUID(value))
    except ValueError:
        if not re.fullmatch(r"\d{7}-\d|\d+(\.\d+)+", value):
            raise ArgumentTypeError("UUID, 1234567-8 or 1.2.246.10.…") from None
        return value


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
