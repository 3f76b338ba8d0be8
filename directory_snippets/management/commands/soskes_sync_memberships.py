from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.services.role_sync import sync_roles


class Command(BaseCommand):
    help = (
        "Brings the groups of the roles in step with the memberships: those that began or ended "
        "today, or were changed past Django's signals. For every night. "
        "Example: manage.py soskes_sync_memberships"
    )

    def handle(self, *args, verbosity, **options):
        if not app_settings.MEMBERSHIPS:
            self.stdout.write(_("SOSKES['MEMBERSHIPS'] is False: nothing to do."))
            return
        done = sync_roles()
        if verbosity:
            self.stdout.write(_("Roles given: %(given)d, taken away: %(taken)d") % done._asdict())
