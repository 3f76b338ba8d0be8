from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from soskes_wagtail.search.index.check import check
from soskes_wagtail.search.services.query_log import prune


class Command(BaseCommand):
    help = (
        "Compares the search index with what can be found and mends it; forgets searches older "
        "than a year. For every night. Example: manage.py soskes_check_search --dry-run"
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what is wrong")

    def handle(self, *args, dry_run, verbosity, **options):
        drift = check(repair=not dry_run)
        if not dry_run:
            prune()
        if not verbosity:
            return
        if drift.rebuilt:
            self.stdout.write(_("The index had to be built anew."))
        for kind, count in sorted(drift.drifted.items()):
            if count:
                self.stdout.write(
                    _("%(kind)s: %(count)s were not as they should be.")
                    % {"kind": kind, "count": count}
                )
        if drift.server > 0:
            self.stdout.write(
                _("Search server: %(count)s entries were not as they should be.")
                % {"count": drift.server}
            )
        elif drift.server < 0:
            self.stderr.write(_("The search server does not answer; nothing was mended there."))
        if drift.pending:
            self.stdout.write(
                _("Put off before and done now: %(count)s.") % {"count": drift.pending}
            )
        if not (drift.rebuilt or drift.total or drift.pending):
            self.stdout.write(_("The index is as it should be."))
