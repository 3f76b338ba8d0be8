from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index


class HomePage(Page):
    """Front page of the host: a greeting and the health pages below it."""

    intro = models.TextField("johdanto", blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = "MediKesin etusivu"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["health_pages"] = HealthPage.objects.child_of(self).live().public()
        return context


class HealthPage(Page):
    """What the host is for: a page about a hospital, a clinic or a laboratory."""

    intro = models.TextField("johdanto", blank=True)
    body = RichTextField("teksti", blank=True)
    opening_hours = models.CharField("aukioloajat", max_length=255, blank=True)
    phone = models.CharField("puhelin", max_length=50, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("opening_hours"),
        FieldPanel("phone"),
    ]
    parent_page_types = ["home.HomePage", "home.HealthPage"]

    class Meta:
        verbose_name = "terveyssivu"


class BareRecord(index.Indexed, models.Model):
    """The least a Wagtail snippet can be: found by Wagtail's search, and in its reference index.
    ``python -m bench`` measures imports against it; nothing else uses it."""

    name = models.CharField(max_length=255)
    text = models.TextField()
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")

    search_fields = [index.SearchField("name"), index.SearchField("text")]

    def __str__(self):
        return self.name


class BarePage(Page):
    """The least a Wagtail page can be. ``python -m bench`` measures the others against it."""

    body = models.TextField()

    is_creatable = False
