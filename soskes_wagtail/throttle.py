"""How often somebody may do a thing: a counter in Django's default cache.

Where the cache fails, everything is allowed: a broken cache must not lock people out.
"""

import hashlib
import logging
import time

from django.core.cache import cache

logger = logging.getLogger(__name__)


def allowed(scope: str, who: object, *, limit: int, seconds: int) -> bool:
    """Count one try of ``who`` (a user id, an address…) and tell whether it is within the limit.

    ``limit`` tries in each window of ``seconds``. ``who`` is stored hashed only.
    """
    window = int(time.time()) // seconds
    digest = hashlib.sha256(f"{scope}:{who}".encode()).hexdigest()[:32]
    key = f"soskes:throttle:{digest}:{window}"
    try:
        cache.add(key, 0, seconds)
        return cache.incr(key) <= limit
    except ValueError:  # pushed out between the two calls
        return True
    except Exception:
        logger.exception("The cache does not answer: nothing is throttled.")
        return True
