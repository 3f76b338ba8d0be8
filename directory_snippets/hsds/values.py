"""Values as the schemas want them; what is not known is left out, since null is refused."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.rich_text import get_text_for_indexing


def compact(**fields: Any) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def plain(html: str) -> str:
    """Rich text as plain text: HSDS does not say that its texts may be HTML."""
    return get_text_for_indexing(html).strip() if html else ""


def web_address(value: str) -> str:
    """The address if it is a complete one (``format: uri``), else nothing."""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return ""
    usable = parts.scheme in ("http", "https") and parts.netloc and not value.strip().split()[1:]
    return value.strip() if usable else ""


def email_address(value: str) -> str:
    """The address if it can be one (``format: email``), else nothing."""
    try:
        validate_email(value)
    except ValidationError:
        return ""
    return value


def marked(text: str, record) -> str:
    """The text, with a word in front where the record is made up for showing."""
    return ": ".join(part for part in (_("Example"), text) if part) if record.is_example else text


def grouped(rows: QuerySet | Iterable, key: str) -> dict[Any, list]:
    """Rows by the value of one of their attributes, in their order."""
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
