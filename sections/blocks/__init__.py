"""Blocks that an editor builds pages of."""

from wagtail import blocks

from soskes_wagtail.sections.blocks.contacts import ContactsBlock
from soskes_wagtail.sections.blocks.events import UpcomingEventsBlock
from soskes_wagtail.sections.blocks.legal import LegalInfoBlock
from soskes_wagtail.sections.blocks.links import DocumentsBlock, LinkListBlock
from soskes_wagtail.sections.blocks.media import AccessibleTableBlock, PictureBlock
from soskes_wagtail.sections.blocks.text import (
    AccordionBlock,
    CalloutBlock,
    HeadingBlock,
    ParagraphBlock,
)


class BodyBlock(blocks.StreamBlock):
    """The running content of every page."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    legal_info = LegalInfoBlock()
    callout = CalloutBlock()
    contacts = ContactsBlock()
    links = LinkListBlock()
    documents = DocumentsBlock()
    accordion = AccordionBlock()
    picture = PictureBlock()
    table = AccessibleTableBlock()
    events = UpcomingEventsBlock()


__all__ = [
    "AccessibleTableBlock",
    "AccordionBlock",
    "BodyBlock",
    "CalloutBlock",
    "ContactsBlock",
    "DocumentsBlock",
    "HeadingBlock",
    "LegalInfoBlock",
    "LinkListBlock",
    "ParagraphBlock",
    "PictureBlock",
    "UpcomingEventsBlock",
]
