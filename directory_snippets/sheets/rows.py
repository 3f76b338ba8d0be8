"""The row at hand, for cells that need to know more than their own text."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model

from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.directory_snippets.sheets.cells import CellError
from soskes_wagtail.directory_snippets.sheets.names import Names


@dataclass
class Row:
    """``record``: the record that the row changes, or the new one it becomes."""

    record: Model
    names: Names
    default_organisation: Organisation | None = None

    @property
    def model(self) -> type[Model]:
        return type(self.record)

    @property
    def organisation_id(self) -> int | None:
        return getattr(self.record, "organisation_id", None)

    def check_way(self, kind: str, value: str) -> None:
        """Raise CellError when a number or address is of the wrong form."""
        channel = self.model._meta.get_field("channels").related_model
        try:
            channel(kind=kind, value=value).clean()
        except ValidationError as error:
            raise CellError(f"“{value[:60]}”: {' '.join(error.messages)}") from None
