"""Who else has to know of rows that were written past Django's signals."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from django.db.models import Model

from soskes_wagtail import content_version

Listener = Callable[[type[Model], Collection[int]], None]
#: Told how many rows will be written, about, as often as more is known.
Expect = Callable[[int], None]
Companion = Callable[[], AbstractContextManager[Expect]]

_listeners: list[Listener] = []
_companions: list[Companion] = []


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


def accompany_runs(companion: Companion) -> Companion:
    """Have ``companion()`` entered around every run of bulk writes, to do in its own way what the
    changes ask for, and at the end what an earlier run was killed over. Usable as a decorator."""
    if companion not in _companions:
        _companions.append(companion)
    return companion


@contextmanager
def run_of_changes() -> Iterator[Expect]:
    """Around a run of many transactions. Gives a function to be told how many rows it will write,
    about, and better soon than exactly."""
    with ExitStack() as companions:
        told = [companions.enter_context(companion()) for companion in _companions]

        def expect(rows: int) -> None:
            for one in told:
                one(rows)

        yield expect
