from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.services.licence_warnings import send_licence_warnings


class Command(BaseCommand):
    help = (
        "Tells contact persons and administrators 60, 30 and 7 days before a licence ends, each "
        "once. For every night. Example: manage.py soskes_send_licence_warnings"
    )

    def handle(self, *args, verbosity, **options):
        warned = send_licence_warnings()
        for one in warned:
            self.stdout.write(
                _("%(organisation)s: %(days)d days, %(mailed)d mails, %(failed)d not sent")
                % {
                    "organisation": one.licence.organisation,
                    "days": one.days,
                    "mailed": one.mailed,
                    "failed": one.failed,
                }
            )
        if verbosity and not warned:
            self.stdout.write(_("No warnings are due."))
