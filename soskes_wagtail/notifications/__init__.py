"""Notices: what somebody is told, in the network and by mail.

Parts call ``notify``; the notice in the network is the record, mail a courtesy. Access to the
target is asked for when a notice is made, when it is shown and when it is sent.
"""

from soskes_wagtail.notifications.kinds import NoticeKind, register_kind
from soskes_wagtail.notifications.raising import notify
from soskes_wagtail.notifications.subscriptions import (
    is_subscribed,
    subscribe,
    subscriptions_of,
    unsubscribe,
)
from soskes_wagtail.notifications.topics import (
    DefaultTopics,
    TopicKind,
    register_default_topics,
    register_topic_kind,
)

__all__ = [
    "DefaultTopics",
    "NoticeKind",
    "TopicKind",
    "is_subscribed",
    "notify",
    "register_default_topics",
    "register_kind",
    "register_topic_kind",
    "subscribe",
    "subscriptions_of",
    "unsubscribe",
]
