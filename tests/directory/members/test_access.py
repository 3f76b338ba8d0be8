"""What a membership opens, and that its end closes it: at once, by date, and past the signals."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation
from soskes_wagtail.directory_snippets.services import new_day
from soskes_wagtail.directory_snippets.services.membership import end_membership, give_membership
from soskes_wagtail.directory_snippets.services.role_sync import sync_roles


@pytest.fixture
def readers(role):
    return role(RoleKey.READER)


@pytest.fixture
def editors(role):
    return role(RoleKey.MUNICIPAL_EDITOR)


def again(user):
    """The user as the next request gets it."""
    return get_user_model().objects.get(pk=user.pk)


def roles(user):
    return Viewer(again(user)).role_keys


def groups(user):
    return set(again(user).groups.all())


class TestViewer:
    def test_group_without_membership_counts_for_nothing(self, person, readers, groups):
        user = person("a", groups["a"])
        through = user.groups.through
        through.objects.create(user_id=user.pk, group_id=readers.pk)  # past Django's signals
        viewer = Viewer(again(user))
        assert not viewer.is_member
        assert viewer.group_ids == {groups["a"].pk}
        assert viewer.audiences == {"public"}
        # Wagtail's privacy check asks the same user object afterwards.
        assert list(viewer.user.groups.all()) == [groups["a"]]

    def test_many_at_once_like_one_by_one(
        self, person, readers, editors, groups, town, licence, join
    ):
        users = [person(name, groups["b"]) for name in "abc"]
        join(users[0], town)
        for user in users:
            user.groups.through.objects.get_or_create(user_id=user.pk, group_id=editors.pk)
        fresh = [again(user) for user in users]
        with CaptureQueriesContext(connection) as queries:
            viewers = Viewer.of_many(fresh)
            found = {pk: (v.role_keys, v.group_ids) for pk, v in viewers.items()}
        assert len(queries) == 2
        for user in users:
            alone = Viewer(again(user))
            assert found[user.pk] == (alone.role_keys, alone.group_ids)
        assert found[users[0].pk][0] == {RoleKey.READER}

    def test_roles_in_one_query(self, person, readers, editors, town, licence, join):
        user = person("a")
        join(user, town)
        join(user, town, RoleKey.MUNICIPAL_EDITOR)
        viewer = Viewer(again(user))
        with CaptureQueriesContext(connection) as queries:
            assert viewer.role_keys == {RoleKey.READER, RoleKey.MUNICIPAL_EDITOR}
            assert viewer.group_ids and list(viewer.user.groups.all())
        assert len(queries) == 1

    def test_superuser_needs_none(self, person):
        assert Viewer(person("su", is_superuser=True)).is_admin

    def test_without_memberships_the_groups_decide(self, person, readers, settings):
        settings.SOSKES = {**settings.SOSKES, "MEMBERSHIPS": False}
        assert roles(person("a", readers)) == {RoleKey.READER}
        assert sync_roles() == (0, 0)


class TestSync:
    def test_membership_gives_and_takes_the_group(self, person, readers, town, licence, join):
        user = person("a")
        membership = join(user, town)
        assert groups(user) == {readers} and roles(user) == {RoleKey.READER}
        end_membership(membership, actor=None)
        assert groups(user) == set() and roles(user) == frozenset()

    def test_two_memberships_hold_one_role(self, person, readers, town, licence, department, join):
        user = person("a")
        first, second = join(user, town), join(user, department)
        end_membership(first, actor=None)
        assert roles(user) == {RoleKey.READER}
        second.delete()
        assert roles(user) == frozenset() and groups(user) == set()

    def test_another_role_and_another_person(self, person, readers, editors, town, licence, join):
        user, other = person("a"), person("b")
        membership = join(user, town)
        membership.role = RoleKey.MUNICIPAL_EDITOR
        membership.save()
        assert groups(user) == {editors}
        membership = Membership.objects.get(pk=membership.pk)
        membership.user = other
        membership.save()
        assert groups(user) == set() and groups(other) == {editors}

    def test_licence_opens_and_closes(self, person, readers, town, licence, join, day):
        user = person("a")
        join(user, town)
        licence.valid_until = day(-1)
        licence.save()
        assert groups(user) == set()
        licence.valid_until = day(0)
        licence.save()
        assert groups(user) == {readers}
        licence.delete()
        assert groups(user) == set()

    def test_department_moves_to_a_town_without_licence(
        self, person, readers, department, licence, neighbour, join
    ):
        user = person("a")
        join(user, department)
        moved = Organisation.objects.get(pk=department.pk)
        moved.parent = neighbour
        moved.save()
        assert groups(user) == set() and roles(user) == frozenset()

    def test_groups_set_by_hand_are_put_right(self, person, readers, editors, town, licence, join):
        user = person("a")
        join(user, town)
        user.groups.set([editors])
        assert groups(user) == {readers}
        readers.user_set.clear()
        assert groups(user) == {readers}
        editors.user_set.add(user)
        assert groups(user) == {readers}

    def test_groups_of_the_host_are_left_alone(self, person, readers, groups, town, licence, join):
        user = person("a", groups["a"])
        end_membership(join(user, town), actor=None)
        assert list(again(user).groups.all()) == [groups["a"]]

    def test_role_made_after_the_memberships(self, person, town, licence, join, role):
        user = person("a")
        join(user, town)
        readers = role(RoleKey.READER)
        assert groups(user) == {readers}

    def test_same_queries_for_one_and_for_hundreds(self, person, readers, town, licence, join):
        def count(number):
            users = get_user_model().objects.bulk_create(
                get_user_model()(username=f"u{number}-{n}") for n in range(number)
            )
            Membership.objects.bulk_create(
                Membership(user=user, organisation=town, role=RoleKey.READER) for user in users
            )
            with CaptureQueriesContext(connection) as queries:
                assert sync_roles() == (number, 0)
            Membership.objects.update(ended_at=timezone.now())
            with CaptureQueriesContext(connection) as back:
                assert sync_roles() == (0, number)
            return len(queries), len(back)

        given, taken = count(400)
        assert (given, taken) <= tuple(number + 3 for number in count(1))  # rows go in batches


class TestByDate:
    @pytest.fixture(autouse=True)
    def _yesterday(self, monkeypatch, day):
        monkeypatch.setattr(new_day, "_done_on", day(-1))

    @pytest.fixture
    def stale(self, person, readers, town, licence, join, day):
        """Somebody whose membership ended at midnight, when nothing was saved."""
        user = person("a")
        member = join(user, town)
        Membership.objects.filter(pk=member.pk).update(valid_from=day(-9), valid_until=day(-1))
        assert groups(user) == {readers} and roles(user) == frozenset()
        return user

    def test_first_request_of_the_day(self, stale, readers, monkeypatch, day):
        Client().get("/nowhere/")
        assert groups(stale) == set()
        called = []
        monkeypatch.setattr(new_day, "sync_roles", lambda: called.append(1))
        Client().get("/nowhere/")
        assert not called
        later = day(3)
        monkeypatch.setattr(timezone, "localdate", lambda: later)
        Client().get("/nowhere/")
        assert called and new_day._done_on == later

    def test_nightly_command(self, stale, capsys):
        call_command("soskes_sync_memberships")
        assert "1" in capsys.readouterr().out
        assert groups(stale) == set()

    def test_command_where_groups_are_kept_by_hand(self, stale, settings, capsys, readers):
        settings.SOSKES = {**settings.SOSKES, "MEMBERSHIPS": False}
        call_command("soskes_sync_memberships")
        assert "False" in capsys.readouterr().out
        assert groups(stale) == {readers}

    def test_database_that_does_not_answer_is_asked_again(self, db, monkeypatch, day):
        from django.db import OperationalError

        def fails():
            raise OperationalError("away")

        monkeypatch.setattr(new_day, "sync_roles", fails)
        Client().get("/nowhere/")
        assert new_day._done_on == day(-1)


class TestLog:
    def test_who_gave_and_who_ended(self, person, readers, town, licence):
        boss, user = person("boss"), person("a")
        member = give_membership(user=user, organisation=town, actor=boss)
        assert give_membership(user=user, organisation=town, actor=boss) == member
        end_membership(member, actor=boss)
        end_membership(member, actor=boss)
        told = [(e.event, e.actor, e.subject_id) for e in AccessLogEntry.objects.order_by("pk")]
        assert told[1:] == [
            ("membership.created", boss, str(member.pk)),
            ("role.given", boss, str(user.pk)),
            ("membership.ended", boss, str(member.pk)),
            ("role.taken", boss, str(user.pk)),
        ]
        assert told[0][0] == "licence.created"

    def test_roles_by_hand_where_the_host_does_without(self, person, readers, groups, settings):
        settings.SOSKES = {**settings.SOSKES, "MEMBERSHIPS": False}
        user = person("a")
        user.groups.add(readers, groups["a"])
        user.groups.remove(readers)
        told = AccessLogEntry.objects.order_by("pk").values_list("event", "data", "subject_name")
        assert list(told) == [
            ("role.given", {"role": "reader"}, "a"),
            ("role.taken", {"role": "reader"}, "a"),
        ]


class TestOpenSession:
    """The doors of a whole site, for somebody who is signed in all the time."""

    HOST, SOSKES = "/laboratorio/", "/soskes/"

    @pytest.fixture
    def town(self, installed):
        return Organisation.objects.filter(type="municipality", parent=None).first()

    @pytest.fixture
    def member(self, town):
        Licence.objects.create(organisation=town, seats=3)
        user = get_user_model().objects.create_user("a", password="x")
        return give_membership(user=user, organisation=town, actor=None)

    @pytest.fixture
    def session(self, member):
        client = Client()
        client.force_login(member.user)
        assert client.get(self.SOSKES).status_code == 200
        return client

    def closed(self, client):
        assert client.get(self.HOST).status_code == 200
        response = client.get(self.SOSKES)
        return response.status_code in (302, 403) and b"Lastensuojelu" not in response.content

    def test_ended_membership(self, session, member):
        end_membership(member, actor=None)
        assert self.closed(session)

    def test_ended_licence(self, session, member, day):
        Licence.objects.get().delete()
        assert self.closed(session)
        assert Membership.objects.filter(pk=member.pk).exists()

    def test_end_that_passed_by_the_signals(self, session, member, day):
        Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())
        assert again(member.user).groups.filter(soskes_role__isnull=False).exists()
        assert self.closed(session)

    def test_licence_that_has_not_begun(self, session, member, day):
        Licence.objects.update(valid_from=day(1))
        assert self.closed(session)
        Licence.objects.update(valid_from=day(0))
        assert session.get(self.SOSKES).status_code == 200

    def test_files_of_the_collection(self, session, member):
        from django.core.files.base import ContentFile

        document = get_document_model().objects.create(
            title="Ohje",
            file=ContentFile(b"x", name="ohje.txt"),
            collection=Collection.objects.get(name="SosKes"),
        )
        assert session.get(document.url).status_code == 200
        Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())
        assert session.get(document.url).status_code in (302, 403)
        document.file.delete()

    def test_admin_of_an_editor(self, town):
        Licence.objects.create(organisation=town, seats=3)
        user = get_user_model().objects.create_user("b", password="x")
        member = give_membership(
            user=user, organisation=town, role=RoleKey.MUNICIPAL_EDITOR, actor=None
        )
        client = Client()
        client.force_login(user)
        contacts = "/admin/snippets/soskes_directory/contact/"
        assert client.get(contacts).status_code == 200
        end_membership(member, actor=None)
        assert client.get(contacts).status_code == 302

    def test_group_by_hand_opens_nothing(self, installed):
        from soskes_wagtail.access import role_groups

        user = get_user_model().objects.create_user("c", password="x")
        user.groups.add(*role_groups(RoleKey.ADMINISTRATOR))
        client = Client()
        client.force_login(user)
        assert self.closed(client)
        assert client.get("/admin/").status_code == 302


def test_dates_of_today_are_those_of_the_site(person, town, licence, join, monkeypatch):
    """Half past midnight in Finland it is yesterday in UTC."""
    night = datetime.datetime(2026, 6, 30, 21, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: night)
    Licence.objects.update(valid_from=datetime.date(2026, 7, 1))
    join(person("a"), town, valid_from=datetime.date(2026, 7, 1))
    assert Membership.objects.active().count() == 1
