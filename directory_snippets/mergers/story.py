"""What a merger did, by kind of record, read from its steps."""

from collections import defaultdict

from django.apps import apps
from django.utils.text import capfirst

from soskes_wagtail.directory_snippets.mergers.parts import Group
from soskes_wagtail.directory_snippets.models import Merger

EXAMPLES = 10


def story_of(merger: Merger) -> list[Group]:
    """Kinds of records with how many were changed and the first few by name."""
    ids: dict[str, dict[str, None]] = defaultdict(dict)
    for label, pk in merger.steps.values_list("model", "object_id"):
        ids[label][pk] = None
    return [_group(label, list(found)) for label, found in ids.items()]


def _group(label: str, ids: list[str]) -> Group:
    try:
        model = apps.get_model(label)
    except LookupError:  # a part that has been taken out of the site
        return Group(label, len(ids))
    related = [f.name for f in model._meta.concrete_fields if f.many_to_one]
    rows = model._base_manager.select_related(*related).filter(pk__in=ids[:EXAMPLES])
    name = capfirst(str(model._meta.verbose_name_plural))
    return Group(name, len(ids), [str(row) for row in rows.order_by("pk")])
