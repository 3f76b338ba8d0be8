"""Models of the shell (app label ``soskes``)."""

from soskes_wagtail.access.copies import PrivacyCopy
from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.access.roles import Role
from soskes_wagtail.content_version import ContentVersion
from soskes_wagtail.install_record import InstalledObject
from soskes_wagtail.notifications.models import (
    Mailing,
    Notice,
    NoticeEvent,
    NoticePreferences,
    Subscription,
)
from soskes_wagtail.notifications.page import NoticesPage

__all__ = [
    "AccessLogEntry",
    "ContentVersion",
    "InstalledObject",
    "Mailing",
    "Notice",
    "NoticeEvent",
    "NoticePreferences",
    "NoticesPage",
    "PrivacyCopy",
    "Role",
    "Subscription",
]
