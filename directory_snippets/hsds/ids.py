"""UUIDs of HSDS objects: the one of PTV where there is one, else one that stays the same.

A record without a PTV identifier gets an UUID version 5 (RFC 9562) from its model and primary
key; a service the key that its translations share, as it is one thing in all languages.
"""

import uuid
from functools import lru_cache

from django.db.models import Model, QuerySet

from soskes_wagtail.conf import app_settings


def made_id(kind: str, key: object) -> str:
    """The UUID of what ``kind`` and ``key`` name on this site."""
    return _made_id(app_settings.HSDS_NAMESPACE, kind, str(key))


@lru_cache(maxsize=65536)
def _made_id(namespace: str, kind: str, key: str) -> str:
    return str(uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_DNS, namespace), f"{kind}:{key}"))


def record_id(record: Model) -> str:
    """The UUID of a record that is no service."""
    ptv_id = getattr(record, "ptv_id", None)
    return str(ptv_id) if ptv_id else made_id(record._meta.model_name, record.pk)


def service_id(ptv_id: uuid.UUID | None, translation_key: uuid.UUID) -> str:
    """The UUID of a service; ``ptv_id`` is that of any of its language versions."""
    return str(ptv_id or translation_key)


def find(queryset: QuerySet, wanted: uuid.UUID) -> Model | None:
    """The record of the queryset whose ``record_id`` is ``wanted``; two or three queries."""
    model, others = queryset.model, queryset.order_by()
    if any(field.name == "ptv_id" for field in model._meta.fields):
        if found := others.filter(ptv_id=wanted).first():
            return found
        others = others.filter(ptv_id__isnull=True)
    if wanted.version != 5:
        return None
    kind, text = model._meta.model_name, str(wanted)
    keys = others.prefetch_related(None).values_list("pk", flat=True)
    pk = next((key for key in keys if made_id(kind, key) == text), None)
    return None if pk is None else queryset.filter(pk=pk).first()
