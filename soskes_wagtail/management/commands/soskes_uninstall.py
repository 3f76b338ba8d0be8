from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from soskes_wagtail.install import InstallContext, steps
from soskes_wagtail.install.locales import remove_locales
from soskes_wagtail.management.output import print_counts
from soskes_wagtail.models import InstalledObject


class Command(BaseCommand):
    help = (
        "Takes SosKes out of this site: its pages, records, groups and files. The host's own "
        "content stays as it was. This cannot be undone: take a backup first. "
        "Example: manage.py soskes_uninstall --yes"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--yes", action="store_true", help="really remove everything that belongs to SosKes"
        )

    def handle(self, *args, yes=False, **options):
        if not yes:
            raise CommandError(
                _("This removes all SosKes pages, records and groups. Say --yes if you mean it.")
            )
        context = InstallContext()
        with transaction.atomic():
            for step in reversed(steps()):
                step.uninstall(context)
            remove_locales(context)
            InstalledObject.objects.all().delete()
        print_counts(self.stdout, _("Removed"), context.removed)
