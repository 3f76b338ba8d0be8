from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from soskes_wagtail.community.attachments.views import AttachmentRoutesMixin
from soskes_wagtail.community.marketplace.routes import MarketplaceRoutesMixin
from soskes_wagtail.sections.models.base import ContentPageMixin


class MarketplacePageMixin(MarketplaceRoutesMixin, AttachmentRoutesMixin, ContentPageMixin):
    """The list of ads and all that is done with them; see ``routes`` for the addresses below."""

    class Meta:
        abstract = True


class MarketplacePage(MarketplacePageMixin, Page):
    template = "soskes_wagtail/community/marketplace/list.html"
    parent_page_types = ["soskes_sections.SosKesHomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("marketplace")
        verbose_name_plural = _("marketplaces")
