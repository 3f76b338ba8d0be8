"""Whether values fit their columns: Django's own rules, applied only where they could fail.

``full_clean`` and ``clean_fields`` look at every column of a row; an import sets some of them, and
nearly all of its values are short texts.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Field, Model


def fitted(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    """``values`` by attribute name, as their columns have them. Relations are taken as they are.

    Raises ValidationError with the messages by field.
    """
    rules = _rules(model)
    found, errors = dict(values), {}
    for name, value in values.items():
        rule = rules[name]
        if type(value) is str and 0 < len(value) <= rule.limit:
            continue
        if (value is None or value == "") and rule.may_be_empty:
            continue
        if rule.is_relation or value in rule.choices or type(value) is rule.type:
            continue
        try:
            found[name] = rule.field.clean(value, None)
        except ValidationError as error:
            errors[rule.field.name] = error.error_list
    if errors:
        raise ValidationError(errors)
    return found


@dataclass(slots=True)
class _Rule:
    """What is sure to fit a column. ``limit`` is the length of any text, ``type`` one whose
    values always fit."""

    field: Field
    limit: int
    may_be_empty: bool
    is_relation: bool
    choices: frozenset
    type: type | None


@cache
def _rules(model: type[Model]) -> dict[str, _Rule]:
    return {field.attname: _rule(field) for field in model._meta.concrete_fields}


def _rule(field: Field) -> _Rule:
    is_text = type(field) in (models.CharField, models.TextField) and not field.choices
    known = (MaxLengthValidator, ProhibitNullCharactersValidator)
    any_text = is_text and all(isinstance(rule, known) for rule in field.validators)
    return _Rule(
        field=field,
        limit=(field.max_length or 2**31) if any_text else -1,
        may_be_empty=field.blank,
        is_relation=field.is_relation,
        choices=frozenset(value for value, _label in field.flatchoices if value not in ("", None)),
        type={models.BooleanField: bool, models.UUIDField: UUID}.get(type(field)),
    )
