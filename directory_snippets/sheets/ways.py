"""A cell for all phone numbers, e-mails or web addresses of a record."""

import re
from typing import Any

from django.db.models import Max, Model
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import ContactChannel
from soskes_wagtail.directory_snippets.sheets.cells import Cell, CellError, check_phone


class Ways(Cell):
    """All numbers or addresses of one kind, apart by semicolons; labels of those that stay, stay.

    ``field`` names the kind of channel (``ContactChannel.Kind``).
    """

    @property
    def hidden_by(self):
        return "channels"

    def read(self, text, at):
        found = [" ".join(part.split()) for part in re.split(r"[;\n]", text)]
        found = [part for part in dict.fromkeys(found) if part]
        if self.field == ContactChannel.Kind.WEB:
            found = [part if "://" in part else f"https://{part}" for part in found]
        if self.field == ContactChannel.Kind.PHONE:
            found = [check_phone(part) for part in found]
        for part in found:
            if len(part) > 500:
                raise CellError(_("More than %(number)s characters.") % {"number": 500})
            at.check_way(self.field, part)
        return tuple(found)

    def value(self, record):
        if record.pk is None:
            return ()
        return tuple(row.value for row in record.channels.all() if row.kind == self.field)

    def write(self, record, value):
        pass

    def channel_of(self, model: type[Model]) -> tuple[type[Model], str]:
        """The model of the rows, and the column that says whose they are."""
        relation = model._meta.get_field("channels")
        return relation.related_model, relation.field.attname

    def write_rows(self, record: Model, value: Any) -> None:
        """Set the rows of a record that is there."""
        channel, column = self.channel_of(type(record))
        rows, parent = channel.objects, {column: record.pk}
        present = {row.value: row for row in rows.filter(kind=self.field, **parent)}
        rows.filter(pk__in=[row.pk for text, row in present.items() if text not in value]).delete()
        last = rows.filter(**parent).aggregate(last=Max("sort_order"))["last"] or 0
        for number, text in enumerate((t for t in value if t not in present), start=last + 1):
            rows.create(kind=self.field, value=text, sort_order=number, **parent)

    def show(self, value):
        return "; ".join(value)
