"""Cards of people in the memory of the process, beside the index that they go with.

What a card says is the same for all who may see the same, until content changes. Whether somebody
may be seen at all is asked of the database each time.
"""

from collections.abc import Iterator
from types import SimpleNamespace

from django.db.models import QuerySet
from django.utils import timezone

from soskes_wagtail.access import Viewer
from soskes_wagtail.access.prepared import prepared_rows
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import Profile
from soskes_wagtail.directory_snippets.people.cards import PersonCard, person_cards
from soskes_wagtail.directory_snippets.people.index import PeopleIndex

#: Ids that one query asks for; fewer are filled up with one that nobody has.
AT_ONCE = 24


def kept_cards(viewer: Viewer, ids: list[int], index: PeopleIndex) -> dict[int, PersonCard]:
    """Cards by id of those whom the viewer may see now. One query for ``AT_ONCE`` people, as
    ``person_cards`` where one of them is not kept yet."""
    kept = index.kept_for(viewer, "cards")
    if all(pk in kept for pk in ids):
        return {pk: kept[pk] for pk in _seen_now(viewer, ids)}
    found = {card.pk: card for card in person_cards(viewer, Profile.objects.filter(pk__in=ids))}
    kept.update(found)
    return found


def _seen_now(viewer: Viewer, ids: list[int]) -> Iterator[int]:
    kind = (viewer.is_member, timezone.localdate(), app_settings.MEMBERSHIPS)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        asked = [*some, *[-1] * (AT_ONCE - len(some))]
        yield from (pk for (pk,) in prepared_rows(_visible, *asked, kind=kind))


def _visible(*given) -> QuerySet:
    """Of ``AT_ONCE`` ids those of people who may be seen, by all of the viewer that the rule
    looks at; a rule that looked at more would fail here."""
    ids, (is_member, *_more) = given[:AT_ONCE], given[AT_ONCE:]
    rule = Profile.visible_q(SimpleNamespace(is_member=is_member))
    return Profile.objects.filter(rule, pk__in=ids).order_by().values_list("pk", flat=True)
