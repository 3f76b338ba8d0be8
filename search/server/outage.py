"""That the server does not answer is remembered for some seconds, by all processes that share a
cache: meanwhile nobody waits for it."""

from django.core.cache import cache

SECONDS = 15
_KEY = "soskes_search_server_away"


def is_known() -> bool:
    return bool(cache.get(_KEY))


def note() -> None:
    cache.set(_KEY, True, SECONDS)


def forget() -> None:
    cache.delete(_KEY)


def is_outage(error: Exception) -> bool:
    """Whether the server is not there for anybody, rather than not content with one request."""
    status = getattr(error, "status_code", None)
    return not isinstance(status, int) or status in (401, 403, 429) or status >= 500
