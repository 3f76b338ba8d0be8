from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from soskes_wagtail.retention import apply_retention


class Command(BaseCommand):
    help = (
        "Deletes what has been kept long enough, by the days of SOSKES['RETENTION_DAYS']; for a "
        "nightly job. With --dry-run it only counts. Example: manage.py soskes_apply_retention"
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count, and delete nothing")

    def handle(self, *args, dry_run=False, **options):
        text = _("%(label)s: %(count)s due (%(days)s days)")
        if not dry_run:
            text = _("%(label)s: %(count)s deleted (%(days)s days)")
        try:
            done = apply_retention(dry_run=dry_run)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        for rule, count in done:
            self.stdout.write(text % {"label": rule.label, "count": count, "days": rule.kept_days})
        if not done:
            self.stdout.write(_("Everything is kept for ever."))
