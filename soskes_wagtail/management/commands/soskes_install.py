from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from soskes_wagtail.install import InstallContext, steps
from soskes_wagtail.install.locales import ensure_locales
from soskes_wagtail.management.output import print_counts


class Command(BaseCommand):
    help = (
        "Puts SosKes into this site: groups, permissions, region data and a page tree under an "
        "existing page. Safe to run again: what is there stays as it is. "
        "Example: manage.py soskes_install --parent 3"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--parent",
            type=int,
            help="id of the page under which SosKes goes (default: the default site's root page)",
        )

    def handle(self, *args, parent=None, **options):
        page = _parent_page(parent)
        context = InstallContext(parent=page)
        with transaction.atomic():
            ensure_locales(context)
            for step in steps():
                step.install(context)
        print_counts(self.stdout, _("Created"), context.created)
        print_counts(self.stdout, _("Was there already"), context.existing)
        if context.home:
            url = context.home.full_url or context.home.url_path
            self.stdout.write(_("SosKes is at %(url)s") % {"url": url})


def _parent_page(parent: int | None) -> Page:
    if parent is None:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            raise CommandError(
                _("This installation has no default site. Make one, or give --parent ID.")
            )
        return site.root_page
    page = Page.objects.filter(pk=parent).first()
    if page is None:
        raise CommandError(_("There is no page with the id %(id)s.") % {"id": parent})
    if page.depth == 1:
        raise CommandError(
            _("The page %(id)s is the root of the page tree. Choose a page of a site.")
            % {"id": parent}
        )
    return page
