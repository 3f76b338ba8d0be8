from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from soskes_wagtail.community.consultations.services.reminding import close_done, remind


class Command(BaseCommand):
    help = (
        "Reminds experts of consultations whose promised day is near or past, at most every "
        "second day about one question, and closes what was answered a month ago. For a nightly "
        "or morning job; safe to run at any time.\n\n"
        "Example: manage.py soskes_send_consultation_reminders"
    )

    def handle(self, *args, **options):
        self.stdout.write(
            _("Reminded of: %(reminded)s. Closed: %(closed)s.")
            % {"reminded": remind(), "closed": close_done()}
        )
