from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from soskes_wagtail.sections.models.base import ContentPageMixin


class ServiceSectionPageMixin(ContentPageMixin):
    """A branch of the field, such as child welfare: texts, law, and who does this where."""

    service_classes = ParentalManyToManyField(
        "soskes_directory.ServiceClass",
        verbose_name=_("service classes"),
        blank=True,
        related_name="+",
        help_text=_(
            "The page shows who handles these, and the classes under them, in each municipality."
        ),
    )
    show_who_does_what = models.BooleanField(
        _("show who does this where"),
        default=True,
        help_text=_("Needs at least one service class."),
    )

    content_panels = [
        *ContentPageMixin.content_panels,
        MultiFieldPanel(
            [FieldPanel("service_classes"), FieldPanel("show_who_does_what")],
            heading=_("Who does this where"),
        ),
    ]
    override_translatable_fields = [SynchronizedField("service_classes", overridable=False)]

    class Meta:
        abstract = True


class ServiceSectionPage(ServiceSectionPageMixin, Page):
    template = "soskes_wagtail/sections/section_page.html"
    parent_page_types = [
        "soskes_sections.SosKesHomePage",
        "soskes_sections.ServiceSectionPage",
    ]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
