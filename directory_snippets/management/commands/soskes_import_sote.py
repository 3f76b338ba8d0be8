import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.sote.apply import run_import
from soskes_wagtail.directory_snippets.sote.report import Kind, Outcome, Report
from soskes_wagtail.directory_snippets.sote.source import SourceError

#: More than this is for ``--json`` or ``-v 2``.
MOST_LINES = 20


class Command(BaseCommand):
    help = (
        "Brings OIDs and the tree of the national register of social and health care "
        "organisations (SOTE-organisaatiorekisteri; XML or JSON pages of the code server) onto "
        "organisations with the same business ID, and reports what differs. Safe to run again. "
        "Example: manage.py soskes_import_sote register.xml --dry-run"
    )

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="SOURCE", help="XML or JSON file, or a folder")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done and change nothing"
        )
        parser.add_argument(
            "--create",
            action="store_true",
            help="create what the directory does not have, where the register says enough of it",
        )
        parser.add_argument(
            "--json",
            action="store_true",
            dest="as_json",
            help="print the report as one JSON object",
        )

    def handle(self, *args, source, dry_run, create, as_json, verbosity, **options):
        try:
            report = run_import(source, dry_run=dry_run, make_unknown=create)
        except SourceError as error:
            raise CommandError(" ".join(str(error).split())) from None
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), indent=2))
        else:
            self._print(report, dry_run, None if verbosity > 1 else MOST_LINES)

    def _print(self, report: Report, dry_run: bool, most: int | None) -> None:
        titles = {Kind.ORGANIZATION: _("Organisations"), Kind.UNIT: _("Service points")}
        words = {
            Outcome.CREATED: _("new"),
            Outcome.UPDATED: _("changed"),
            Outcome.UNCHANGED: _("as before"),
        }
        for kind, title in titles.items():
            counts = ", ".join(f"{words[o]} {report.outcomes[o, kind]}" for o in Outcome)
            self.stdout.write(f"{title}: {counts}")
        self._list(
            _("Differs: %(id)s %(name)s – %(field)s: “%(ours)s”, in the register “%(register)s”"),
            report.differences,
            most,
        )
        self._list(_("Not in the directory: %(id)s %(name)s %(business_id)s"), report.unknown, most)
        self._list(_("Left out: %(id)s – %(reason)s"), report.skipped, most)
        if dry_run:
            self.stdout.write(_("This was a trial: nothing was changed."))

    def _list(self, line: str, entries: list[dict[str, str]], most: int | None) -> None:
        for entry in entries[:most]:
            self.stdout.write((line % entry).rstrip())
        if most is not None and len(entries) > most:
            self.stdout.write(
                _("… and %(number)s more; -v 2 shows them.") % {"number": len(entries) - most}
            )
