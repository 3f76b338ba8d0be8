"""What people search for, so that editors see what is missing. Nothing tells who searched.

Not written down: what only members of some closed group would find, since it would tell others
what goes on there; whatever looks like a number, an address or an identity code of a person; and
more than a fixed number of different queries a day. The report shows what at least two people
have searched for.
"""

import logging
import re
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from soskes_wagtail.access import Audience, Viewer, role_groups
from soskes_wagtail.access.branches import closed_branches
from soskes_wagtail.access.roles import RoleKey
from soskes_wagtail.search.analysis.query import precise
from soskes_wagtail.search.index.engine import Scope, get_engine
from soskes_wagtail.search.models import SearchedQuery
from soskes_wagtail.search.services.vocabulary import load_vocabulary
from soskes_wagtail.throttle import allowed

logger = logging.getLogger(__name__)

#: Different queries that one day may add, and how long a day is kept.
MOST_A_DAY = 1_000
KEPT_DAYS = 365
_PERSONAL = re.compile(r"\d{5}|\d{6}[-+A-FU-Y]|@|\d[\d\s-]{6,}\d", re.IGNORECASE)
_DAY = 24 * 60 * 60


def record(viewer: Viewer, results) -> None:
    """Count a search; never fails, and counts one person once a day."""
    try:
        query = " ".join(results.asked.text.lower().split())[:100]
        if not query or _PERSONAL.search(query):
            return
        who = viewer.user.pk or "nobody"
        if not allowed("search-log", f"{who}:{query}", limit=1, seconds=_DAY):
            return
        hits = _hits_of_readers(viewer, results)
        if hits is not None:
            with transaction.atomic():
                _count(query, results.asked.language, hits)
    except Exception:
        logger.exception("A search could not be counted.")


def prune() -> int:
    """Forget what is older than ``KEPT_DAYS``."""
    oldest = timezone.localdate() - timedelta(days=KEPT_DAYS)
    return SearchedQuery.objects.filter(day__lt=oldest).delete()[0]


def _hits_of_readers(viewer: Viewer, results) -> int | None:
    """How much any reader of the network would find; None if only this viewer finds something."""
    found = 0 if results.widened else results.without_filters
    if not found:
        return 0
    scope = Scope(
        access_keys=frozenset({str(Audience.PUBLIC.value), str(Audience.MEMBERS.value)}),
        closed_branches=closed_branches(
            logged_in=True,
            superuser=False,
            group_ids=list(role_groups(RoleKey.READER).values_list("pk", flat=True)),
            passed=(),
        ),
        at=timezone.now(),
        languages=(results.asked.language, ""),
    )
    query = precise(results.words, load_vocabulary().synonyms)
    hits = sum(group.count for group in get_engine().groups(query, scope))
    return hits or None


def _count(query: str, language: str, hits: int) -> None:
    day = timezone.localdate()
    row = SearchedQuery.objects.filter(day=day, language=language, query=query)
    if row.update(times=F("times") + 1, hits=hits):
        return
    if SearchedQuery.objects.filter(day=day).count() < MOST_A_DAY:
        # Without signals: it changes nothing that a page shows.
        new = SearchedQuery(day=day, language=language, query=query, hits=hits, times=1)
        SearchedQuery.objects.bulk_create([new], ignore_conflicts=True)
