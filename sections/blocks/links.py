"""Lists of links and of documents, shown as far as the reader may follow them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock


class LinkBlock(blocks.StructBlock):
    """A page of this site, or an address elsewhere."""

    text = blocks.CharBlock(
        label=_("Link text"),
        required=False,
        max_length=200,
        help_text=_("Empty: the title of the page."),
    )
    page = blocks.PageChooserBlock(label=_("Page of this site"), required=False)
    url = blocks.URLBlock(label=_("Address elsewhere"), required=False)
    note = blocks.CharBlock(label=_("What is found there"), required=False, max_length=250)

    def clean(self, value):
        value = super().clean(value)
        if bool(value.get("page")) == bool(value.get("url")):
            message = _("Choose either a page of this site or an address elsewhere.")
            raise StructBlockValidationError({"url": ValidationError(message)})
        if value.get("url") and not value.get("text"):
            raise StructBlockValidationError({"text": ValidationError(_("Write the link text."))})
        return value

    class Meta:
        icon = "link"
        label = _("Link")


class LinkListBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        records = (parent_context or {}).get("soskes_records")
        context["links"] = records.links_of(value) if records else []
        return context

    class Meta:
        icon = "link"
        label = _("Links")
        template = "soskes_wagtail/sections/blocks/links.html"


class DocumentsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    documents = blocks.ListBlock(
        DocumentChooserBlock(label=_("Document")), label=_("Documents"), min_num=1
    )

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        records = (parent_context or {}).get("soskes_records")
        context["documents"] = records.documents_of(value) if records else []
        return context

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "soskes_wagtail/sections/blocks/documents.html"
