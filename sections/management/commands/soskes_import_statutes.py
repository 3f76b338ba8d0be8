import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.finlex.apply import Outcome, Report, run_import
from soskes_wagtail.directory_snippets.finlex.source import SourceError
from soskes_wagtail.sections.services.law_changes import OldWords, pages_to_recheck


class Command(BaseCommand):
    help = (
        "Brings statutes of Finlex (Akoma Ntoso XML) into the directory: titles, whether they are "
        "in force, when they were amended; and says which pages tell of the law as it was. Safe to "
        "run again. Example: manage.py soskes_import_statutes "
        "https://opendata.finlex.fi/finlex/avoindata/v1"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "source",
            metavar="SOURCE",
            help="XML file, folder of them, address of one, or of the open interface "
            "(…/avoindata/v1), which is asked for the statutes that the directory has",
        )
        parser.add_argument(
            "--known",
            action="store_true",
            help="of a folder or file take only statutes that the directory has",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done and change nothing"
        )
        parser.add_argument(
            "--json",
            action="store_true",
            dest="as_json",
            help="print the report as one JSON object",
        )

    def handle(self, *args, source, known, dry_run, as_json, **options):
        try:
            report = run_import(source, only_known=known, dry_run=dry_run)
        except SourceError as error:
            raise CommandError(" ".join(str(error).split())) from None
        pages = pages_to_recheck(report.met, report.coming)
        if as_json:
            found = report.as_json() | {"pages_to_recheck": [page.as_json() for page in pages]}
            self.stdout.write(json.dumps(found, indent=2))
        else:
            self._print(report, pages, dry_run)

    def _print(self, report: Report, pages: list[OldWords], dry_run: bool) -> None:
        words = {
            Outcome.CREATED: _("new"),
            Outcome.UPDATED: _("changed"),
            Outcome.UNCHANGED: _("as before"),
            Outcome.WITHDRAWN: _("no longer in force"),
        }
        counts = ", ".join(f"{words[outcome]} {report.count(outcome)}" for outcome in Outcome)
        self.stdout.write(_("Statutes: %(counts)s") % {"counts": counts})
        for entry in report.skipped:
            self.stdout.write(
                _("Left out: %(id)s – %(reason)s") % {"id": entry["id"], "reason": entry["reason"]}
            )
        if pages:
            self.stdout.write(_("Pages to read again:"))
        for page in pages:
            self.stdout.write(f"  {page.title} ({page.url}) – {page.statute}: {page.reason}")
        if dry_run:
            self.stdout.write(_("This was a trial: nothing was changed."))
