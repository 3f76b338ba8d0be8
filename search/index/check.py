"""Find and mend what the index has otherwise than the sources: what passed by the signals."""

from collections import Counter
from dataclasses import dataclass, field

from soskes_wagtail.search.analysis import analysis_version
from soskes_wagtail.search.index.engine import get_engine
from soskes_wagtail.search.index.pending import index_pending
from soskes_wagtail.search.index.rebuild import rebuild, remove_unknown_kinds
from soskes_wagtail.search.index.update import (
    indexed_sources,
    known_rows,
    read,
    rows_of,
    update_objects,
)
from soskes_wagtail.search.models import IndexState, SearchDocument
from soskes_wagtail.search_sources import SearchSource

BATCH = 200


@dataclass
class Drift:
    """``pending``: put off before, done now. ``drifted``: objects by kind whose rows were not as
    they should be. ``rebuilt``: everything was written anew, as the analysis had changed, rows
    had no tokens, or the index had never been built. ``server``: rows that the search server had
    otherwise, -1 if it is away."""

    pending: int = 0
    drifted: Counter = field(default_factory=Counter)
    unknown: int = 0
    rebuilt: bool = False
    server: int = 0

    @property
    def total(self) -> int:
        return sum(self.drifted.values()) + self.unknown + abs(self.server)


def check(*, repair: bool = True) -> Drift:
    """Compare everything with the index, and mend it unless ``repair`` is off."""
    drift = Drift()
    if repair:
        drift.pending = index_pending()
    state = IndexState.objects.filter(pk=1).first()
    if state is None or state.analysis != analysis_version() or get_engine().missing():
        drift.rebuilt = True
        if repair:
            rebuild()
            drift.server = min(get_engine().repair(), 0)
            return drift
    for source in indexed_sources():
        drifted = _drifted(source)
        drift.drifted[source.kind] += len(drifted)
        if repair:
            update_objects(source, drifted)
    if repair:
        drift.unknown = remove_unknown_kinds()
        drift.server = get_engine().repair()
    return drift


def _drifted(source: SearchSource) -> list:
    """Ids of objects whose rows differ from what they should be."""
    found: list = []
    ids = list(rows_of(source).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        wanted = Counter((row.object_id, row.digest) for row, _ in read(source, batch))
        there = Counter((object_id, digest) for _, object_id, digest in known_rows(source, batch))
        differing = {pk for pk, _ in (wanted - there) + (there - wanted)}
        found += [pk for pk in batch if str(pk) in differing]
    known = {str(pk) for pk in ids}
    to_python = source.model._meta.pk.to_python
    indexed = SearchDocument.objects.filter(kind=source.kind).values_list("object_id", flat=True)
    found += [to_python(pk) for pk in indexed.distinct() if pk not in known]
    return found
