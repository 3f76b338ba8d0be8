"""A way on to the host's own search, with the same words."""

import logging

from django.http import HttpRequest
from django.utils.module_loading import import_string

from soskes_wagtail.conf import app_settings

logger = logging.getLogger(__name__)


def whole_site_link(request: HttpRequest, query: str) -> dict[str, str] | None:
    """``{"label", "url"}`` from the callable that ``SOSKES["SEARCH_WHOLE_SITE"]`` names, if any.

    The host's code must not break our page: what it raises is logged.
    """
    if not app_settings.SEARCH_WHOLE_SITE:
        return None
    try:
        link = import_string(app_settings.SEARCH_WHOLE_SITE)(request, query)
        return {"label": str(link["label"]), "url": str(link["url"])} if link else None
    except Exception:
        logger.exception("SOSKES['SEARCH_WHOLE_SITE'] failed.")
        return None
