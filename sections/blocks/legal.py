"""What the law says, told plainly."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from soskes_wagtail.sections.blocks.text import NOTE_FEATURES


class StatuteChooserBlock(SnippetChooserBlock):
    """A statute; all those of a page, and their successors, come in one query."""

    def __init__(self, target_model="soskes_directory.Statute", **kwargs):
        super().__init__(target_model, **kwargs)

    def bulk_to_python(self, values):
        statutes = self.model_class.objects.select_related("successor__successor").in_bulk(values)
        return [statutes.get(pk) for pk in values]


class LegalInfoBlock(blocks.StructBlock):
    """A statute, its provisions and what they mean in practice, as somebody knew it on a day.

    Renders the statute's name, citation and link to Finlex in the language of the page, and a
    warning with the successor when the statute is no longer in force.
    """

    statute = StatuteChooserBlock(label=_("Statute"))
    provisions = blocks.CharBlock(
        label=_("Provisions"),
        required=False,
        max_length=100,
        help_text=_("For example 34 § or 11–13 §."),
    )
    summary = blocks.RichTextBlock(
        label=_("In plain language"), features=NOTE_FEATURES, required=False
    )
    as_of = blocks.DateBlock(
        label=_("As of"),
        required=False,
        help_text=_("The day on which the summary was last compared with the law."),
    )

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        statute = value.get("statute")
        in_force = statute is not None and statute.in_force and statute.is_current()
        context["statute"] = statute
        context["in_force"] = in_force
        as_of = value.get("as_of")
        amended = statute.amended_on if statute is not None else None
        context["amended_since"] = amended if as_of and amended and amended > as_of else None
        context["is_coming"] = bool(
            statute and statute.valid_from and statute.valid_from > timezone.localdate()
        )
        context["successor"] = (
            statute.latest_successor()
            if statute is not None and not in_force and statute.successor_id
            else None
        )
        return context

    class Meta:
        icon = "clipboard-list"
        label = _("What the law says")
        template = "soskes_wagtail/sections/blocks/legal_info.html"
