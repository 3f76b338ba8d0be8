"""People whom a text calls by name: ``@Maija Meikäläinen``."""

import re

from django.contrib.auth import get_user_model
from django.db.models import Q

from soskes_wagtail.community import member_text

_NAME = re.compile(r"(?<!\w)@([^\W\d_][\w-]{0,40})[ \u00a0]+([^\W\d_][\w-]{0,60})")
_MOST = 10


def mentioned(body: str) -> list:
    """Users with the names in the text, at most ten names. Who of them may see it is asked when
    they are told."""
    names = list(dict.fromkeys(_NAME.findall(member_text.plain(body))))[:_MOST]
    if not names:
        return []
    wanted = Q(pk__in=[])
    for first, last in names:
        wanted |= Q(first_name__iexact=first, last_name__iexact=last)
    return list(get_user_model()._default_manager.filter(wanted, is_active=True)[:50])
