"""Seats: counted in people, by the nearest licence, and the last one given once."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation
from soskes_wagtail.directory_snippets.services.invitations import invite
from soskes_wagtail.directory_snippets.services.licence_panel import licence_panel
from soskes_wagtail.directory_snippets.services.membership import end_membership, give_membership
from soskes_wagtail.directory_snippets.services.seats import Seats, seats_of


def seats(licence):
    return seats_of([licence])[licence.pk]


def test_a_seat_is_a_person(person, town, department, licence, join, day):
    user = person("a")
    join(user, town)
    join(user, town, RoleKey.MUNICIPAL_EDITOR)
    join(user, department)
    join(person("b"), department, valid_from=day(5))
    join(person("c", is_active=False), town)
    join(person("d"), town, RoleKey.ADMINISTRATOR)
    join(person("e"), town, valid_from=day(-5), valid_until=day(-1))
    assert seats(licence) == Seats(total=5, used=2, invited=0)
    invite(["x@x.fi", "y@x.fi"], organisation=department, role=RoleKey.READER, actor=None)
    assert seats(licence) == Seats(total=5, used=2, invited=2)
    assert seats(licence).free == 1
    licence.seats = 1
    assert (seats(licence).free, seats(licence).over) == (0, 1)


def test_the_nearest_licence_counts(person, town, department, licence, join, day):
    own = Licence.objects.create(organisation=department, valid_from=day(0), seats=2)
    join(person("a"), department)
    join(person("b"), town)
    assert (seats(licence).used, seats(own).used) == (1, 1)
    Licence.objects.filter(pk=own.pk).update(valid_from=day(-9), valid_until=day(-1))
    assert (seats(licence).used, seats(Licence.objects.get(pk=own.pk)).used) == (2, 0)


def test_full_and_free_again(person, town, day):
    Licence.objects.create(organisation=town, seats=1, valid_from=day(0))
    first = give_membership(user=person("a"), organisation=town, actor=None)
    with pytest.raises(ValidationError) as error:
        give_membership(user=person("b"), organisation=town, actor=None)
    assert error.value.code == "no_seat"
    with pytest.raises(ValidationError):
        invite(["x@x.fi"], organisation=town, role=RoleKey.READER, actor=None)
    end_membership(first, actor=None)
    invite(["x@x.fi"], organisation=town, role=RoleKey.READER, actor=None)
    with pytest.raises(ValidationError):
        give_membership(user=person("c"), organisation=town, actor=None)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_last_seat_is_given_once(day):
    """Many at the same moment: all but one are told that the seats are taken."""
    town = Organisation.objects.create(name_fi="Kunta", type="municipality")
    Licence.objects.create(organisation=town, seats=3, valid_from=day(0))
    users = [get_user_model().objects.create_user(f"u{n}") for n in range(8)]
    start, results = threading.Barrier(len(users)), []

    def ask(user):
        try:
            start.wait()
            give_membership(user=user, organisation=town, actor=None)
            results.append("in")
        except ValidationError as error:
            results.append(error.code)
        except OperationalError:
            results.append("busy")  # SQLite, when it has waited too long
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == len(users)
    assert Membership.objects.count() == results.count("in") <= 3
    if connection.vendor == "postgresql":
        assert sorted(results) == ["in"] * 3 + ["no_seat"] * 5


def test_panel_costs_the_same_for_ten_and_300_organisations(person, day):
    def count(start, stop):
        made = Organisation.objects.bulk_create(
            Organisation(name_fi=f"Kunta {n:03}", type="municipality") for n in range(start, stop)
        )
        Licence.objects.bulk_create(
            Licence(organisation=one, seats=3, valid_from=day(-1), valid_until=day(20))
            for one in made
        )
        Membership.objects.bulk_create(
            Membership(user=user, organisation=one, role=RoleKey.READER) for one in made
        )
        with CaptureQueriesContext(connection) as queries:
            panel = licence_panel()
            assert len(panel.rows) == stop and len(panel.soon) == stop and panel.used == stop
        return len(queries)

    user = person("a")
    assert count(0, 10) == count(10, 300)
