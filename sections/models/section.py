from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from soskes_wagtail.directory_snippets.exports.selection import of_classes
from soskes_wagtail.directory_snippets.models import Area, ServiceClass
from soskes_wagtail.sections.models.base import ContentPageMixin
from soskes_wagtail.sections.models.exports import ContactExportsMixin
from soskes_wagtail.sections.services.listings import child_cards
from soskes_wagtail.sections.services.who_section import (
    GROUP,
    PARAMETER,
    asked_municipality,
    who_section,
)


class ServiceSectionPageMixin(ContactExportsMixin, ContentPageMixin):
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

    @property
    def soskes_topic(self):
        return f"section:{self.pk}"

    def soskes_kept_variant(self, request):
        """The quick form's answer, too: one face for each municipality there is, as long as no
        client group is chosen."""
        if set(request.GET) <= {PARAMETER, GROUP} and not request.GET.get(GROUP):
            slug = asked_municipality(request.GET)
            if slug and Area.objects.municipalities().filter(slug=slug).exists():
                return f"{PARAMETER}={slug}"
        return super().soskes_kept_variant(request)

    def exported_contacts(self):
        return of_classes(self.service_classes.all())

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["cards"] = child_cards(self, context["viewer"], request)
        if self.show_who_does_what:
            classes = self.service_classes.all()
            if not isinstance(classes, models.QuerySet):  # a preview of what is not saved yet
                classes = ServiceClass.objects.filter(pk__in=[c.pk for c in classes])
            context["who"] = who_section(self, classes, context["viewer"], request)
        return context


class ServiceSectionPage(ServiceSectionPageMixin, Page):
    soskes_may_be_kept = True
    template = "soskes_wagtail/sections/section_page.html"
    parent_page_types = [
        "soskes_sections.SosKesHomePage",
        "soskes_sections.ServiceSectionPage",
    ]

    class Meta:
        verbose_name = _("section page")
        verbose_name_plural = _("section pages")
