"""Events and trainings: a list of them, and one page each."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from soskes_wagtail.access import viewer_for
from soskes_wagtail.directory_snippets.models import Area, Organisation
from soskes_wagtail.pages import SoskesRoutablePageMixin
from soskes_wagtail.sections.forms import EventFilterForm
from soskes_wagtail.sections.models.base import ContentPageMixin
from soskes_wagtail.sections.services import calendar, events
from soskes_wagtail.sections.services.event_time import event_time

EVENTS_PER_PAGE = 20


class EventTag(TagBase):
    """Tags of events are the network's own: the host's tags stay as they are."""

    free_tagging = True

    class Meta:
        verbose_name = _("event tag")
        verbose_name_plural = _("event tags")


class TaggedEvent(ItemBase):
    tag = models.ForeignKey(EventTag, related_name="tagged_events", on_delete=models.CASCADE)
    content_object = ParentalKey(
        "soskes_sections.EventPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class EventListingPageMixin(SoskesRoutablePageMixin, ContentPageMixin):
    """A calendar of events: upcoming ones first, past ones on a page of their own."""

    class Meta:
        abstract = True

    @property
    def soskes_topic(self):
        return f"series:{self.pk}"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        chosen = events.EventFilter.from_query(request.GET)
        found = events.listed(viewer_for(request), self, chosen)
        page = Paginator(found, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
        page.object_list = events.with_addresses(page.object_list, self, request)
        choices = events.filter_choices(viewer_for(request), self)
        context.update(events=page, chosen=chosen, filter_form=EventFilterForm(chosen, choices))
        return context

    @path("kalenteri/", name="calendar")
    def calendar_view(self, request):
        """The events of the list as iCalendar (RFC 5545), with the same filter."""
        chosen = events.EventFilter.from_query(request.GET)
        found = events.listed(viewer_for(request), self, chosen)[: calendar.MAX_EVENTS]
        found = events.with_addresses(found, self, request)
        return _ical(calendar.render(found, name=self.title), f"{self.slug}.ics")


class EventListingPage(EventListingPageMixin, Page):
    soskes_may_be_kept = True
    template = "soskes_wagtail/sections/event_listing_page.html"
    parent_page_types = ["soskes_sections.SosKesHomePage", "soskes_sections.ServiceSectionPage"]
    subpage_types = ["soskes_sections.EventPage"]

    class Meta:
        verbose_name = _("event list")
        verbose_name_plural = _("event lists")


class EventPageMixin(SoskesRoutablePageMixin, ContentPageMixin):
    """A training, meeting or other event, with its place, organiser and calendar file."""

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    all_day = models.BooleanField(_("lasts all day"), default=False)
    place = models.CharField(
        _("place"), max_length=255, blank=True, help_text=_("Name and street address.")
    )
    online_url = models.URLField(
        _("link to take part online"),
        max_length=500,
        blank=True,
        help_text=_("Shown to those who may see this page."),
    )
    organiser = models.ForeignKey(
        Organisation,
        verbose_name=_("organiser"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    organiser_name = models.CharField(
        _("organiser in words"),
        max_length=255,
        blank=True,
        help_text=_("When the organiser is not in the directory."),
    )
    areas = ParentalManyToManyField(
        Area,
        verbose_name=_("municipalities"),
        blank=True,
        related_name="+",
        help_text=_("Empty: for the whole network."),
    )
    section = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The section that this event is about."),
    )
    tags = ClusterTaggableManager(
        through="soskes_sections.TaggedEvent", verbose_name=_("tags"), blank=True
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("all_day"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel([FieldPanel("place"), FieldPanel("online_url")], heading=_("Where")),
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("organiser"), FieldPanel("organiser_name")], heading=_("Who organises")
        ),
        MultiFieldPanel(
            [FieldPanel("section"), FieldPanel("areas"), FieldPanel("tags")],
            heading=_("For whom"),
        ),
    ]
    search_fields = [*ContentPageMixin.search_fields, index.SearchField("place")]
    override_translatable_fields = [SynchronizedField("online_url")]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.ends_at and self.starts_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("The event cannot end before it starts.")})

    @property
    def last_moment(self):
        """When the event is over: its end; the end of the day when only a start is known."""
        if self.ends_at and not self.all_day:
            return self.ends_at
        last = timezone.localtime(self.ends_at or self.starts_at)
        return last.replace(hour=23, minute=59, second=59)

    @property
    def is_past(self) -> bool:
        return self.last_moment < timezone.now()

    @property
    def when(self) -> str:
        """The time in words: ``ti 1.12.2026 klo 9.00–15.00``, in the active language."""
        return event_time(self.starts_at, self.ends_at, self.all_day)

    @property
    def shown_start(self):
        """A date for an event that lasts all day, otherwise a local date and time."""
        local = timezone.localtime(self.starts_at)
        return local.date() if self.all_day else local

    @property
    def shown_end(self):
        if not self.ends_at:
            return None
        local = timezone.localtime(self.ends_at)
        if self.all_day:
            return local.date() if local.date() != self.shown_start else None
        return local

    @property
    def tag_names(self) -> list[str]:
        return [tag.name for tag in self.tags.all()]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context.update(events.details(viewer_for(request), self))
        return context

    @path("kalenteri/", name="calendar")
    def calendar_view(self, request):
        """This event as iCalendar (RFC 5545)."""
        self.address = self.get_full_url(request)
        return _ical(calendar.render([self], name=self.title), f"{self.slug}.ics")


class EventPage(EventPageMixin, Page):
    soskes_may_be_kept = True
    template = "soskes_wagtail/sections/event_page.html"
    parent_page_types = ["soskes_sections.EventListingPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")


def _ical(content: bytes, filename: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
