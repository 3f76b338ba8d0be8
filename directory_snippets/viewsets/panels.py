"""Panels that several forms share, in the order in which an editor thinks."""

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import panels
from wagtail.admin.panels import FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.rich_text import get_text_for_indexing

from soskes_wagtail.directory_snippets.services.ptv_owned import PTV_URL, is_from_ptv, public_url

TEMPLATES = "soskes_wagtail/directory_snippets/admin"


class PtvHint(HelpPanel):
    """Says that a record is PTV's, where it is, and where to change it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("template", f"{TEMPLATES}/ptv_hint.html")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            return is_from_ptv(self.instance)

        def get_context_data(self, parent_context=None):
            record = self.instance
            return super().get_context_data(parent_context) | {
                "ptv_url": PTV_URL,
                "public_url": public_url(record),
                "identifier": getattr(record, "ptv_id", None),
                "is_withdrawn": bool(getattr(record, "withdrawn_at", None)),
            }


class FieldPanel(panels.FieldPanel):
    """A field, only to be read where PTV owns it (the form has left it out)."""

    def format_value_for_display(self, value):
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if isinstance(self.db_field, RichTextField):
            return get_text_for_indexing(value)
        if callable(getattr(value, "all", None)):
            value = ", ".join(str(record) for record in value.all())
        return "–" if value in (None, "") else super().format_value_for_display(value)

    class BoundPanel(panels.FieldPanel.BoundPanel):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            if self.bound_field is None and self.field_name in _owned(self.form):
                self.read_only = True
                field = self.panel.db_field
                self.heading = self.panel.heading or capfirst(field.verbose_name)
                self.help_text = ""


def _owned(form) -> frozenset[str]:
    return getattr(form, "owned_by_ptv", frozenset())


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


class InlinePanel(panels.InlinePanel):
    """Rows that the form leaves out: for those who are not shown them, or since PTV owns them;
    then they are there to be read."""

    class BoundPanel(panels.InlinePanel.BoundPanel):
        def __init__(self, **kwargs):
            form, relation = kwargs["form"], kwargs["panel"].relation_name
            self.is_left_out = form is not None and relation not in form.formsets
            self.is_owned = self.is_left_out and relation in _owned(form)
            super().__init__(**kwargs | ({"form": None} if self.is_left_out else {}))
            if self.is_owned:
                self.template_name = f"{TEMPLATES}/owned_rows.html"

        def is_shown(self):
            return self.is_owned or (not self.is_left_out and super().is_shown())

        def get_context_data(self, parent_context=None):
            if not self.is_owned:
                return super().get_context_data(parent_context)
            rows = getattr(self.instance, self.panel.relation_name).all()
            return {"self": self, "rows": [(row, _remarks(row)) for row in rows]}

        def telepath_pack(self, context):
            if not self.is_owned:
                return super().telepath_pack(context)
            kind = {"type": type(self.panel).__name__, "prefix": self.prefix}
            return ("wagtail.panels.Panel", [kind])  # no rows for a script to handle


def _remarks(row) -> str:
    """What beside its own name an editor wants to read of a row."""
    parts = [getattr(row, "label", ""), getattr(row, "charge_note", ""), getattr(row, "note", "")]
    return ", ".join(part for part in parts if part)


def channels(relation: str = "channels"):
    return InlinePanel(
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
            FieldRowPanel(
                [
                    FieldPanel("is_closed"),
                    FieldPanel("always_open"),
                    FieldPanel("by_appointment"),
                ]
            ),
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
