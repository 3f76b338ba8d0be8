"""In which language somebody reads mail."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from wagtail.users.models import UserProfile

from soskes_wagtail.notifications.models import NoticePreferences


def languages_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Language codes by user id: what somebody has chosen for notices, then for Wagtail's admin,
    then the site's. Two queries."""
    user_ids = list(user_ids)
    found = dict.fromkeys(user_ids, settings.LANGUAGE_CODE)
    profiles = UserProfile.objects.filter(user__in=user_ids)
    wishes = NoticePreferences.objects.filter(user__in=user_ids)
    for rows in (
        profiles.values_list("user_id", "preferred_language"),
        wishes.values_list("user_id", "language"),
    ):
        for user_id, code in rows:
            found[user_id] = _supported(code) or found[user_id]
    return found


def _supported(code: str) -> str:
    try:
        return get_supported_language_variant(code) if code else ""
    except LookupError:
        return ""
