"""What it costs to index: one record that was changed, and thousands of texts."""

import random
import resource
import time
from resource import RUSAGE_CHILDREN, RUSAGE_SELF

from texts import text


def save_time(rounds: int, bursts: int = 4, pause: float = 2) -> float:
    """Milliseconds that indexing one changed record adds to its save: the best of some bursts, as
    after a hundred thousand new rows a database is busy with itself for a while."""
    times = []
    for burst in range(bursts):
        time.sleep(pause if burst else 0)
        times.append(_save_time(rounds))
    return min(times)


def _save_time(rounds: int) -> float:
    from django.db import transaction

    from soskes_wagtail.search.index.update import update_batch
    from soskes_wagtail.search_sources import search_sources

    source = next(source for source in search_sources() if source.kind == "statute")
    statutes, times = source.model.objects, []
    statute = statutes.create(number="1", year=1999, title_fi="Laki lastensuojelusta")
    for number in range(rounds * 3):
        statutes.filter(pk=statute.pk).update(title_fi=f"Laki lastensuojelusta {number}")
        # Without the commit, which waits for the disk and not for us.
        with transaction.atomic():
            start = time.perf_counter()
            update_batch(source, [statute.pk])
            times.append((time.perf_counter() - start) * 1000)
    pk = statute.pk
    statute.delete()
    update_batch(source, [pk])
    return min(times)


def index_speed(vocabulary: list[str], number: int = 4_000) -> dict[str, float]:
    """Texts of 150 words that go through the whole of ``soskes_rebuild_search`` in a second, and
    in a second of one processor: the former falls with whatever else the machine does."""
    from soskes_wagtail import search_sources
    from soskes_wagtail.directory_snippets.models import Statute
    from soskes_wagtail.search.index.rebuild import rebuild

    chance = random.Random(7)
    Statute.objects.bulk_create(
        Statute(number=str(n), year=2001, title_fi="Laki") for n in range(number)
    )
    ids = Statute.objects.values_list("pk", flat=True)
    texts = {pk: text(chance, vocabulary, 150) for pk in ids}

    def entries(rows):
        return [
            search_sources.SearchEntry(
                object_id=row.pk,
                title=texts[row.pk][:60],
                text=texts[row.pk],
                language="fi",
                access=("public",),
            )
            for row in rows
        ]

    search_sources.register_search_source(
        search_sources.SearchSource("bench-speed", "", 0, model=Statute, entries=entries)
    )
    start, cpu_start = time.perf_counter(), _cpu()
    rebuild(["bench-speed"])
    speed = {
        "per_second": len(texts) / (time.perf_counter() - start),
        "per_cpu_second": len(texts) / (_cpu() - cpu_start),
    }
    Statute.objects.all().delete()
    rebuild(["bench-speed", "statute"])
    search_sources._sources.pop("bench-speed")
    return speed


def _cpu() -> float:
    """Seconds of processors that this process and those it started have used."""
    own, theirs = (resource.getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in (own, theirs))
