"""Sections that people follow from the start: those they keep, and those of their field.

Somebody's field is what their profile names as their expertise: a section belongs to it that is
called so, in any language, or that shows a service class of that name.
"""

from collections import defaultdict
from collections.abc import Iterable

from soskes_wagtail.directory_snippets.models import Expertise, ProfileExpertise
from soskes_wagtail.notifications import DefaultTopics, register_default_topics
from soskes_wagtail.sections.models import ServiceSectionPage

_NAMES = [f"service_classes__name_{code}" for code in ("fi", "sv", "en")]


def register() -> None:
    register_default_topics(DefaultTopics("section", of_user, users_of))


def of_user(user) -> set[str]:
    """Topics of the user's own sections; two queries."""
    links = ProfileExpertise.objects.filter(content_object__user=user)
    field = {name.casefold() for name in links.values_list("tag__name", flat=True)}
    return {
        topic
        for topic, (names, owners) in _sections().items()
        if user.pk in owners or not field.isdisjoint(names)
    }


def users_of(topics: Iterable[str]) -> dict[str, set[int]]:
    """Who keeps the sections, and whose field they are; three queries."""
    wanted = {topic for topic in topics if topic.startswith("section:")}
    sections = {topic: both for topic, both in _sections().items() if topic in wanted}
    if not sections:
        return {}
    # Compared here: databases do not fold the case of every letter.
    tags = {pk: name.casefold() for pk, name in Expertise.objects.values_list("pk", "name")}
    named = {name for names, _ in sections.values() for name in names}
    links = ProfileExpertise.objects.filter(tag__in=[pk for pk in tags if tags[pk] in named])
    users: dict[str, set[int]] = defaultdict(set)
    for tag_id, user_id in links.values_list("tag_id", "content_object__user_id"):
        users[tags[tag_id]].add(user_id)
    return {
        topic: owners.union(*(users[name] for name in names))
        for topic, (names, owners) in sections.items()
    }


def _sections() -> dict[str, tuple[set[str], set[int]]]:
    """Names (without regard to case) and ids of the owners of each section, all its language
    versions together, by the topic of the version that comes first. One query."""
    rows = ServiceSectionPage.objects.live().order_by("path")
    found: dict = {}
    for pk, family, title, owner_id, *names in rows.values_list(
        "pk", "translation_key", "title", "owner_id", *_NAMES
    ):
        _topic, known, owners = found.setdefault(family, (f"section:{pk}", set(), set()))
        known.update(name.casefold() for name in (title, *names) if name)
        owners.update({owner_id} - {None})
    return {topic: (known, owners) for topic, known, owners in found.values()}
