"""Names of records in the reader's language, from rows that are no model instances."""

from django.utils.translation import get_language

from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES


def localized(row: dict, name: str) -> str:
    """Value of ``<name>_fi/_sv/_en`` of a row of ``JsonRows``, as ``in_language`` gives it."""
    wanted = (get_language() or "fi")[:2]
    for code in (wanted, *FALLBACK_LANGUAGES):
        if value := row.get(f"{name}_{code}"):
            return value
    return ""
