"""The people of the network in memory, as sets of bits, so that finding and counting are instant.

One bit a person, in the order of their names: "who is in Äänekoski" is one number, "and knows
about foster care" another, and how many are both is the number of ones in the two combined. It is
read anew after each change of content; what a viewer is shown is decided anew each time.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from soskes_wagtail.access import Viewer
from soskes_wagtail.conf import app_settings
from soskes_wagtail.content_version import ContentVersion
from soskes_wagtail.directory_snippets.models import (
    Area,
    Expertise,
    Membership,
    NetworkRole,
    Organisation,
    Profile,
    ProfileExpertise,
)
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES
from soskes_wagtail.directory_snippets.people.folding import by_family_name, fold, words_of

#: Groups of fields with a level of their own (``disclosure.GROUPS``) that people are found by.
GROUPS = ("areas", "expertise", "languages", "network_roles")
#: What everybody is shown who sees the person at all: names, and the rest.
NAME, OPEN = "name", ""
NAMES = tuple(f"name_{code}" for code in FALLBACK_LANGUAGES)

#: Groups of viewers, by language and purpose, for whom something is kept at the same time.
MOST_KEPT = 60

#: Names of a value in three languages, by language code.
Names = dict[str, str]


@dataclass
class PeopleIndex:
    """``ids``: of profiles, by position. ``values``: by kind (``municipality``, ``organisation``,
    ``expertise``, ``language``, ``role``) and value, who has it. ``names``: of these values.
    ``texts``: by group, folded texts to look in, and who has them; ``words``: the single words.
    ``levels``: by group and level, whose group has it. ``members``: by organisation.
    ``memo``: what is made of the index for viewers who may see the same; it goes with the index,
    whose life ends with the next change of content and with the day (``kept_for``)."""

    ids: list[int] = field(default_factory=list)
    values: dict[str, dict] = field(default_factory=lambda: defaultdict(dict))
    names: dict[str, dict] = field(default_factory=lambda: defaultdict(dict))
    texts: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    words: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    levels: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    members: dict[int, int] = field(default_factory=dict)
    organisation_texts: dict[int, list[str]] = field(default_factory=dict)
    memo: dict = field(default_factory=dict)

    @property
    def everybody(self) -> int:
        return (1 << len(self.ids)) - 1

    def kept_for(self, viewer: Viewer, what: str) -> dict:
        """Room for what is the same for all who may see the same, in the active language."""
        key = (what, get_language(), viewer.record_keys)
        if key not in self.memo and len(self.memo) >= MOST_KEPT:
            self.memo.clear()
        return self.memo.setdefault(key, {})

    def positions(self, bits: int) -> Iterator[int]:
        """Ids of profiles in a set of bits, in the order of family names."""
        text = bin(bits)[:1:-1]
        at = text.find("1")
        while at >= 0:
            yield self.ids[at]
            at = text.find("1", at + 1)


class PeopleIds(Sequence):
    """Ids of profiles in sets of bits, one set after the other. Only those asked for are looked
    up: of thousands who are found a page shows a few."""

    def __init__(self, index: PeopleIndex, *sets: int):
        self._index, self._sets = index, sets

    def __len__(self) -> int:
        return sum(bits.bit_count() for bits in self._sets)

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(map(self._index.positions, self._sets))

    def __getitem__(self, wanted):
        if isinstance(wanted, slice):
            start, stop, step = wanted.indices(len(self))
            return list(islice(self, start, stop, step)) if step > 0 else list(self)[wanted]
        return list(self)[wanted]

    def __eq__(self, other) -> bool:
        return list(self) == list(other)


_kept: tuple[object, PeopleIndex] | None = None


def people_index(version: int | None = None) -> PeopleIndex:
    """The index of all people with an active membership; for one query where nothing changed,
    for none where the ``version`` of the content is known.

    Kept in the memory of the process as long as ``PAGE_CACHE_SECONDS`` is not 0.
    """
    global _kept
    if app_settings.PAGE_CACHE_SECONDS <= 0:
        return read_index()
    version = ContentVersion.current() if version is None else version
    index = index_at_hand(version)
    if index is None:
        index = read_index()
        _kept = ((version, timezone.localdate()), index)
    return index


def index_at_hand(version: int) -> PeopleIndex | None:
    """The index of a version of the content, if it has been read and is kept: for whoever can do
    without, as reading it takes a moment where there are thousands of people."""
    if app_settings.PAGE_CACHE_SECONDS <= 0 or _kept is None:
        return None
    return _kept[1] if _kept[0] == (version, timezone.localdate()) else None


def read_index(day: datetime.date | None = None) -> PeopleIndex:
    """Read everything; eleven queries, whatever the number of people."""
    index = PeopleIndex()
    people = Profile.objects.filter(Profile.belonging_q())
    levels = [f"{group}_audience" for group in GROUPS]
    rows = list(people.order_by("pk").values_list("pk", "user_id", "name", "title", *levels))
    rows.sort(key=lambda row: by_family_name(row[2]))
    at_profile, at_user = {}, {}
    languages = dict(people.values_list("pk", "languages"))
    for place, (pk, user_id, name, title, *chosen) in enumerate(rows):
        bit = 1 << place
        index.ids.append(pk)
        at_profile[pk] = at_user[user_id] = bit
        _add_text(index, NAME, name, bit)
        _add_text(index, OPEN, title, bit)
        for group, level in zip(GROUPS, chosen, strict=True):
            _join(index.levels[group], level, bit)
        for code in languages[pk]:
            _join(index.values["language"], code, bit)
    _read_organisations(index, at_user)
    _read_areas(index, at_profile)
    _read_expertise(index, at_profile)
    _read_roles(index, at_profile)
    return index


def _join(sets: dict, key, bit: int) -> None:
    sets[key] = sets.get(key, 0) | bit


def _add_text(index: PeopleIndex, group: str, text: str, bits: int) -> None:
    if text and bits:
        _join(index.texts[group], fold(text), bits)
        for word in words_of(text):
            _join(index.words[group], word, bits)


def _names(row: dict) -> Names:
    return {code: row[f"name_{code}"] for code in FALLBACK_LANGUAGES}


def _read_organisations(index: PeopleIndex, at_user: dict[int, int]) -> None:
    members: dict[int, int] = {}
    active = Membership.objects.active().values_list("organisation_id", "user_id")
    for organisation_id, user_id in active:
        if user_id in at_user:
            _join(members, organisation_id, at_user[user_id])
    index.members = members
    index.values["organisation"] = dict(members)
    rows = Organisation.objects.filter(pk__in=list(members))
    for row in rows.values("pk", *NAMES):
        index.names["organisation"][row["pk"]] = _names(row)
        texts = {fold(name) for name in _names(row).values() if name}
        index.organisation_texts[row["pk"]] = sorted(texts)


def _read_areas(index: PeopleIndex, at_profile: dict[int, int]) -> None:
    """Who serves which municipality: the areas named, else those of the organisations; who
    serves a county serves its municipalities."""
    direct: dict[int, int] = {}
    for profile_id, area_id in _links(Profile.areas.through, "area_id"):
        if profile_id in at_profile:
            _join(direct, area_id, at_profile[profile_id])
    named = 0
    for bits in direct.values():
        named |= bits
    own_areas = Organisation.objects.filter(pk__in=list(index.members), area__isnull=False)
    by_organisation: dict[int, int] = {}
    for pk, area_id in own_areas.values_list("pk", "area_id"):
        _join(by_organisation, area_id, index.members[pk] & ~named)
    areas = list(Area.objects.current())
    for area in areas:
        wanted = direct.get(area.pk, 0) | by_organisation.get(area.pk, 0)
        for text in _names(vars(area)).values():
            _add_text(index, "areas", text, wanted)
        if area.kind != Area.Kind.MUNICIPALITY:
            continue
        for covering in area.covering_ids - {area.pk}:
            wanted |= direct.get(covering, 0) | by_organisation.get(covering, 0)
        if wanted:
            index.values["municipality"][area.slug] = wanted
            index.names["municipality"][area.slug] = _names(vars(area))
            for text in _names(vars(area)).values():
                _add_text(index, "areas", text, wanted)


def _read_expertise(index: PeopleIndex, at_profile: dict[int, int]) -> None:
    links: dict[int, int] = {}
    for profile_id, tag_id in ProfileExpertise.objects.values_list("content_object_id", "tag_id"):
        if profile_id in at_profile:
            _join(links, tag_id, at_profile[profile_id])
    for pk, slug, name in _rows(Expertise.objects.all(), links, "slug", "name"):
        index.values["expertise"][slug] = links[pk]
        index.names["expertise"][slug] = dict.fromkeys(FALLBACK_LANGUAGES, name)
        _add_text(index, "expertise", name, links[pk])


def _read_roles(index: PeopleIndex, at_profile: dict[int, int]) -> None:
    links: dict[int, int] = {}
    for profile_id, role_id in _links(Profile.network_roles.through, "networkrole_id"):
        if profile_id in at_profile:
            _join(links, role_id, at_profile[profile_id])
    for pk, *names in _rows(NetworkRole.objects.all(), links, *NAMES):
        index.values["role"][pk] = links[pk]
        index.names["role"][pk] = dict(zip(FALLBACK_LANGUAGES, names, strict=True))
        for name in names:
            _add_text(index, "network_roles", name, links[pk])


def _links(through, field_name: str) -> QuerySet:
    return through.objects.values_list("profile_id", field_name)


def _rows(queryset: QuerySet, links: dict[int, int], *names: str) -> Iterable[tuple]:
    """Rows that somebody has; the lists are short, so that all are read."""
    return [row for row in queryset.values_list("pk", *names) if row[0] in links]
