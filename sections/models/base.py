"""What the page types share: a summary, running content, and the records it needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from soskes_wagtail.pages import SoskesPageMixin
from soskes_wagtail.sections.blocks import BodyBlock
from soskes_wagtail.sections.services.stream_records import StreamRecords
from soskes_wagtail.sections.services.view_restrictions import RoutedPrivacyMixin


class ContentPageMixin(RoutedPrivacyMixin, SoskesPageMixin, models.Model):
    """A page with a summary for lists and search, and a body of blocks."""

    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One or two sentences. Shown at the top of the page and in lists."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["soskes_records"] = StreamRecords(self, context["viewer"], request)
        return context
