"""Topics that people follow: texts such as ``section:12``. Parts register what they mean."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from soskes_wagtail.access import Viewer

#: Longest topic that is stored.
MAX_LENGTH = 120


@dataclass(frozen=True)
class TopicKind:
    """Topics with one prefix, ``prefix:id``.

    ``label``: heading over them on the page where people choose ("Municipalities").
    ``named(viewer, ids)``: names of those that the viewer may see and follow, by id, in a
    constant number of queries. What is left out can be neither seen nor followed.
    ``offered(viewer)``: ids worth offering beside those followed already, best first.
    """

    prefix: str
    label: str | Promise
    named: Callable[[Viewer, Iterable[str]], dict[str, str]]
    offered: Callable[[Viewer], Iterable[str]] | None = None
    order: int = 50


@dataclass(frozen=True)
class DefaultTopics:
    """Topics of one prefix that people follow without having asked, until they say no.

    ``of_user(user)``: the topics of one. ``users_of(topics)``: ids of users by topic, of many.
    Both in a constant number of queries.
    """

    prefix: str
    of_user: Callable[..., Iterable[str]]
    users_of: Callable[[Iterable[str]], dict[str, Iterable[int]]]


_kinds: dict[str, TopicKind] = {}
_defaults: list[DefaultTopics] = []


def register_topic_kind(kind: TopicKind) -> None:
    """Add a kind; a second one of the same prefix replaces the first."""
    _kinds[kind.prefix] = kind


def register_default_topics(defaults: DefaultTopics) -> None:
    """Have a part say what people follow from the start."""
    if defaults not in _defaults:
        _defaults.append(defaults)


def topic_kinds() -> list[TopicKind]:
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.prefix))


def split(topic: str) -> tuple[str, str]:
    """Prefix and id of a topic. ``ValueError`` for what is none."""
    prefix, sign, ident = topic.partition(":")
    if not (prefix and sign and ident) or len(topic) > MAX_LENGTH or "\x00" in topic:
        raise ValueError(f"A topic is prefix:id of at most {MAX_LENGTH} signs, not {topic!r}.")
    return prefix, ident


def names_of(viewer: Viewer, topics: Iterable[str]) -> dict[str, str]:
    """Names of the topics that the viewer may follow; the others are left out."""
    by_prefix: dict[str, list[str]] = {}
    for topic in topics:
        prefix, ident = split(topic)
        by_prefix.setdefault(prefix, []).append(ident)
    return {
        f"{prefix}:{ident}": name
        for prefix, idents in by_prefix.items()
        if prefix in _kinds
        for ident, name in _kinds[prefix].named(viewer, idents).items()
    }


def default_topics(user, prefix: str | None = None) -> set[str]:
    """Topics that the user follows unless they have said no; only those of a prefix."""
    asked = (each for each in _defaults if prefix is None or each.prefix == prefix)
    return {topic for defaults in asked for topic in defaults.of_user(user)}


def default_users(topics: Iterable[str]) -> dict[str, set[int]]:
    """Ids of the users who follow the topics unless they have said no."""
    found: dict[str, set[int]] = {topic: set() for topic in topics}
    for defaults in _defaults:
        for topic, user_ids in defaults.users_of(list(found)).items():
            found[topic].update(user_ids)
    return found
