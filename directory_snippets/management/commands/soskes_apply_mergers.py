import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.mergers.due import apply_due, due_mergers


class Command(BaseCommand):
    help = (
        "Carries out the mergers of organisations and municipalities whose day has come. Run it "
        "every night, after midnight. Example: manage.py soskes_apply_mergers"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="say what is due and change nothing"
        )
        parser.add_argument(
            "--json",
            action="store_true",
            dest="as_json",
            help="print the report as one JSON object",
        )

    def handle(self, *, dry_run, as_json, **options):
        if dry_run:
            due = [str(merger) for merger in due_mergers()]
            self._print({"due": due} if as_json else due, as_json)
            return
        applied = apply_due()
        done = [str(merger) for merger in applied.done]
        failed = [{"merger": str(m), "reason": m.problem} for m in applied.failed]
        if as_json:
            self._print({"done": done, "failed": failed}, as_json)
        else:
            self._print([_("Carried out: %(merger)s") % {"merger": name} for name in done], False)
        if failed:
            raise CommandError(
                " ".join(f"{entry['merger']}: {entry['reason']}" for entry in failed)
            )

    def _print(self, report, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(report) or _("No merger is due."))
