"""Records by everything that a table may call them: name, code, identifier."""

from collections import defaultdict
from functools import cached_property

from django.db.models import Model
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import (
    Area,
    Organisation,
    ServiceClass,
    TargetGroup,
    Unit,
)
from soskes_wagtail.directory_snippets.services.choices import network_areas
from soskes_wagtail.directory_snippets.sheets.identity import identity


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


class Names:
    """Books of names, each read in one query when first asked for.

    ``organisation_ids``: the organisations that rows may belong to, None for all.
    """

    def __init__(self, organisation_ids: frozenset[int] | None):
        self._ids = organisation_ids

    def find(self, kind: str, text: str) -> list[Model]:
        """Records that a text may mean; a code or identifier always means one."""
        return self._book(kind).get(folded(text), [])

    def unknown(self, kind: str, text: str) -> str:
        """Why a text means nothing, as a sentence."""
        shown = text if len(text) <= 60 else f"{text[:60]}…"
        if kind == "area":
            return self._unknown_area(shown, folded(text))
        sentence = {
            "organisation": _("There is no organisation “%(name)s” that you may use."),
            "unit": _("There is no service point “%(name)s” that you may use."),
            "class": _("There is no service class “%(name)s”."),
            "group": _("There is no client group “%(name)s”."),
        }[kind]
        return sentence % {"name": shown}

    def organisation(self, pk: int | None) -> Organisation | None:
        """Any organisation, with those above it on it."""
        return self._organisations.get(pk)

    def dress(self, record: Model) -> Model:
        """Give a record its organisations with all above them, so that nobody asks for each."""
        for holder in (record, getattr(record, "unit", None)):
            if holder is not None and getattr(holder, "organisation_id", None):
                holder.organisation = self.organisation(holder.organisation_id)
        if isinstance(record, Organisation) and record.parent_id:
            record.parent = self.organisation(record.parent_id)
        return record

    def _book(self, kind: str) -> dict[str, list[Model]]:
        return {
            "organisation": self._organisation_book,
            "unit": self._unit_book,
            "area": self._area_book,
            "class": self._class_book,
            "group": self._group_book,
        }[kind]

    @cached_property
    def _organisations(self) -> dict[int, Organisation]:
        found = {each.pk: each for each in Organisation.objects.select_related("area")}
        for each in found.values():
            if each.parent_id in found:
                each.parent = found[each.parent_id]
        return found

    @cached_property
    def _organisation_book(self):
        rows = self._organisations.values()
        if self._ids is not None:
            rows = [each for each in rows if each.pk in self._ids]
        return _book(rows, "business_id", "oid")

    @cached_property
    def _unit_book(self):
        rows = Unit.objects.filter(withdrawn_at__isnull=True)
        if self._ids is not None:
            rows = rows.filter(organisation__in=self._ids)
        found = list(rows)
        for unit in found:
            unit.organisation = self._organisations[unit.organisation_id]
        return _book(found, "oid")

    @cached_property
    def _area_book(self):
        book = _book(network_areas())
        for area in network_areas():
            # A spreadsheet takes the first zeros of a code away.
            spelled = {area.code, area.code.lstrip("0")}
            if area.kind == Area.Kind.MUNICIPALITY:
                for code in spelled:
                    book[code] = [area]
        return book

    @cached_property
    def _class_book(self):
        return _book(ServiceClass.objects.all(), "code", "uri")

    @cached_property
    def _group_book(self):
        return _book(TargetGroup.objects.all(), "code", "uri")

    @cached_property
    def _former(self) -> dict[str, list[Model]]:
        return _book(Area.objects.filter(successor__isnull=False).select_related("successor"))

    def _unknown_area(self, name: str, key: str) -> str:
        if former := self._former.get(key):
            values = {"name": name, "successor": former[0].latest_successor()}
            return _("“%(name)s” has ended: it is a part of %(successor)s now.") % values
        return _("There is no municipality or area “%(name)s” in the network.") % {"name": name}


def _book(records, *codes: str) -> dict[str, list[Model]]:
    names: dict[str, list[Model]] = defaultdict(list)
    sure: dict[str, list[Model]] = {}
    for record in records:
        for language in ("fi", "sv", "en"):
            name = folded(getattr(record, f"name_{language}"))
            if name and record not in names[name]:
                names[name].append(record)
        for code in (identity(record), *(getattr(record, field) for field in codes)):
            if code:
                sure[folded(str(code))] = [record]
    return defaultdict(list, {**names, **sure})
