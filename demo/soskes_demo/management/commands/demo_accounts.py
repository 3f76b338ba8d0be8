from django.core.management.base import BaseCommand

from soskes_demo.accounts import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = (
        "Prints the address and the accounts of the demo. Example: manage.py demo_accounts "
        "--port 8000"
    )

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="port of the server")

    def handle(self, *args, port, **options):
        site = f"http://127.0.0.1:{port}"
        self.stdout.write(f"\nMediKes  {site}/\nSosKes   {site}/soskes/\nAdmin    {site}/admin/\n")
        for account in ACCOUNTS:
            self.stdout.write(f"{account.username:<15}{PASSWORD:<14}{account.about}")
        self.stdout.write("")
