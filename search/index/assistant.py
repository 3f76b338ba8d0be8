"""A second process that indexes what a long run of changes has noted, while the run goes on.

It gets batches by a pipe and answers each; what it was given is noted in the database, so that
nothing is lost with it. It ends when the run does, however that ends: then the pipe is closed.

Imports no models: ``_work`` is what the new process begins with.
"""

import logging
import os
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

logger = logging.getLogger(__name__)

#: With fewer rows it takes longer to start than it saves.
WORTH_IT = 3_000
#: It has so many batches in hand at most; beyond, whoever has more does them himself.
MOST_IN_HAND = 2


class Assistant:
    """The side of the run. Where the other process fails it takes nothing, and no method raises."""

    def __init__(self):
        self._in_hand = MOST_IN_HAND  # until it has begun, and says so
        context = get_context("spawn")  # a fork would share database connections
        self._pipe, theirs = context.Pipe()
        name = str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
        self._process = context.Process(target=_work, args=(theirs, name), daemon=True)
        try:
            self._process.start()
        except Exception:  # no memory, or this process may have no children
            logger.exception("No second process; this one indexes alone.")
            self._process = None
        theirs.close()

    @staticmethod
    def can_help() -> bool:
        """Whether another process would see what this one has committed, on a processor of its
        own."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.in_atomic_block or not os.environ.get("DJANGO_SETTINGS_MODULE"):
            return False
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            return False
        return processors() > 1

    def takes(self, kind: str, notes: Mapping[int, Any]) -> bool:
        """Give it notes of what is to be indexed, unless it has enough to do."""
        try:
            while self._pipe.poll():
                self._in_hand -= self._pipe.recv()
            if self._in_hand >= MOST_IN_HAND:
                return False
            self._pipe.send((kind, dict(notes)))
        except (EOFError, OSError):
            return False
        self._in_hand += 1
        return True

    def finish(self) -> None:
        """Wait until it has done what it was given, and has ended."""
        try:
            self._pipe.send(None)
            while True:
                self._pipe.recv()
        except (EOFError, OSError):
            pass
        self._pipe.close()
        if self._process:
            self._process.join()


def processors() -> int:
    """Number of processors that this process may use."""
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1


def _work(pipe: Connection, database: str) -> None:
    import django
    from django.conf import settings

    settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"] = database
    django.setup()
    from soskes_wagtail.search.index.pending import index_noted
    from soskes_wagtail.search.index.update import indexed_sources

    failed = False
    try:
        pipe.send(MOST_IN_HAND)
        sources = {source.kind: source for source in indexed_sources()}
        while task := pipe.recv():
            kind, notes = task
            index_noted(sources[kind], notes)
            pipe.send(1)
    except (EOFError, OSError, KeyboardInterrupt):
        pass  # the run is over
    except Exception:
        logger.exception("The second process ends; the first one indexes alone.")
        failed = True
    finally:
        connections.close_all()
        os._exit(failed)  # nothing is left to tidy up, and tidying would take half a second
