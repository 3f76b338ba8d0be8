"""Who looks: roles, audiences, and one viewer for a request."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.functional import SimpleLazyObject
from wagtail.models import PageViewRestriction

from soskes_wagtail.access import (
    Audience,
    Role,
    RoleKey,
    Viewer,
    register_access_keys,
    role_groups,
    viewer_for,
)
from soskes_wagtail.access import viewer as viewer_module

PUBLIC, MEMBERS, ADMINS = Audience.PUBLIC, Audience.MEMBERS, Audience.ADMINS


@pytest.mark.parametrize("key", RoleKey)
def test_every_role_makes_a_member(person, role, key):
    viewer = Viewer(person("x", role(key)))
    assert viewer.role_keys == {key}
    assert viewer.is_member
    assert viewer.is_admin == (key == RoleKey.ADMINISTRATOR)
    assert viewer.audiences == ({PUBLIC, MEMBERS, ADMINS} if viewer.is_admin else {PUBLIC, MEMBERS})


def test_several_roles(person, role):
    viewer = Viewer(person("x", role(RoleKey.READER), role(RoleKey.MODERATOR)))
    assert viewer.has_role(RoleKey.MODERATOR)
    assert viewer.has_role(RoleKey.ADMINISTRATOR, RoleKey.READER)
    assert not viewer.has_role(RoleKey.SECTION_EDITOR)


def test_groups_of_the_host_make_no_member(person, groups, role):
    role(RoleKey.READER)
    viewer = Viewer(person("x", groups["a"]))
    assert viewer.group_ids == {groups["a"].pk}
    assert not viewer.is_member
    assert viewer.audiences == {PUBLIC}


def test_superuser_is_member_and_administrator(person):
    viewer = Viewer(person("su", is_superuser=True))
    assert viewer.is_admin
    assert viewer.audiences == {PUBLIC, MEMBERS, ADMINS}


@pytest.mark.parametrize("who", ["anonymous", "nobody", "inactive member"])
def test_nobody_in_particular(person, role, who):
    user = {
        "anonymous": AnonymousUser(),
        "nobody": None,
        "inactive member": person(
            "left", role(RoleKey.ADMINISTRATOR), is_active=False, is_superuser=True
        ),
    }[who]
    viewer = Viewer(user)
    assert not viewer.is_authenticated
    assert not viewer.is_superuser
    assert viewer.group_ids == viewer.role_keys == frozenset()
    assert viewer.audiences == {PUBLIC}


def test_groups_and_roles_in_one_query(person, role, groups):
    viewer = Viewer(person("x", role(RoleKey.READER), role(RoleKey.MODERATOR), *groups.values()))
    with CaptureQueriesContext(connection) as queries:
        assert len(viewer.group_ids) == 4
        assert len(viewer.role_keys) == 2
        assert viewer.is_member
        assert viewer.audiences
    assert len(queries) == 1


def test_the_groups_read_can_be_narrowed_down_and_changed(person, role, groups):
    user = person("x", role(RoleKey.READER), groups["a"])
    person("y", groups["b"])
    assert Viewer(user).group_ids == {role(RoleKey.READER).pk, groups["a"].pk}
    # Their query is made only now: of this user's groups, and of nobody else's.
    assert list(user.groups.filter(name=groups["a"].name)) == [groups["a"]]
    assert not user.groups.filter(pk=groups["b"].pk).exists()
    assert {group.pk for group in user.groups.order_by("pk")} == Viewer(user).group_ids
    user.groups.remove(groups["a"])
    assert Viewer(user).group_ids == {role(RoleKey.READER).pk}
    assert [group.soskes_role.key for group in user.groups.all()] == [RoleKey.READER]


def test_one_viewer_for_a_request(person):
    request = RequestFactory().get("/")
    request.user = person("x")
    viewer = viewer_for(request)
    assert viewer_for(request) is viewer
    assert viewer.user == request.user


def test_signing_in_and_out_makes_a_new_viewer(person):
    request = RequestFactory().get("/")
    assert not viewer_for(request).is_authenticated  # a request may have no user at all
    request.user = person("su", is_superuser=True)
    assert viewer_for(request).is_admin
    request.user = AnonymousUser()
    assert not viewer_for(request).is_admin


def test_a_host_may_rename_the_group(person, role):
    group = role(RoleKey.READER)
    group.name = "Sosiaalityön verkosto"
    group.save()
    assert Viewer(person("x", group)).is_member
    assert list(role_groups(RoleKey.READER)) == [group]


def test_role_groups_without_a_key_are_all(role, groups):
    made = {role(RoleKey.READER), role(RoleKey.ADMINISTRATOR)}
    assert set(role_groups()) == made
    assert not role_groups(RoleKey.MODERATOR).exists()


def test_a_role_has_one_group_and_a_group_one_role(role, groups):
    group = role(RoleKey.READER)
    for wrong in ({"key": "reader", "group": groups["a"]}, {"key": "moderator", "group": group}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Role.objects.create(**wrong)
    group.delete()
    with pytest.raises(ObjectDoesNotExist):
        Role.objects.get(key="reader")


def test_access_keys_are_the_audiences_and_what_parts_add(person, role, monkeypatch):
    monkeypatch.setattr(viewer_module, "_access_keys", [])
    register_access_keys(lambda viewer: {"club:1"} if viewer.is_member else ())
    assert Viewer().access_keys == {"public"}
    reader = Viewer(person("x", role(RoleKey.READER)))
    assert reader.access_keys == {"public", "members", "club:1"}


def test_a_requests_user_is_asked_for_groups_once(person, groups):
    """A request wraps its user; Wagtail's privacy check then asks the user inside."""
    user = person("x", *groups.values())
    request = RequestFactory().get("/")
    request.user = SimpleLazyObject(lambda: type(user).objects.get(pk=user.pk))
    assert len(viewer_for(request).group_ids) == 2
    with CaptureQueriesContext(connection) as queries:
        assert {group.pk for group in request.user.groups.all()} == viewer_for(request).group_ids
    assert len(queries) == 0
    request.user.groups.clear()
    assert not request.user.groups.all()


def test_what_is_closed_is_asked_anew_for_everybody_every_time(home, close, person, groups):
    """The text of the query is kept, its answer never: not even past Django's signals."""
    insider = person("in", groups["a"])
    person("out", groups["b"])
    users = type(insider).objects

    def closed(name=None, session=None):  # as a new request finds it
        return Viewer(name and users.get(username=name), session=session).closed_branches

    restriction = close(home, PageViewRestriction.GROUPS, [groups["a"]])
    for _ in range(2):
        assert closed("in") == ()
        assert closed("out") == closed() == (home.path,)
    PageViewRestriction.groups.through.objects.filter(group=groups["a"]).update(group=groups["b"])
    assert closed("in") == (home.path,)
    assert closed("out") == ()
    type(insider).groups.through.objects.filter(user=insider).update(group=groups["b"])
    assert closed("in") == ()
    users.filter(pk=insider.pk).update(is_active=False)
    assert closed("in") == (home.path,)
    PageViewRestriction.objects.filter(pk=restriction.pk).update(restriction_type="login")
    assert closed("out") == () != closed()
    PageViewRestriction.objects.filter(pk=restriction.pk).update(restriction_type="password")
    key = PageViewRestriction.passed_view_restrictions_session_key
    assert closed("out") == (home.path,)
    assert closed("out", {key: [restriction.pk]}) == ()
