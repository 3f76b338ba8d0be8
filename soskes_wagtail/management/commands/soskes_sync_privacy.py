from django.core.management.base import BaseCommand
from wagtail.models import Page

from soskes_wagtail.access.privacy import close_gaps


class Command(BaseCommand):
    help = (
        "Closes language versions of SosKes pages that are more open than their source, and "
        "says which. Needed after changes that Django's signals do not see, such as SQL or "
        "bulk_create; safe to run at any time, opens nothing.\n\n"
        "Example: manage.py soskes_sync_privacy"
    )

    def handle(self, *args, **options):
        closed = close_gaps()
        pages = Page.objects.select_related("locale").in_bulk({one.page_id for one in closed})
        for restriction in closed:
            page = pages[restriction.page_id]
            self.stdout.write(
                f"closed: {page.title} ({page.locale.language_code}, page {page.pk}): "
                f"{restriction.restriction_type}"
            )
        self.stdout.write(f"{len(closed)} restrictions set" if closed else "nothing to close")
