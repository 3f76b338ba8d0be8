"""Contacts as a table for people: what the reader may see, in the reader's language."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.dates import short_date
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.services.card_types import ContactCard
from soskes_wagtail.directory_snippets.services.cards import contact_cards
from soskes_wagtail.directory_snippets.services.classes import ClassTree


def contact_table(viewer: Viewer, contacts: QuerySet) -> tuple[list[str], list[list[str]]]:
    """Header and rows of those among ``contacts`` that the viewer may see. Three queries."""
    cards = contact_cards(viewer, contacts)
    names = Names()
    header = [
        _("Role"),
        _("Task"),
        _("Person"),
        _("Phone"),
        _("Direct line"),
        _("E-mail"),
        _("Opening hours"),
        _("Organisation"),
        _("Service point"),
        _("Areas"),
        _("Service classes"),
        _("Note"),
        _("Last checked"),
        _("Example"),
        _("SosKes ID"),
    ]
    return header, [_row(card, names) for card in cards]


def hours_text(card: ContactCard) -> str:
    """Opening hours on one line; days that differ after the usual ones."""
    regular = ", ".join(card.hours.regular)
    return "; ".join(part for part in (regular, *card.hours.exceptions) if part)


class Names:
    """Names of areas and service classes, in the active language; one query for each kind."""

    def __init__(self):
        self._classes = ClassTree.load()
        self._areas = {area.pk: area for area in Area.objects.all()}

    def areas(self, card: ContactCard) -> list[str]:
        found = [self._areas[pk] for pk in card.area_ids if pk in self._areas]
        # The whole county before its municipalities.
        found.sort(key=lambda area: (area.kind == Area.Kind.MUNICIPALITY, area.name_fi, area.pk))
        return [area.name for area in found]

    def classes(self, card: ContactCard) -> list[str]:
        return [found.name for found in self._classes.sorted(card.class_ids)]


def _row(card: ContactCard, names: Names) -> list[str]:
    return [
        card.role_title,
        card.task,
        card.person,
        card.phone,
        card.direct_phone,
        card.email,
        hours_text(card),
        card.organisation,
        card.unit,
        ", ".join(names.areas(card)),
        ", ".join(names.classes(card)),
        card.note,
        short_date(card.checked_on),
        _("example") if card.is_example else "",
        f"contact-{card.pk}",
    ]
