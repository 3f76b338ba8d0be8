"""Contacts in running text. Who sees which is decided when the page is shown."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class ContactsBlock(blocks.StructBlock):
    """Contacts that an editor picked, or all of some service classes.

    The block never shows what a chooser holds: it asks the page's ``StreamRecords``, which
    hold only what this reader may see. Without them, or with nothing left, it shows nothing,
    not even its title.
    """

    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    contacts = blocks.ListBlock(
        SnippetChooserBlock("soskes_directory.Contact", label=_("Contact")),
        label=_("Contacts"),
        min_num=0,
        default=[],
    )
    service_classes = blocks.ListBlock(
        SnippetChooserBlock("soskes_directory.ServiceClass", label=_("Service class")),
        label=_("All contacts of these service classes"),
        min_num=0,
        default=[],
    )

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        records = (parent_context or {}).get("soskes_records")
        context["contacts"] = records.contacts_of(value) if records else []
        return context

    class Meta:
        icon = "group"
        label = _("Contacts")
        template = "soskes_wagtail/sections/blocks/contacts.html"
