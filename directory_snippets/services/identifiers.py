"""What looks odd in the identifiers of a record that was just saved."""

from django.db.models import Model

from soskes_wagtail.directory_snippets.models import Organisation, Unit
from soskes_wagtail.directory_snippets.validators import oid_warnings


def identifier_warnings(record: Model) -> list[str]:
    """Sentences about the OID of an organisation or unit (JHS 159); nothing for other records."""
    if isinstance(record, Organisation):
        return oid_warnings(record.oid or "", _business_id(record))
    if isinstance(record, Unit):
        return oid_warnings(record.oid or "", _business_id(record.organisation))
    return []


def _business_id(organisation: Organisation) -> str:
    """The business id of the organisation or, for a department, of the nearest one above it."""
    seen: set[int] = set()
    step: Organisation | None = organisation
    while step is not None and step.pk not in seen:
        if step.business_id:
            return step.business_id
        seen.add(step.pk)
        step = step.parent
    return ""
