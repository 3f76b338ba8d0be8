"""Keep the index right while people work.

What changes is remembered until the transaction is over, and then indexed, all at once. A search
within the same transaction does it before, so that everybody finds what they have just written.
Nothing that goes wrong here reaches whoever saved: it is logged, and noted for the nightly check.
Only bulk writers have to be able to write their notes.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.models import Page
from wagtail.signals import page_unpublished, post_page_move

from soskes_wagtail.bulk import changed as bulk
from soskes_wagtail.commits import once_on_commit
from soskes_wagtail.search.index.assistant import WORTH_IT, Assistant
from soskes_wagtail.search.index.pending import index_noted, index_pending, note
from soskes_wagtail.search.index.update import indexed_sources
from soskes_wagtail.search_sources import SearchSource, on_records_changed

#: Beside a long run of changes, if there is one.
_assistant: Assistant | None = None


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(_saved, dispatch_uid="soskes_search_saved")
    pre_delete.connect(_deleting, dispatch_uid="soskes_search_deleting")
    m2m_changed.connect(_relations_changed, dispatch_uid="soskes_search_relations")
    post_page_move.connect(_page_moved, dispatch_uid="soskes_search_moved")
    page_unpublished.connect(_unpublished, dispatch_uid="soskes_search_unpublished")
    on_records_changed(changed)
    bulk.on_records_changed(changed_in_bulk)
    bulk.accompany_runs(accompanied)


def changed(model: type[models.Model], ids: Iterable, *, lastingly: bool = False) -> None:
    """Remember that rows of a model changed; what depends on them changes with them.

    ``lastingly``: in the database, too, in the transaction that changes them.
    """
    ids = list(ids)
    for source in indexed_sources():
        if issubclass(model, source.model) or issubclass(source.model, model):
            _remember(source, ids, lastingly=lastingly)
        for watched, way in source.watches.items():
            if issubclass(model, watched):
                _remember(source, _dependent(source, way, ids), lastingly=lastingly)


def changed_in_bulk(model: type[models.Model], ids: Iterable) -> None:
    """As ``changed``, by a run that may be killed before it comes to index what it has written."""
    changed(model, ids, lastingly=True)


@contextmanager
def accompanied() -> Iterator[Callable[[int], None]]:
    """Around a run of bulk writes: of many rows another process indexes a part meanwhile. When it
    ends well nothing is left over, of an earlier run neither, but what cannot be indexed."""

    def expect(rows: int) -> None:
        global _assistant
        if _assistant is None and rows >= WORTH_IT and Assistant.can_help():
            _assistant = Assistant()

    try:
        yield expect
    finally:
        _dismiss()
    index_pending()


def _dismiss() -> None:
    global _assistant
    if _assistant:
        _assistant.finish()
    _assistant = None


def flush() -> int:
    """Index what is remembered. Returns the number of rows written or removed.

    Within a transaction it stays remembered: should the part of it be undone in which this was
    called, the index would be undone as well.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    waiting: _Waiting | None = connection.__dict__.get("_soskes_search")
    if waiting is None:
        return 0
    if connection.in_atomic_block:
        if waiting.is_done_in(connection.savepoint_ids):
            return 0
        waiting.done_in = tuple(connection.savepoint_ids)
    else:
        del connection.__dict__["_soskes_search"]
    done = 0
    for source in indexed_sources():
        ids, notes = waiting.ids.get(source.kind, {}), waiting.notes.get(source.kind, {})
        may_be_given = _assistant and notes and not connection.in_atomic_block
        if may_be_given and _assistant.takes(source.kind, notes):
            notes = {}
        if ids or notes:
            done += index_noted(source, notes, ids)
    return done


@dataclass
class _Waiting:
    """Ids by kind, apart from those that notes in the database say, and within which savepoints
    all of them are already in the index."""

    ids: dict[str, dict] = field(default_factory=dict)
    notes: dict[str, dict[int, Any]] = field(default_factory=dict)
    done_in: tuple | None = None

    def is_done_in(self, savepoints: list) -> bool:
        done = self.done_in
        return done is not None and tuple(savepoints[: len(done)]) == done


def _remember(source: SearchSource, ids: Iterable, *, lastingly: bool = False) -> None:
    ids = list(ids)
    if not ids:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    waiting = connection.__dict__.setdefault("_soskes_search", _Waiting())
    waiting.done_in = None
    if lastingly:
        waiting.notes.setdefault(source.kind, {}).update(note(source, ids))
    else:
        waiting.ids.setdefault(source.kind, {}).update(dict.fromkeys(ids))
    once_on_commit(flush)


def _dependent(source: SearchSource, way, ids: list) -> Iterable:
    if callable(way):
        return way(ids)
    rows = source.model._default_manager.filter(**{f"{way}__in": ids})
    return rows.order_by().values_list("pk", flat=True).distinct()


def _saved(*, sender, instance, raw=False, **kwargs) -> None:
    if not raw and _concerns(sender):
        changed(sender, [instance.pk])


def _deleting(*, sender, instance, **kwargs) -> None:
    """Before the rows are gone it can still be told what depends on them."""
    if _concerns(sender):
        changed(sender, [instance.pk])


def _relations_changed(*, sender, instance, action, reverse, pk_set, model, **kwargs) -> None:
    if action not in ("post_add", "post_remove", "pre_clear", "post_clear"):
        return
    if not reverse and _concerns(type(instance)):
        changed(type(instance), [instance.pk])
    elif reverse and _concerns(model):
        related = pk_set or _cleared(sender, instance, model)
        changed(model, related)


def _cleared(through, instance, model) -> list:
    """Objects on the other side of a relation that is about to be emptied."""
    ours = [f for f in through._meta.fields if f.related_model is type(instance)]
    theirs = [f for f in through._meta.fields if f.related_model is model]
    if not ours or not theirs:
        return []
    rows = through._default_manager.filter(**{ours[0].name: instance.pk})
    return list(rows.values_list(theirs[-1].attname, flat=True))


def _concerns(model: type[models.Model]) -> bool:
    return any(
        issubclass(model, source.model)
        or issubclass(source.model, model)
        or any(issubclass(model, watched) for watched in source.watches)
        for source in indexed_sources()
    )


def _unpublished(*, sender, instance, **kwargs) -> None:
    changed(sender, [instance.pk])


def _page_moved(*, url_path_before=None, instance, **kwargs) -> None:
    """All below a moved page has other tree paths and addresses, and so has what is shown there."""
    page = Page.objects.get(pk=instance.pk)
    below = Page.objects.filter(path__startswith=page.path).values_list("content_type_id", "pk")
    by_type: dict[int, list[int]] = {}
    for content_type, pk in below:
        by_type.setdefault(content_type, []).append(pk)
    for content_type, ids in by_type.items():
        changed(ContentType.objects.get_for_id(content_type).model_class() or Page, ids)
