"""Panels that several forms share, in the order in which an editor thinks."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel


class PtvHint(HelpPanel):
    """Says that a record is PTV's, where it is."""

    def __init__(self, **kwargs):
        kwargs.setdefault("template", "soskes_wagtail/directory_snippets/admin/ptv_hint.html")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            return bool(self.instance.ptv_id)


def in_three(field: str, heading, first=()):
    """Finnish first, and the other languages beside each other under it."""
    return MultiFieldPanel(
        [
            *first,
            FieldPanel(f"{field}_fi"),
            FieldRowPanel([FieldPanel(f"{field}_sv"), FieldPanel(f"{field}_en")]),
        ],
        heading=heading,
    )


class ShownInlinePanel(InlinePanel):
    """Rows that the form leaves out for those who are not shown them."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs):
            form, relation = kwargs["form"], kwargs["panel"].relation_name
            self.is_left_out = form is not None and relation not in form.formsets
            super().__init__(**kwargs | ({"form": None} if self.is_left_out else {}))

        def is_shown(self):
            return not self.is_left_out and super().is_shown()


def channels(relation: str = "channels"):
    return ShownInlinePanel(
        relation,
        heading=_("Phone numbers and addresses"),
        label=_("number or address"),
        panels=[
            FieldRowPanel([FieldPanel("kind"), FieldPanel("value")]),
            FieldPanel("label_fi"),
            FieldRowPanel([FieldPanel("label_sv"), FieldPanel("label_en")]),
            FieldRowPanel([FieldPanel("charge"), FieldPanel("charge_note")]),
        ],
        classname="collapsed",
    )


def hours():
    return InlinePanel(
        "hours",
        heading=_("Opening hours"),
        label=_("day"),
        panels=[
            FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens_at"), FieldPanel("closes_at")]),
            FieldRowPanel([FieldPanel("is_closed"), FieldPanel("always_open")]),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
            FieldPanel("note_fi"),
            FieldRowPanel([FieldPanel("note_sv"), FieldPanel("note_en")]),
        ],
        classname="collapsed",
    )


def address():
    return MultiFieldPanel(
        [
            FieldPanel("street_fi"),
            FieldRowPanel([FieldPanel("postal_code"), FieldPanel("post_office_fi")]),
            FieldPanel("address_note_fi"),
            FieldPanel("postal_address_fi"),
            FieldRowPanel([FieldPanel("street_sv"), FieldPanel("street_en")]),
            FieldRowPanel([FieldPanel("post_office_sv"), FieldPanel("post_office_en")]),
            FieldRowPanel([FieldPanel("address_note_sv"), FieldPanel("address_note_en")]),
            FieldRowPanel([FieldPanel("postal_address_sv"), FieldPanel("postal_address_en")]),
        ],
        heading=_("Address"),
        classname="collapsed",
    )


def validity(*, successor: bool = False):
    dates = FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")])
    return MultiFieldPanel(
        [dates, FieldPanel("successor")] if successor else [dates],
        heading=_("In force"),
        help_text=_("What has ended is not deleted: say when it ended and what replaced it.")
        if successor
        else "",
    )


def upkeep(*extra):
    """Who may see it and when somebody looked."""
    return MultiFieldPanel(
        [FieldRowPanel([FieldPanel("audience"), FieldPanel("checked_on")]), *extra],
        heading=_("Visibility and checking"),
    )


def technical(*panels):
    return MultiFieldPanel(list(panels), heading=_("Technical data"), classname="collapsed")
