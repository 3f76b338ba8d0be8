"""Pictures and tables."""

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageBlock
from wagtail_localize.segments import StringSegmentValue


class PictureBlock(blocks.StructBlock):
    """A picture with its text for those who do not see it, and a caption."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        records = (parent_context or {}).get("soskes_records")
        image = value.get("image")
        context["is_shown"] = bool(image) and (records is None or records.shows(image))
        return context

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "soskes_wagtail/sections/blocks/picture.html"


class AccessibleTableBlock(TableBlock):
    """A table that cannot be published without header cells and a caption (WCAG 2.2, 1.3.1).

    Its cells are translated: wagtail-localize passes over Wagtail's own table blocks.
    """

    def clean(self, value):
        value = super().clean(value)
        if value and not self.is_deferred_validation:
            problems = []
            if not (value.get("first_row_is_table_header") or value.get("first_col_is_header")):
                problems.append(_("Say which cells are headers: the first row, column or both."))
            if not (value.get("table_caption") or "").strip():
                problems.append(_("Write a caption: it tells what the table is about."))
            if problems:
                raise ValidationError(_("The table is not finished."), params=ErrorList(problems))
        return value

    def get_translatable_segments(self, value):
        """Caption and cells with text, by ``caption`` and ``row:column``."""
        if not value:
            return []
        found = [("caption", value.get("table_caption") or "")]
        for row, cells in enumerate(value.get("data") or []):
            found += [(f"{row}:{column}", cell or "") for column, cell in enumerate(cells)]
        return [StringSegmentValue(path, text) for path, text in found if text.strip()]

    def restore_translated_segments(self, value, segments):
        for segment in segments:
            text = segment.render_text()
            if segment.path == "caption":
                value["table_caption"] = text
            else:
                row, column = segment.path.split(":")
                value["data"][int(row)][int(column)] = text
        return value

    class Meta:
        label = _("Table")
        template = "soskes_wagtail/sections/blocks/table.html"
