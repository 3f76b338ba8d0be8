"""Records: what the model's rule allows, and nothing where there is no rule."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testproject.models import Forgotten, Notice
from wagtail.images import get_image_model
from wagtail.models import Page

from soskes_wagtail.access import Audience, RoleKey, Viewer, can_see, visible_to


@pytest.fixture
def notices(db):
    return {a: Notice.objects.create(title=f"canary-{a}", audience=a) for a in Audience}


def test_each_sees_their_audiences(notices, person, role):
    expected = {
        AnonymousUser(): 1,
        person("host"): 1,
        person("reader", role(RoleKey.READER)): 2,
        person("admin", role(RoleKey.ADMINISTRATOR)): 3,
        person("su", is_superuser=True): 3,
    }
    for user, count in expected.items():
        found = visible_to(user, Notice.objects.order_by("pk"))
        assert list(found) == list(notices.values())[:count]
        assert found.count() == count
        for number, notice in enumerate(notices.values()):
            assert can_see(user, notice) == (number < count)


def test_closed_records_leave_no_trace(notices):
    found = visible_to(AnonymousUser(), Notice.objects.all())
    closed = notices[Audience.MEMBERS]
    assert not found.filter(pk=closed.pk).exists()
    assert not found.filter(title__contains="members").exists()
    assert list(found.values_list("title", flat=True)) == ["canary-public"]


def test_a_manager_will_do(notices):
    assert visible_to(AnonymousUser(), Notice.objects).count() == 1
    assert visible_to(AnonymousUser(), Page.objects).count() == Page.objects.live().count()


@pytest.mark.parametrize("model", [Forgotten, get_image_model()])
def test_model_without_a_rule_is_closed(db, person, model):
    with pytest.raises(TypeError, match="visible_q"):
        visible_to(person("su", is_superuser=True), model.objects.all())


def test_single_record_without_a_rule_is_closed(db, person):
    record = Forgotten.objects.create(title="canary")
    with pytest.raises(TypeError, match="visible_q"):
        can_see(person("su", is_superuser=True), record)


def test_record_that_is_not_saved_cannot_be_seen(db, person):
    assert not can_see(person("su", is_superuser=True), Notice(title="x", audience="public"))


@pytest.mark.parametrize("nobody", [None, "reader", 1])
def test_only_a_user_or_a_viewer_will_do(notices, nobody):
    with pytest.raises(TypeError, match="user or a Viewer"):
        visible_to(nobody, Notice.objects.all())
    with pytest.raises(TypeError, match="user or a Viewer"):
        can_see(nobody, notices[Audience.PUBLIC])


def test_one_query_for_a_list_when_the_viewer_is_known(notices, person, role):
    viewer = Viewer(person("reader", role(RoleKey.READER)))
    assert viewer.is_member
    with CaptureQueriesContext(connection) as queries:
        list(visible_to(viewer, Notice.objects.all()))
    assert len(queries) == 1
