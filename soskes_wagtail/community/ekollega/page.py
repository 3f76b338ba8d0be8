"""The page of eKollega, with everything below it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from soskes_wagtail.community.attachments.views import AttachmentRoutesMixin
from soskes_wagtail.community.ekollega.views.routes import EkollegaRoutesMixin
from soskes_wagtail.pages import SoskesPageMixin, SoskesRoutablePageMixin
from soskes_wagtail.sections.services.view_restrictions import RoutedPrivacyMixin


class EkollegaPageMixin(
    EkollegaRoutesMixin,
    AttachmentRoutesMixin,
    SoskesRoutablePageMixin,
    RoutedPrivacyMixin,
    SoskesPageMixin,
    models.Model,
):
    """Discussions of colleagues. Page privacy decides who gets in at all: whoever may open no
    eKollega page is told nothing of any group, in search and notices either."""

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("What this is for, in a few words.")
    )
    rules = models.TextField(
        _("rules"),
        blank=True,
        help_text=_("Shown where people write. What is said about clients, for instance."),
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("rules")]

    class Meta:
        abstract = True


class EkollegaPage(EkollegaPageMixin, Page):
    template = "soskes_wagtail/community/ekollega/index.html"
    parent_page_types = ["soskes_sections.SosKesHomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("eKollega page")
        verbose_name_plural = _("eKollega pages")
