import logging

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from soskes_wagtail.nightly import nightly_commands, run_nightly_jobs

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Runs everything that SosKes needs done every night, one after the other: memberships, "
        "mergers, privacy, search, reminders, retention. One that fails does not keep the others. "
        "Mail is sent by soskes_send_digests. Example: manage.py soskes_nightly"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--list", action="store_true", help="name the commands in their order, run none"
        )

    def handle(self, *args, **options):
        if options["list"]:
            self.stdout.write("\n".join(nightly_commands()))
            return
        failed = run_nightly_jobs(
            self._began, self._failed, stdout=self.stdout, verbosity=options["verbosity"]
        )
        if failed:
            raise CommandError(
                ngettext("%(number)s job failed.", "%(number)s jobs failed.", failed)
                % {"number": failed}
            )

    def _began(self, command: str) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(command))

    def _failed(self, command: str, error: Exception) -> None:
        logger.error("The nightly job %s failed.", command, exc_info=error)
        self.stderr.write(f"{command}: {error}")
