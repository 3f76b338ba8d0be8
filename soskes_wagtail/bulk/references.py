"""Wagtail's reference index for many records at once, in a constant number of queries.

``ReferenceIndex.create_or_update_for_object`` does the same with three queries a record. It is
what the admin's usage lists and "this is in use" read.
"""

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import ReferenceIndex

from soskes_wagtail.bulk.rows import insert

#: Content type and id of what is referred to, path in the model, path in the content.
Reference = tuple[int, str, str, str]


def refresh(model: type[Model], pks: Collection[int]) -> None:
    """Make the index right for rows of ``model`` as they are in the database.

    Call it in a transaction.
    """
    if not pks or not ReferenceIndex.is_indexed(model):
        return
    if any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields):
        for row in model._base_manager.filter(pk__in=pks):
            ReferenceIndex.create_or_update_for_object(row)
        return
    wanted = _of_columns(model, pks)
    _add_those_of_children(model, wanted)
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    base_type = _base_type(model)
    there = ReferenceIndex.objects.filter(base_content_type=base_type, object_id__in=list(wanted))
    columns = ("id", "object_id", "to_content_type", "to_object_id", "model_path", "content_path")
    gone = []
    for pk, object_id, *reference in there.values_list(*columns):
        try:
            wanted[object_id].remove(tuple(reference))
        except KeyError:
            gone.append(pk)
    if gone:
        ReferenceIndex.objects.filter(pk__in=gone).delete()
    insert(
        ReferenceIndex,
        [
            {
                "content_type_id": content_type.pk,
                "base_content_type_id": base_type.pk,
                "object_id": object_id,
                "to_content_type_id": to_type,
                "to_object_id": to_id,
                "model_path": model_path,
                "content_path": content_path,
                "content_path_hash": _hash(content_path),
            }
            for object_id, references in wanted.items()
            for to_type, to_id, model_path, content_path in references
        ],
    )


def _of_columns(model: type[Model], pks: Collection[int]) -> dict[str, set[Reference]]:
    """References in the columns of each row, as Wagtail finds them, by the id as text."""
    links, texts = [], []
    for field in model._meta.get_fields():
        if field.is_relation and field.many_to_one and not _is_ignored(field):
            links.append((field, _base_type(field.related_model).pk))
        if hasattr(field, "extract_references"):
            texts.append(field)
    names = [field.attname for field, _type in links] + [field.attname for field in texts]
    found: dict[str, set[Reference]] = {}
    for pk, *values in model._base_manager.filter(pk__in=pks).values_list("pk", *names):
        references = found[str(pk)] = set()
        for (field, to_type), value in zip(links, values, strict=False):
            if value is not None:
                references.add((to_type, str(value), field.name, field.name))
        for field, value in zip(texts, values[len(links) :], strict=True):
            references.update(_of_text(field, value))
    return found


def _of_text(field, value: Any) -> Iterator[Reference]:
    if value is None:
        return
    for to_model, to_id, model_path, content_path in field.extract_references(value):
        yield (
            _base_type(to_model).pk,
            to_id,
            f"{field.name}.{model_path}",
            f"{field.name}.{content_path}",
        )


def _is_ignored(field) -> bool:
    return (
        isinstance(field, ParentalKey)
        or getattr(field, "wagtail_reference_index_ignore", False)
        or getattr(field.related_model, "wagtail_reference_index_ignore", False)
    )


def _add_those_of_children(model: type[Model], wanted: dict[str, set[Reference]]) -> None:
    """References in inline children count as those of the record they belong to."""
    if not issubclass(model, ClusterableModel):
        return
    for relation in get_all_child_relations(model):
        child = relation.related_model
        if not ReferenceIndex.model_is_indexable(child, allow_child_models=True):
            continue
        name, link = relation.get_accessor_name(), relation.field.attname
        for one in child._base_manager.filter(**{f"{link}__in": list(wanted)}):
            wanted[str(getattr(one, link))].update(
                (to_type, to_id, f"{name}.item.{model_path}", f"{name}.{one.pk}.{content_path}")
                for to_type, to_id, model_path, content_path in (
                    ReferenceIndex._extract_references_from_object(one)
                )
            )


def _base_type(model: type[Model]) -> ContentType:
    parents = model._meta.get_parent_list()
    return ContentType.objects.get_for_model(
        parents[-1] if parents else model, for_concrete_model=False
    )


@lru_cache(maxsize=1000)
def _hash(content_path: str) -> UUID:
    return ReferenceIndex._get_content_path_hash(content_path)
