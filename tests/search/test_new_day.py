"""People whose membership begins or ends with a day are found from that day on, and no longer."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation, Profile
from soskes_wagtail.directory_snippets.services import new_day
from soskes_wagtail.search.index.changes import flush
from soskes_wagtail.search.models import SearchDocument

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memberships_count")]


@pytest.fixture
def today(monkeypatch):
    """today(3): what the clock says from now on, in days from the real day."""
    now = timezone.now()

    def move(days):
        monkeypatch.setattr(timezone, "now", lambda: now + datetime.timedelta(days=days))
        return timezone.localdate()

    return move


@pytest.fixture
def kaisa(django_user_model, installed):
    """Kaisa, a member from tomorrow to the day after."""
    town = Organisation.objects.filter(type="municipality", parent=None).first()
    Licence.objects.create(
        organisation=town, seats=5, valid_from=timezone.localdate() - datetime.timedelta(days=9)
    )
    user = django_user_model.objects.create_user("kaisa", first_name="Kaisa", last_name="Ranta")
    day = timezone.localdate() + datetime.timedelta(days=1)
    Membership.objects.create(
        user=user,
        organisation=town,
        role=RoleKey.READER,
        valid_from=day,
        valid_until=day + datetime.timedelta(days=1),
    )
    call_command("soskes_rebuild_search", verbosity=0)
    profile = Profile.objects.get_or_create(user=user, defaults={"name": "Kaisa Ranta"})[0]
    flush()
    return profile


def is_found(profile) -> bool:
    return SearchDocument.objects.filter(kind="person", object_id=str(profile.pk)).exists()


def by_night():
    call_command("soskes_check_search", verbosity=0)


def by_day():
    """The first request of a day in a process."""
    new_day._done_on = None
    new_day.see_to_roles()
    flush()


@pytest.mark.parametrize("wakes", [by_night, by_day])
def test_found_from_the_first_day_to_the_last(kaisa, today, wakes):
    assert not is_found(kaisa)
    for days, found in ((0, False), (1, True), (2, True), (3, False)):
        today(days)
        wakes()
        assert is_found(kaisa) is found, days


@pytest.mark.parametrize("wakes", [by_night, by_day])
def test_a_licence_that_begins_and_ends(kaisa, today, wakes):
    day = timezone.localdate()
    Membership.objects.update(valid_from=day, valid_until=None)
    Licence.objects.update(
        valid_from=day + datetime.timedelta(days=1), valid_until=day + datetime.timedelta(days=1)
    )
    for days, found in ((0, False), (1, True), (2, False)):
        today(days)
        wakes()
        assert is_found(kaisa) is found, days


def test_a_day_on_which_nothing_begins_costs_nothing(kaisa, today, django_assert_max_num_queries):
    by_day()
    today(1)
    by_day()
    connection.run_on_commit.clear()
    with django_assert_max_num_queries(6):
        by_day()
