"""Models of notices (app label ``soskes``)."""

from soskes_wagtail.notifications.models.mailing import Mailing
from soskes_wagtail.notifications.models.notice import Notice, NoticeEvent
from soskes_wagtail.notifications.models.preferences import (
    Frequency,
    NoticePreferences,
    Subscription,
)

__all__ = [
    "Frequency",
    "Mailing",
    "Notice",
    "NoticeEvent",
    "NoticePreferences",
    "Subscription",
]
