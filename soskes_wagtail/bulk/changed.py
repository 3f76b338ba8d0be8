"""Who else has to know of rows that were written past Django's signals."""

from collections.abc import Callable, Collection

from django.db.models import Model

from soskes_wagtail import content_version

Listener = Callable[[type[Model], Collection[int]], None]

_listeners: list[Listener] = []


def on_records_changed(listener: Listener) -> Listener:
    """Have ``listener(model, pks)`` called in the transaction of every bulk write, once for each
    model. The rows may also have been withdrawn. Usable as a decorator."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def records_changed(changed: dict[type[Model], Collection[int]]) -> None:
    """Tell of rows that one transaction has written, at its end: the lock on the content version
    would keep others waiting."""
    for model, pks in changed.items():
        for listener in _listeners:
            listener(model, pks)
    content_version.bump()
