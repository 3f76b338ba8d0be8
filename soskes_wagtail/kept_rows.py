"""Rows of lists (posts, discussions) as HTML, kept in the cache: each is made once for all who
are shown the same.

A row's key is a digest of everything that its HTML is made of, so that no row is ever shown
with a text, a name or a button that its reader would not have got without the cache, and
nothing has to be emptied. What somebody may see is asked before, each time.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.core.cache import cache
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from soskes_wagtail import __version__
from soskes_wagtail.conf import app_settings

KEPT_SECONDS = 3600
#: Rows kept together at one place; those shown last stay.
MOST = 100


class Row(NamedTuple):
    """``place``: what the row is kept together with, ``topic:5``; it only has to be found again
    with the others. ``made_of``: all that the HTML depends on, beside language, day and time
    zone, as values whose ``repr`` tells them apart. ``html`` renders it."""

    place: str
    made_of: tuple
    html: Callable[[], str]


def kept_rows(rows: Iterable[Row]) -> list[SafeString]:
    """HTML of the rows, one access to the cache for all of them (and one more for new ones)."""
    rows = list(rows)
    if not app_settings.PAGE_CACHE_SECONDS:
        return [mark_safe(row.html()) for row in rows]
    around = repr(
        (__version__, get_language(), timezone.localdate(), timezone.get_current_timezone_name())
    ).encode()
    places = {row.place: _place_key(row.place, around) for row in rows}
    known = cache.get_many(places.values())
    shown: dict[str, dict[bytes, str]] = defaultdict(dict)
    changed, found = set(), []
    for row in rows:
        key = places[row.place]
        digest = hashlib.blake2b(repr(row.made_of).encode(), digest_size=16).digest()
        html = known.get(key, {}).get(digest)
        if html is None:
            html = str(row.html())
            changed.add(key)
        shown[key][digest] = html
        found.append(mark_safe(html))
    if changed:
        # What was shown now comes last, and so is the last to be left out.
        cache.set_many(
            {key: _latest(known.get(key, {}), shown[key]) for key in changed}, KEPT_SECONDS
        )
    return found


def _latest(before: dict[bytes, str], now: dict[bytes, str]) -> dict[bytes, str]:
    others = [(key, html) for key, html in before.items() if key not in now]
    return dict([*others, *now.items()][-MOST:])


def _place_key(place: str, around: bytes) -> str:
    return "soskes:rows:" + hashlib.sha256(around + place.encode()).hexdigest()
