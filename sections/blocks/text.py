"""Blocks of plain text: heading, paragraph, callout, accordion."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

#: What an editor may do inside running text. Headings stop at h3: h2 is the heading block's.
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
NOTE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "soskes_wagtail/sections/blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "soskes_wagtail/sections/blocks/paragraph.html"


class CalloutBlock(blocks.StructBlock):
    """Something that must not be missed."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("info", _("Good to know")), ("important", _("Important"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=NOTE_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "soskes_wagtail/sections/blocks/callout.html"


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "list-ul"
        label = _("Part")


class AccordionBlock(blocks.StructBlock):
    """Parts that the reader opens one by one."""

    items = blocks.ListBlock(AccordionItemBlock(), label=_("Parts"), min_num=1)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        # In a template ``value.items`` is the dictionary's method.
        context["parts"] = value["items"]
        return context

    class Meta:
        icon = "collapse-down"
        label = _("Accordion")
        template = "soskes_wagtail/sections/blocks/accordion.html"
