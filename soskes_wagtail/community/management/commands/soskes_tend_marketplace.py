from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from soskes_wagtail.community.marketplace.services.tending import delete_old, warn_of_end


class Command(BaseCommand):
    help = (
        "Tells authors of ads that end within three days, and deletes ads with their photos and "
        "messages 90 days after they ended. For a nightly job; safe to run at any time.\n\n"
        "Example: manage.py soskes_tend_marketplace"
    )

    def handle(self, *args, **options):
        self.stdout.write(
            _("Told of the end: %(told)s. Deleted: %(deleted)s.")
            % {"told": warn_of_end(), "deleted": delete_old()}
        )
