"""Notices that no click raises: reminders of what is near. Parts register what looks for them."""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)

_due: list[Callable[[], object]] = []


def register_due(raise_notices: Callable[[], object]) -> None:
    """Have a function called before each round of digests. It calls ``notify`` with a ``key``,
    so that a second round tells nobody again."""
    if raise_notices not in _due:
        _due.append(raise_notices)


def raise_due() -> None:
    """Call all of them; one that fails does not keep the others, or the mail, from going."""
    for raise_notices in _due:
        try:
            raise_notices()
        except Exception:
            logger.exception("Notices of %s were not raised.", raise_notices.__module__)
