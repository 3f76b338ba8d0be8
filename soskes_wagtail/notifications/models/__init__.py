"""Models of notices (app label ``soskes``); no kept page shows them."""

from soskes_wagtail.content_version import NOT_SHOWN
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

NOT_SHOWN.update({Mailing, Notice, NoticeEvent, NoticePreferences, Subscription})
