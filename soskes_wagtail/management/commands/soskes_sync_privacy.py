from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from soskes_wagtail.access.privacy import close_gaps
from soskes_wagtail.closed_images.settling import settle_images


class Command(BaseCommand):
    help = (
        "Closes language versions of SosKes pages that are more open than their source, and "
        "says which; moves image files whose collection was closed or opened. Needed after "
        "changes that Django's signals do not see, such as SQL or bulk_create; safe to run at "
        "any time.\n\n"
        "Example: manage.py soskes_sync_privacy"
    )

    def handle(self, *args, **options):
        closed = close_gaps()
        pages = Page.objects.select_related("locale").in_bulk({one.page_id for one in closed})
        for restriction in closed:
            page = pages[restriction.page_id]
            self.stdout.write(
                _("Closed: %(title)s (%(language)s, page %(id)s), %(kind)s")
                % {
                    "title": page.title,
                    "language": page.locale.language_code,
                    "id": page.pk,
                    "kind": restriction.get_restriction_type_display(),
                }
            )
        moved = settle_images()
        if moved:
            message = ngettext("%(count)s image moved", "%(count)s images moved", moved)
            self.stdout.write(message % {"count": moved})
        if closed:
            message = ngettext(
                "%(count)s restriction set", "%(count)s restrictions set", len(closed)
            )
            self.stdout.write(message % {"count": len(closed)})
        elif not moved:
            self.stdout.write(_("Nothing to close"))
