"""The three tables: which columns each has, and by what its rows are known again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.directory_snippets.models import (
    Contact,
    ContactChannel,
    Organisation,
    Unit,
)
from soskes_wagtail.directory_snippets.sheets import cells, links
from soskes_wagtail.directory_snippets.sheets.cells import LANGUAGES, Cell, Line, ShownText, Text
from soskes_wagtail.directory_snippets.sheets.names import folded
from soskes_wagtail.directory_snippets.sheets.ways import Ways

ID = cells.Shown(
    "id",
    label=_("SosKes ID"),
    guide=_("Leave it as it is: it tells which row this is. Empty in a new row."),
)
_SEVERAL = _("Names or codes; several apart by semicolons.")
_YES_OR_NO = _("yes or no")
_DATE = _("For example 24.12.2026.")


@dataclass(frozen=True)
class Kind:
    """``base``: columns that a row and a record must agree on to be taken for the same;
    ``telling``: of these, one more; ``codes``: columns that tell by themselves."""

    key: str
    model: type[Model]
    label: Any
    cells: tuple[Cell, ...]
    base: tuple[str, ...]
    telling: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    shown_texts: tuple[tuple[str, Any], ...] = ()

    def cell(self, key: str) -> Cell:
        return next(cell for cell in self.cells if cell.key == key)

    def rows(self) -> QuerySet:
        """All records with what the cells show of them."""
        rows = self.model._default_manager.select_related(*self.related)
        return rows.prefetch_related(*self.prefetched).order_by("pk")

    def find_cell(self, heading: str) -> Cell | None:
        """The column that a heading means, in whichever language it is."""
        return self._headings.get(_key(heading))

    @cached_property
    def _headings(self) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        for cell in self.cells:
            for _language, heading in cell.headings(self.model):
                found.setdefault(_key(heading), cell)
        for base, label in self.shown_texts:
            for language in LANGUAGES:
                cell = self.cell(f"{base}_{language}")
                shown = ShownText(**{**vars(cell), "label": label})
                for spoken, heading in shown.headings(self.model):
                    if spoken == language:
                        found.setdefault(_key(heading), shown)
        return found


def _key(heading: str) -> str:
    return folded(heading).rstrip(" :*")


def _in_three(base: str, kind: type[Cell] = Line, **more) -> tuple[Cell, ...]:
    first = {"needed": more.pop("needed", False)}
    made = [kind(f"{base}_{language}", **more) for language in LANGUAGES]
    return (replace(made[0], **first), *made[1:])


def _ways() -> tuple[Cell, ...]:
    return (
        Ways(
            "phone",
            ContactChannel.Kind.PHONE,
            label=_("Phone"),
            guide=_("Several apart by semicolons."),
        ),
        Ways(
            "email",
            ContactChannel.Kind.EMAIL,
            label=_("E-mail"),
            guide=_("Several apart by semicolons."),
        ),
        Ways(
            "web",
            ContactChannel.Kind.WEB,
            label=_("Web address"),
            guide=_("Several apart by semicolons."),
        ),
    )


_ADDRESS = (
    *_in_three("street"),
    cells.PostalCode("postal_code"),
    *_in_three("post_office"),
    *_in_three("address_note"),
    *_in_three("postal_address"),
)
_UPKEEP = (
    cells.Day("checked_on", also=(_("Last checked"),), guide=_DATE),
    cells.Day("valid_from", guide=_DATE),
    cells.Day("valid_to", guide=_("The last day. Empty: still in force.")),
)
_EXAMPLE = cells.YesNo("is_example", also=(_("Example"),), guide=_YES_OR_NO)

CONTACTS = Kind(
    "contacts",
    Contact,
    _("Contacts"),
    (
        ID,
        *_in_three("role_title", needed=True),
        *_in_three("task"),
        Line("person_name", also=(_("Person"),)),
        cells.Phone("phone", also=(_("Phone"),), guide=_("A phone number or an e-mail is needed.")),
        cells.Phone("direct_phone", also=(_("Direct line"),)),
        Line("email", also=(_("E-mail"),)),
        links.OrganisationLink(
            "organisation",
            also=(_("Organisation"),),
            guide=_("Name, business ID or OID. Empty: the one chosen when the file is sent."),
        ),
        links.UnitLink("unit", also=(_("Service point"),), guide=_("Its name.")),
        links.AreaLinks("areas", also=(_("Areas"),), guide=_SEVERAL),
        links.ClassLinks("service_classes", also=(_("Service classes"),), guide=_SEVERAL),
        links.GroupLinks("client_groups", guide=_SEVERAL),
        *_in_three("note"),
        cells.YesNo("is_duty_line", guide=_YES_OR_NO),
        cells.YesNo("is_network_contact", guide=_YES_OR_NO),
        cells.Choice("audience"),
        cells.Choice("person_name_audience"),
        cells.Choice("phone_audience"),
        cells.Choice("direct_phone_audience"),
        cells.Choice("email_audience"),
        *_UPKEEP,
        _EXAMPLE,
        cells.Shown("hours", label=_("Opening hours"), guide=_("Only shown: not read back.")),
    ),
    base=("organisation", "role_title_fi"),
    telling=("unit", "task_fi", "person_name", "phone", "direct_phone", "email"),
    related=("unit", "deputy"),
    prefetched=("areas", "service_classes", "client_groups"),
    shown_texts=(("role_title", _("Role")), ("task", _("Task")), ("note", _("Note"))),
)

UNITS = Kind(
    "units",
    Unit,
    _("Service points"),
    (
        ID,
        *_in_three("name", needed=True),
        links.OrganisationLink(
            "organisation",
            also=(_("Organisation"),),
            guide=_("Name, business ID or OID. Empty: the one chosen when the file is sent."),
        ),
        links.AreaLink("area", also=(_("Municipality"),), guide=_("Name or code.")),
        cells.Code("oid"),
        *_ways(),
        *_ADDRESS,
        cells.Degrees("latitude"),
        cells.Degrees("longitude"),
        *_in_three("description", Text),
        cells.Choice("audience"),
        cells.Choice("address_audience"),
        cells.Choice("phone_audience"),
        *_UPKEEP,
        _EXAMPLE,
    ),
    base=("organisation", "name_fi"),
    codes=("oid",),
    related=("area",),
    prefetched=("channels",),
)

ORGANISATIONS = Kind(
    "organisations",
    Organisation,
    _("Organisations"),
    (
        ID,
        *_in_three("name", needed=True),
        cells.Choice("type", needed=True),
        links.ParentLink("parent", guide=_("Name, business ID or OID.")),
        links.AreaLink("area", guide=_("Name or code.")),
        cells.Code("business_id"),
        cells.Code("oid"),
        *_ways(),
        *_ADDRESS,
        *_in_three("description", Text),
        cells.Choice("audience"),
        *_UPKEEP,
    ),
    base=("parent", "name_fi"),
    codes=("business_id", "oid"),
    related=("area",),
    prefetched=("channels",),
)

KINDS: dict[str, Kind] = {kind.key: kind for kind in (CONTACTS, UNITS, ORGANISATIONS)}


def likeliest(headings: Iterable[str]) -> list[Kind]:
    """Kinds by how many of the headings they know, best first, those that know none left out."""
    texts = list(headings)
    scores = [
        (sum(kind.find_cell(text) is not None for text in texts), kind) for kind in KINDS.values()
    ]
    return [kind for score, kind in sorted(scores, key=lambda pair: -pair[0]) if score]


def is_any_heading(text: str) -> bool:
    return any(kind.find_cell(text) is not None for kind in KINDS.values())
