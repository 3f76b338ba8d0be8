"""Ask a record what is wrong with it."""

from django.core.exceptions import ValidationError


def refusal(record) -> dict[str, list[str]]:
    """Codes of what is wrong with a record by field; empty when nothing is."""
    try:
        record.full_clean()
    except ValidationError as error:
        return {field: [e.code for e in errors] for field, errors in error.error_dict.items()}
    return {}
