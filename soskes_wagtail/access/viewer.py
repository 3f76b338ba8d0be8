"""Somebody who looks: what of a person and a session decides what they may see."""

from collections.abc import Callable, Iterable
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from wagtail.models import PageViewRestriction

from soskes_wagtail.access.audiences import Audience
from soskes_wagtail.access.backing import fetch_groups_of, fetched_groups
from soskes_wagtail.access.branches import closed_branches
from soskes_wagtail.access.roles import RoleKey

_kept_organisations: list[Callable[..., frozenset[int]]] = []


def register_kept_organisations(find: Callable[..., frozenset[int]]) -> None:
    """``find(user)``: ids of the organisations whose records a user keeps. Once, at the start."""
    _kept_organisations[:] = [find]


_access_keys: list[Callable[["Viewer"], Iterable[str]]] = []
_access_keys_of_many: dict[Callable, Callable[[list["Viewer"]], dict[int, Iterable[str]]]] = {}


def register_access_keys(
    find: Callable[["Viewer"], Iterable[str]],
    find_many: Callable[[list["Viewer"]], dict[int, Iterable[str]]] | None = None,
) -> None:
    """Have a part say which of its closed places a viewer may enter, as keys ``part:id``.

    Asked once per viewer; one query at most, none for anonymous viewers. ``find_many(viewers)``
    says the same of many at once, by user id and in a constant number of queries: notices and
    digests ask it, and ``find`` where a part has none.
    """
    if find not in _access_keys:
        _access_keys.append(find)
    if find_many is not None:
        _access_keys_of_many[find] = find_many


class Viewer:
    """A user (or nobody) with what they may see; asks the database twice at most.

    An inactive user counts as anonymous. Page passwords live in the session, so that only a
    viewer made from a request (``viewer_for``) can have passed one.
    """

    def __init__(self, user=None, *, session=None):
        usable = user is not None and user.is_authenticated and user.is_active
        self.user = user if usable else AnonymousUser()
        self._session = session
        self._company = _Company([self])

    @classmethod
    def of_many(cls, users: Iterable) -> dict[int, "Viewer"]:
        """Viewers of many users by user id, in a constant number of queries."""
        users = list(users)
        fetch_groups_of(users)
        viewers = {user.pk: cls(user) for user in users}
        company = _Company(list(viewers.values()))
        for viewer in viewers.values():
            viewer._company = company
        return viewers

    @property
    def is_authenticated(self) -> bool:
        return self.user.is_authenticated

    @property
    def is_superuser(self) -> bool:
        return self.user.is_superuser

    @cached_property
    def _groups(self) -> list[tuple[int, str | None]]:
        if not self.is_authenticated:
            return []
        return [(group.pk, _role_key(group)) for group in fetched_groups(self.user)]

    @cached_property
    def group_ids(self) -> frozenset[int]:
        return frozenset(group_id for group_id, _ in self._groups)

    @cached_property
    def role_keys(self) -> frozenset[RoleKey]:
        """Roles held; a superuser is an administrator without being in the group."""
        held = {RoleKey(key) for _, key in self._groups if key}
        return frozenset(held | {RoleKey.ADMINISTRATOR} if self.is_superuser else held)

    def has_role(self, *keys: RoleKey) -> bool:
        return not self.role_keys.isdisjoint(keys)

    @property
    def is_member(self) -> bool:
        return bool(self.role_keys)

    @property
    def is_admin(self) -> bool:
        return RoleKey.ADMINISTRATOR in self.role_keys

    @cached_property
    def audiences(self) -> frozenset[Audience]:
        """Audiences the viewer belongs to, for ``audience__in`` and for cache keys."""
        found = {Audience.PUBLIC}
        if self.is_member:
            found.add(Audience.MEMBERS)
        if self.is_admin:
            found.add(Audience.ADMINS)
        return frozenset(found)

    @cached_property
    def organisation_ids(self) -> frozenset[int]:
        """Ids of the organisations whose records the viewer keeps, for fields that only their
        own people see and for cache keys. No query for anonymous viewers and mere readers."""
        if self.role_keys <= {RoleKey.READER} or not _kept_organisations:
            return frozenset()
        return _kept_organisations[0](self.user)

    @property
    def record_keys(self) -> frozenset[str]:
        """Keys for records of the directory: the audiences, and ``own:ID`` for each organisation
        whose records the viewer keeps. What a page that is kept in a cache may depend on."""
        return frozenset(
            [
                *(str(audience.value) for audience in self.audiences),
                *(f"own:{pk}" for pk in self.organisation_ids),
            ]
        )

    @cached_property
    def access_keys(self) -> frozenset[str]:
        """Keys of all that the viewer may enter beside pages: the audiences, ``own:ID`` for each
        organisation whose records they keep, and what parts register (closed groups).

        What is stored with the key of its audience (search, feeds) is shown to whoever holds it.
        """
        found = set(self.record_keys)
        for find in _access_keys:
            found.update(self._company.keys(find, self))
        return frozenset(found)

    @cached_property
    def passed_passwords(self) -> frozenset[int]:
        """Ids of the password restrictions opened in this session."""
        if self._session is None:
            return frozenset()
        key = PageViewRestriction.passed_view_restrictions_session_key
        return frozenset(self._session.get(key, []))

    @cached_property
    def closed_branches(self) -> tuple[str, ...]:
        """Tree paths closed to the viewer, see ``branches.closed_branches``."""
        return self._company.closed_branches(
            logged_in=self.is_authenticated,
            superuser=self.is_superuser,
            group_ids=self.group_ids,
            passed=self.passed_passwords,
        )


class _Company:
    """Viewers that are looked at together: what is asked for one is kept for its likes."""

    def __init__(self, viewers: list[Viewer]):
        self._viewers = viewers
        self._branches: dict[tuple, tuple[str, ...]] = {}
        self._keys: dict[Callable, dict[int, Iterable[str]]] = {}

    def closed_branches(self, **of: object) -> tuple[str, ...]:
        key = tuple(of.values())
        if key not in self._branches:
            self._branches[key] = closed_branches(**of)
        return self._branches[key]

    def keys(self, find: Callable, viewer: Viewer) -> Iterable[str]:
        if len(self._viewers) == 1 or find not in _access_keys_of_many:
            return find(viewer)
        if find not in self._keys:
            self._keys[find] = _access_keys_of_many[find](self._viewers)
        return self._keys[find].get(viewer.user.pk, ())


def _role_key(group) -> str | None:
    role = getattr(group, "soskes_role", None)  # none: RelatedObjectDoesNotExist
    return role.key if role else None


def viewer_for(request: HttpRequest) -> Viewer:
    """The viewer of a request, made once; made anew when somebody logs in or out meanwhile."""
    user = getattr(request, "user", None)
    kept = getattr(request, "_soskes_viewer", None)
    if kept is None or kept[0] is not user:
        kept = (user, Viewer(user, session=getattr(request, "session", None)))
        request._soskes_viewer = kept
    return kept[1]
