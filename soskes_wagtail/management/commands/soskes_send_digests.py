from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from soskes_wagtail.notifications.digests.preparing import prepare
from soskes_wagtail.notifications.digests.sending import MailServerDown, send_waiting
from soskes_wagtail.notifications.models import Frequency
from soskes_wagtail.notifications.tasks import run_digests
from soskes_wagtail.notifications.tidying import tidy


class Command(BaseCommand):
    help = (
        "Sends mail about notices: at once, daily and weekly (on Mondays), as people have chosen. "
        "Run it once a day in the morning, and every ten minutes with --at-once, which also "
        "tries again what the mail server has refused. It may be interrupted and run again at any "
        "time: nobody gets a mail twice, nobody is forgotten.\n\n"
        "Example: manage.py soskes_send_digests"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--at-once",
            action="store_true",
            help="Only to those who want to know at once, and what waits to be tried again.",
        )

    def handle(self, *args, at_once, **options):
        try:
            if at_once:
                prepare([Frequency.AT_ONCE])
                report = send_waiting()
            else:
                tidy()
                report = run_digests()
        except MailServerDown as error:
            message = _("The mail server does not answer, the mails wait: %(error)s")
            raise CommandError(message % {"error": error}) from error
        self.stdout.write(
            _(
                "Sent %(sent)s, nothing left to tell %(empty)s, to be tried again %(postponed)s, "
                "given up %(failed)s"
            )
            % vars(report)
        )
