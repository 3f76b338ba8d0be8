"""Who follows what: what people chose, and before that what suits them from the start."""

from collections.abc import Iterable

from django.db.models import QuerySet

from soskes_wagtail.access.prepared import prepared_rows
from soskes_wagtail.notifications.models import Subscription
from soskes_wagtail.notifications.topics import default_topics, default_users, split


def subscribe(user, topic: str) -> None:
    """Have the user follow a topic. Whether they may is for the caller (``topics.names_of``);
    what they cannot see they are told nothing of in any case."""
    _set(user, topic, wanted=True)


def unsubscribe(user, topic: str) -> None:
    """Have the user follow a topic no longer, also one that is followed from the start."""
    _set(user, topic, wanted=False)


def is_subscribed(user, topic: str) -> bool:
    chosen = prepared_rows(_chosen, user.pk, topic)
    return bool(chosen[0][0]) if chosen else topic in default_topics(user, split(topic)[0])


def _chosen(user_id: int, topic: str) -> QuerySet:
    return Subscription.objects.filter(user=user_id, topic=topic).values_list("wanted")


def subscriptions_of(user) -> set[str]:
    """Topics that the user follows; one query and those of the defaults."""
    chosen = dict(Subscription.objects.filter(user=user).values_list("topic", "wanted"))
    wanted = {topic for topic, yes in chosen.items() if yes}
    return wanted | {topic for topic in default_topics(user) if topic not in chosen}


def subscribers(topics: Iterable[str]) -> dict[int, str]:
    """Ids of the users who follow one of the topics, with the first such topic."""
    topics = list(dict.fromkeys(topics))
    if not topics:
        return {}
    rows = Subscription.objects.filter(topic__in=topics).values_list("topic", "user_id", "wanted")
    following = default_users(topics)
    for topic, user_id, wanted in rows.iterator():
        (following[topic].add if wanted else following[topic].discard)(user_id)
    found: dict[int, str] = {}
    for topic in topics:
        for user_id in following[topic]:
            found.setdefault(user_id, topic)
    return found


def _set(user, topic: str, *, wanted: bool) -> None:
    split(topic)
    Subscription.objects.update_or_create(user=user, topic=topic, defaults={"wanted": wanted})
