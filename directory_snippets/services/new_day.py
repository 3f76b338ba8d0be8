"""Memberships and licences begin and end with a day, and nothing is saved at midnight.

The first request of each day in each process brings the role groups up to date, before anything
looks at them. ``soskes_sync_memberships`` does the same by night for hosts that want it done
before the first request.
"""

import datetime
import logging

from django.db import DatabaseError
from django.utils import timezone

from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.services.role_sync import sync_roles

logger = logging.getLogger(__name__)
_done_on: datetime.date | None = None


def see_to_roles() -> None:
    """Bring the role groups up to date if it was not done today in this process.

    Where the database does not answer it is tried again at the next request: SosKes's own pages
    ask the memberships themselves meanwhile.
    """
    global _done_on
    today = timezone.localdate()
    if _done_on == today or not app_settings.MEMBERSHIPS:
        return
    try:
        sync_roles()
    except DatabaseError:
        logger.exception("Role groups could not be brought up to date.")
        return
    _done_on = today
