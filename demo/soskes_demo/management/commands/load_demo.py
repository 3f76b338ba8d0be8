from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from soskes_demo.accounts import ensure_accounts
from soskes_demo.consultations import ensure_consultations
from soskes_demo.discussions import ensure_discussions
from soskes_demo.host_pages import ensure_host_pages
from soskes_demo.licences import ensure_licences, ensure_waiting
from soskes_demo.marketplace import ensure_ads
from soskes_demo.notices import ensure_notices
from soskes_demo.people import ensure_people
from soskes_demo.records import ensure_records
from soskes_demo.search_words import ensure_search_words
from soskes_demo.swedish import ensure_swedish_pages


class Command(BaseCommand):
    help = (
        "Fills the demo: pages of the imaginary MediKes, SosKes below them, example records and "
        "accounts. Safe to run again. Example: manage.py load_demo"
    )

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="port of the server")

    def handle(self, *args, port, verbosity, **options):
        if settings.PRODUCTION:
            raise CommandError("load_demo makes accounts with known passwords: not on a server.")
        home = ensure_host_pages(port)
        call_command("soskes_install", parent=home.pk, verbosity=verbosity, stdout=self.stdout)
        made = ensure_records()
        made["translations"] = ensure_swedish_pages()
        made["licences"] = ensure_licences()
        made["accounts"] = ensure_accounts()
        ensure_waiting()
        made["consultations"] = ensure_consultations()
        made.update(ensure_discussions())
        made["people"] = ensure_people()
        made["ads"] = ensure_ads()
        made["search words"] = ensure_search_words()
        made["notices"] = ensure_notices()
        if verbosity:
            parts = ", ".join(f"{number} {name}" for name, number in made.items())
            self.stdout.write(f"Demo: made {parts}")
