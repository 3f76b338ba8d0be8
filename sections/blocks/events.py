"""The next events, in running text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class UpcomingEventsBlock(blocks.StructBlock):
    """The next events that the reader may see; on a section's page those about the section."""

    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    only_here = blocks.BooleanBlock(
        label=_("Only events about this page's section"), required=False
    )
    limit = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=20, default=5)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        records = (parent_context or {}).get("soskes_records")
        context["events"] = records.events_of(value) if records else []
        return context

    class Meta:
        icon = "calendar-alt"
        label = _("Upcoming events")
        template = "soskes_wagtail/sections/blocks/events.html"
