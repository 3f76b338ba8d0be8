from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from soskes_wagtail.person_data.erase import erase_person
from soskes_wagtail.person_data.lookup import find_person


class Command(BaseCommand):
    help = (
        "Takes a person out of SosKes: deletes what is theirs, takes the name off what others "
        "need, and closes the account. Says what was kept and why. This cannot be undone; take "
        "soskes_export_person first. Example: manage.py soskes_erase_person anna --yes"
    )

    def add_arguments(self, parser):
        parser.add_argument("user", metavar="USER", help="username, e-mail address or id")
        parser.add_argument("--yes", action="store_true", help="really erase the person")

    def handle(self, *args, user, yes=False, **options):
        person = find_person(user)
        if not yes:
            raise CommandError(
                _("This erases %(user)s for good. Say --yes if you mean it.") % {"user": person}
            )
        try:
            done = erase_person(person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for part, what in done:
            self.stdout.write(
                _("%(part)s: deleted %(deleted)s, anonymised %(anonymised)s, kept %(kept)s")
                % {
                    "part": part.heading,
                    "deleted": what.deleted,
                    "anonymised": what.anonymised,
                    "kept": what.kept,
                }
            )
            if what.why:
                self.stdout.write(f"  {what.why}")
        self.stdout.write(
            _("What people have written about the person in texts is not found by this command.")
        )
