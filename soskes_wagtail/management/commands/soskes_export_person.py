from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from soskes_wagtail.access import audit
from soskes_wagtail.person_data.export import as_html, as_json, held_about
from soskes_wagtail.person_data.lookup import find_person


class Command(BaseCommand):
    help = (
        "Writes everything that SosKes holds about one person into a folder: person.json, "
        "person.html to read, and files such as a photo. USER is a username, an e-mail address or "
        "an id. Example: manage.py soskes_export_person anna --output /tmp/anna"
    )

    def add_arguments(self, parser):
        parser.add_argument("user", metavar="USER", help="username, e-mail address or id")
        parser.add_argument(
            "--output", metavar="DIR", help="folder (default: soskes-person-ID, made here)"
        )

    def handle(self, *args, user, output=None, **options):
        person = find_person(user)
        held = held_about(person)
        files = {
            "person.json": as_json(person, held).encode(),
            "person.html": as_html(person, held).encode(),
        }
        for one in held:
            files |= {Path(name).name: content for name, content in one.files.items()}
        folder = Path(output or f"soskes-person-{person.pk}")
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for name, content in files.items():
                _write(folder / name, content)
        except OSError as error:
            raise CommandError(
                _("The folder %(folder)s cannot be written: %(error)s")
                % {"folder": folder, "error": error.strerror}
            ) from error
        command = {"command": "soskes_export_person"}
        audit.record("person.exported", actor=None, subject=person, data=command)
        for name in files:
            self.stdout.write(str(folder / name))


def _write(path: Path, content: bytes) -> None:
    """For the eyes of who runs the command only: it is all about one person."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_bytes(content)
