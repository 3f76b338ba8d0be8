"""Rows of ours that a whole run did not meet: PTV is asked for each, and says whether it is gone.

That something is missing from a list may have many causes: it has left the area, or the list was
cut. Only an answer that does not know the identifier means that it was taken away.
"""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Organisation, Service, ServiceChannel, Unit
from soskes_wagtail.directory_snippets.ptv.model import Kind
from soskes_wagtail.directory_snippets.ptv.pager import Pager
from soskes_wagtail.directory_snippets.ptv.parse_common import items, uuid
from soskes_wagtail.directory_snippets.ptv.remote_v11 import GROUP
from soskes_wagtail.directory_snippets.ptv.remote_v11 import PATHS as PATHS_V11
from soskes_wagtail.directory_snippets.ptv.remote_v12 import PATHS as PATHS_V12
from soskes_wagtail.directory_snippets.ptv.source import Batch
from soskes_wagtail.directory_snippets.ptv.v12 import ARCHIVED

Known = dict[Kind, set[UUID]]

#: As many addresses are asked for of one kind; a directory with more rows from elsewhere waits for
#: ``--since`` to name what was taken away.
MOST_ASKED = 500
#: When more of a kind than this (and more than a share of it) seem to be gone at once, it is rather
#: the service that is ill.
MANY, SHARE = 20, 0.25

_MODELS = {
    Kind.ORGANIZATION: (Organisation,),
    Kind.CHANNEL: (Unit, ServiceChannel),
    Kind.SERVICE: (Service,),
}


def known_here() -> Known:
    """Identifiers of what an import made and PTV still publishes, as far as we know."""
    return {
        kind: {
            identifier
            for model in models
            for identifier in model.objects.filter(
                ptv_id__isnull=False, withdrawn_at__isnull=True
            ).values_list("ptv_id", flat=True)
        }
        for kind, models in _MODELS.items()
    }


def ask_for_absent(pager: Pager, version: str, known: Known, seen: set[UUID]) -> Iterator[Batch]:
    """What PTV says of the ``known`` ones that were not ``seen``: items, or notes that they are
    gone."""
    ask, size = (_v11, GROUP) if version == "11" else (_v12, 1)
    for kind, identifiers in known.items():
        absent = sorted(identifiers - seen)
        if len(absent) > MOST_ASKED * size:
            continue
        yield from _judged(kind, len(identifiers), list(ask(pager, kind, absent)))


def _judged(kind: Kind, number: int, batches: list[Batch]) -> Iterator[Batch]:
    gone = sum(ARCHIVED in data for batch in batches for data in items(batch.items))
    if gone <= max(MANY, number * SHARE):
        yield from batches
        return
    for batch in batches:
        batch.items = [data for data in batch.items if ARCHIVED not in data]
        yield batch
    yield Batch(
        str(kind),
        problem=_("%(number)s records do not come any more, which is too many to believe.")
        % {"number": gone},
    )


def _v11(pager: Pager, kind: Kind, absent: list[UUID]) -> Iterator[Batch]:
    for start in range(0, len(absent), GROUP):
        group = absent[start : start + GROUP]
        batch = pager.one(f"{PATHS_V11[kind]}/list", {"guids": ",".join(map(str, group))})
        if batch.problem and batch.status != 404:
            yield batch
            continue
        found = [] if batch.problem else items(batch.items)
        there = {uuid(data.get("id")) for data in found}
        gone = [_note(kind, one) for one in group if one not in there]
        yield Batch(f"{PATHS_V11[kind]}/list ({group[0]} …)", items=[*found, *gone])


def _v12(pager: Pager, kind: Kind, absent: list[UUID]) -> Iterator[Batch]:
    for identifier in absent:
        batch = pager.one(f"{PATHS_V12[kind]}/{identifier}")
        if batch.status == 404:
            batch = Batch(batch.name, items=[_note(kind, identifier)])
        yield batch


def _note(kind: Kind, identifier: UUID) -> dict[str, str]:
    return {"contentId": str(identifier), ARCHIVED: str(kind)}


#: Gives what is known, when it is asked for.
KnownHere = Callable[[], Known]
