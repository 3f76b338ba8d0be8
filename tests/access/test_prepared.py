"""Queries that are put together once find what they would find anew."""

import uuid

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q

from soskes_wagtail.access.prepared import _put_together, prepared_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def users():
    model = get_user_model()
    return [model.objects.create(username=name, is_active=name != "b") for name in "abc"]


def of_users(first: int, second: int):
    users = get_user_model().objects.filter(pk__in=(first, second)).order_by("username")
    return users.values_list("username", "is_active", "date_joined", "last_login")


def named(name: str, rule: Q):
    return get_user_model().objects.filter(rule, username=name).values_list("username")


def test_values_take_the_place_of_those_it_was_made_with(users):
    a, b, c = users
    for one, other in ((a, b), (b, c), (c, a), (a, a)):
        rows = prepared_rows(of_users, one.pk, other.pk)
        assert [tuple(row) for row in rows] == list(of_users(one.pk, other.pk))
    assert isinstance(rows[0][1], bool)


def test_it_is_put_together_once_for_each_kind(users):
    _put_together.cache_clear()
    for name in "abc":
        assert prepared_rows(named, name, kind=(Q(is_active=True),)) == (
            [] if name == "b" else [(name,)]
        )
    assert _put_together.cache_info().misses == 1
    assert prepared_rows(named, "b", kind=(Q(is_active=False),)) == [("b",)]
    assert _put_together.cache_info().misses == 2


def test_what_can_find_nothing_finds_nothing(users):
    assert prepared_rows(named, "a", kind=(Q(pk__in=[]),)) == []


def test_text_of_somebody_else_s_stays_text(users):
    Group.objects.create(name="x' OR 1=1 --")
    for text in ("a' OR '1'='1", "%", "%s", "soskes stands in for value 0"):
        assert prepared_rows(named, text, kind=(Q(),)) == []


def by_key(key):
    return Group.objects.filter(name=str(key)).values_list("name")


def test_other_ids_are_asked_for_without_it():
    key = uuid.uuid4()
    Group.objects.create(name=str(key))
    assert prepared_rows(by_key, key) == [(str(key),)]
