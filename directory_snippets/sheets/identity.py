"""The stable key of a row in a file: "contact-12"."""

import re

from django.db.models import Model


def identity(record: Model) -> str:
    return f"{record._meta.model_name}-{record.pk}"


def pk_of(model: type[Model], text: str) -> int | None:
    """The primary key that an identity names; None when it is none of this model."""
    match = re.fullmatch(rf"(?:{model._meta.model_name}-)?([1-9]\d{{0,17}})", text.casefold())
    return int(match[1]) if match else None
