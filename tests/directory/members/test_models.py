"""When a licence and a membership are in force, and who may see them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from support.records import refusal

from soskes_wagtail.access import RoleKey, visible_to
from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation
from soskes_wagtail.directory_snippets.models.licence import HasLicence


def active():
    return set(Membership.objects.active())


def test_membership_is_active_under_a_valid_licence(person, town, department, licence, join):
    made = {join(person("a"), town), join(person("b"), department)}
    assert active() == made


def test_licence_of_a_department_does_not_reach_up(person, town, department, join, day):
    Licence.objects.create(organisation=department, valid_from=day(0), seats=1)
    join(person("a"), town)
    below = join(person("b"), department)
    assert active() == {below}


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [(-1, None, True), (0, 0, True), (1, None, False), (-9, -1, False), (0, 3, True)],
)
def test_days_of_a_licence_and_of_a_membership(person, town, join, day, start, end, holds):
    days = {"valid_from": day(start), "valid_until": None if end is None else day(end)}
    licence = Licence.objects.create(organisation=town, seats=1, **days)
    assert licence.is_valid() == holds
    assert Licence.objects.valid().exists() == holds
    member = join(person("a"), town)
    assert bool(active()) == holds

    Licence.objects.update(valid_from=day(-9), valid_until=None)
    Membership.objects.filter(pk=member.pk).update(**days)
    assert bool(active()) == holds


def test_without_a_licence_only_the_hosts_administrators(person, town, licence, neighbour, join):
    join(person("a"), neighbour)
    host = join(person("b"), neighbour, RoleKey.ADMINISTRATOR)
    assert active() == {host}


def test_ended_and_inactive_are_not_active(person, town, licence, join, day):
    join(person("a"), town, ended_at=timezone.now())
    join(person("b", is_active=False), town)
    assert not active()
    assert Membership.objects.open().count() == 1


def test_a_circle_of_organisations_ends(person, town, department, licence, neighbour, join):
    Organisation.objects.filter(pk=town.pk).update(parent=department)
    Organisation.objects.filter(pk=neighbour.pk).update(parent=neighbour)
    member = join(person("a"), department)
    join(person("b"), neighbour)
    assert active() == {member}


def test_active_is_one_query(person, town, department, licence, join):
    for name in "abcd":
        join(person(name), department)
    with CaptureQueriesContext(connection) as queries:
        assert len(active()) == 4
    assert len(queries) == 1


def test_two_municipalities_and_two_roles(person, town, neighbour, join):
    user = person("a")
    join(user, town)
    join(user, town, RoleKey.MUNICIPAL_EDITOR)
    join(user, neighbour)
    with pytest.raises(IntegrityError), transaction.atomic():
        join(user, neighbour)


def test_overlapping_periods_are_refused(person, town, join, day):
    user = person("a")
    join(user, town, valid_from=day(0), valid_until=day(10))
    again = Membership(user=user, organisation=town, role=RoleKey.READER, valid_from=day(10))
    assert refusal(again) == {"__all__": ["membership_overlap"]}
    again.valid_from = day(11)
    assert refusal(again) == {}
    backwards = Membership(user=user, organisation=town, valid_from=day(3), valid_until=day(2))
    assert "__all__" in refusal(backwards)


def test_licences_of_one_organisation_do_not_overlap(licence, town, day):
    other = Licence(organisation=town, seats=1, valid_from=day(20), valid_until=day(30))
    assert refusal(other) == {"__all__": ["licence_overlap"]}
    licence.valid_until = day(19)
    licence.save()
    assert refusal(other) == {}
    assert "seats" in refusal(Licence(organisation=town, seats=0, valid_from=day(40)))


def test_who_sees_licences_and_memberships(
    person, role, town, department, neighbour, licence, join
):
    contact, member, stranger = person("contact"), person("member"), person("stranger")
    care = join(contact, town, is_contact=True)
    mine = join(member, department)
    theirs = join(stranger, neighbour)
    administrator = person("admin")
    role(RoleKey.ADMINISTRATOR)
    host = join(administrator, neighbour, RoleKey.ADMINISTRATOR)

    def seen(user):
        return set(visible_to(user, Membership.objects.all()))

    assert seen(AnonymousUser()) == set()
    assert seen(member) == {mine}
    assert seen(contact) == {care, mine}
    assert seen(stranger) == {theirs}
    assert seen(administrator) == {care, mine, theirs, host}
    assert set(visible_to(administrator, Licence.objects.all())) == {licence}
    for user in (AnonymousUser(), member, contact, stranger):
        assert not visible_to(user, Licence.objects.all()).exists()


def test_which_organisations_have_a_licence(town, department, neighbour, licence, day):
    """Of organisations themselves, too, whose table is the one that is walked up."""
    today = day(0)
    found = Organisation.objects.filter(Q(HasLicence("pk", today)))
    assert set(found) == {town, department}
    assert set(Organisation.objects.exclude(Q(HasLicence("pk", today)))) == {neighbour}
    parents = Organisation.objects.filter(Q(HasLicence("parent_id", today)))
    assert set(parents) == {department}
    assert not Organisation.objects.filter(Q(HasLicence("pk", day(-11)))).exists()
