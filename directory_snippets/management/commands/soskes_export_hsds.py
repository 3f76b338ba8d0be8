from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from soskes_wagtail.access import audit
from soskes_wagtail.directory_snippets.hsds.export import export
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES


class Command(BaseCommand):
    help = (
        "Writes the public records of the directory as Open Referral HSDS 3.0 JSON, one file a "
        "kind, for other systems. Nothing that only signed-in people see is in them. "
        "Example: manage.py soskes_export_hsds hsds/ --language sv"
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path, help="folder for the files")
        parser.add_argument(
            "--language",
            choices=FALLBACK_LANGUAGES,
            default=FALLBACK_LANGUAGES[0],
            help="language of the texts; what is missing in it falls back to fi, sv, en",
        )

    def handle(self, *args, folder, language, **options):
        try:
            counts = export(folder.absolute(), language)
        except OSError as error:
            raise CommandError(f"{error.filename or folder}: {error.strerror}") from None
        audit.record("export.hsds", actor=None, data={"language": language})
        for name, number in counts.items():
            self.stdout.write(f"{folder / name}  {number}")
