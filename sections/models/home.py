from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from soskes_wagtail.sections.models.base import ContentPageMixin


class SosKesHomePageMixin(ContentPageMixin):
    """The network's own home, anywhere in the host's tree."""

    is_soskes_home = True

    class Meta:
        abstract = True


class SosKesHomePage(SosKesHomePageMixin, Page):
    template = "soskes_wagtail/sections/home_page.html"

    class Meta:
        verbose_name = _("SosKes home page")
        verbose_name_plural = _("SosKes home pages")
