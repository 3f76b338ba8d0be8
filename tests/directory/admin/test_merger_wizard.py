"""The merger wizard: three steps for administrators, and nothing for anybody else."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Contact, Merger, Organisation

LIST = "soskes_mergers:list"


def today(days=0):
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def admin(admin_user, signed_in):
    return signed_in(admin_user)


@pytest.fixture
def prepared(own, foreign, admin_user):
    """A merger of Jyväskylä into Äänekoski, ready to be looked at."""

    def make(**fields):
        return Merger.objects.create(
            **{
                "kind": "organisation",
                "old_organisation": foreign.organisation,
                "new_organisation": own.organisation,
                "date": today(),
                "created_by": admin_user,
                **fields,
            }
        )

    return make


def address(merger):
    return reverse("soskes_mergers:merger", args=[merger.pk])


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def add(client, kind, **data):
    return client.post(reverse("soskes_mergers:add", args=[kind]), data)


def test_three_steps_and_back(admin, own, foreign):
    form = admin.get(reverse("soskes_mergers:add", args=["organisation"]))
    assert "Jyväskylän kaupunki" in text(form)
    response = add(
        admin,
        "organisation",
        old_organisation=foreign.organisation.pk,
        new_organisation=own.organisation.pk,
        date=today(),
    )
    assert response.status_code == 302
    preview = text(admin.get(response.url))
    assert "Sosiaalityöntekijä Jyväskylän kaupunki" in preview
    foreign.contact.refresh_from_db()
    assert foreign.contact.organisation == foreign.organisation
    assert admin.post(response.url, {"do": "confirm"}).status_code == 302
    foreign.contact.refresh_from_db()
    assert foreign.contact.organisation == own.organisation
    assert "Jyväskylän kaupunki" in text(admin.get(reverse(LIST)))
    text(admin.get(response.url))
    assert admin.post(response.url, {"do": "undo"}).status_code == 302
    foreign.contact.refresh_from_db()
    assert foreign.contact.organisation == foreign.organisation
    text(admin.get(response.url))


def test_municipalities_take_their_organisations_along(admin, areas, own, foreign):
    data = {"old_area": areas.jyvaskyla.pk, "new_area": areas.aanekoski.pk, "date": today()}
    response = add(admin, "municipality", **data, with_organisation="on")
    made = Merger.objects.get()
    assert (made.old_organisation, made.new_organisation) == (
        foreign.organisation,
        own.organisation,
    )
    admin.post(response.url, {"do": "confirm"})
    foreign.unit.refresh_from_db()
    assert (foreign.unit.area, foreign.unit.organisation) == (areas.aanekoski, own.organisation)
    made.delete()
    assert add(admin, "municipality", **data).status_code == 200  # merged already


def test_municipality_alone(admin, areas, own, foreign):
    data = {"old_area": areas.jyvaskyla.pk, "new_area": areas.aanekoski.pk, "date": today()}
    add(admin, "municipality", **data)
    assert Merger.objects.get().old_organisation is None


def test_it_says_when_the_organisation_is_not_plain(admin, areas, own, foreign):
    Organisation.objects.create(name_fi="Toinen", type="municipality", area=areas.jyvaskyla)
    data = {"old_area": areas.jyvaskyla.pk, "new_area": areas.aanekoski.pk, "date": today()}
    response = add(admin, "municipality", **data, with_organisation="on")
    assert response.context["form"].errors["with_organisation"]
    assert not Merger.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"old_organisation": ""},
        {"new_organisation": "999999"},
        {"new_organisation": "x' OR 1=1"},
        {"date": ""},
        {"date": "eilen"},
        {"date": "0001-01-01"},
        {"date": "9999-12-31"},
        {"date": "31.2.2026"},
        {"date": "\0"},
    ],
)
def test_bad_answers_are_said(admin, own, foreign, change):
    data = {
        "old_organisation": foreign.organisation.pk,
        "new_organisation": own.organisation.pk,
        "date": today(),
    }
    response = add(admin, "organisation", **data | change)
    assert response.status_code == 200 and response.context["form"].errors
    assert not Merger.objects.exists()


def test_the_same_and_a_part_of_itself_are_refused(admin, own):
    data = {"old_organisation": own.organisation.pk, "date": today()}
    for new in (own.organisation, own.department):
        response = add(admin, "organisation", **data, new_organisation=new.pk)
        assert response.context["form"].non_field_errors()
    assert not Merger.objects.exists()


def test_a_day_to_come_is_planned_and_can_be_discarded(admin, foreign, prepared):
    made = prepared(date=today(30))
    admin.post(address(made), {"do": "confirm"})
    made.refresh_from_db()
    assert made.state == "planned"
    foreign.organisation.refresh_from_db()
    assert foreign.organisation.successor is None
    assert "Toteutetaan" in text(admin.get(reverse(LIST)))
    assert admin.post(address(made), {"do": "discard"}).url == reverse(LIST)
    assert not Merger.objects.exists()


def test_a_double_click_merges_once(admin, prepared):
    made = prepared()
    for _twice in range(2):
        assert admin.post(address(made), {"do": "confirm"}, follow=True).status_code == 200
    assert made.steps.values("model", "object_id", "field").distinct().count() == made.steps.count()
    assert admin.post(address(made), {"do": "discard"}).url == address(made)
    assert Merger.objects.get().state == "done"
    for _twice in range(2):
        assert admin.post(address(made), {"do": "undo"}, follow=True).status_code == 200
    assert Merger.objects.get().state == "undone"


def test_what_changed_since_is_listed_and_left(admin, own, foreign, prepared):
    made = prepared()
    admin.post(address(made), {"do": "confirm"})
    Contact.objects.filter(pk=foreign.contact.pk).update(organisation=own.department)
    assert str(foreign.contact) in text(admin.get(address(made)))
    admin.post(address(made), {"do": "undo"})
    assert Merger.objects.get().state == "done"
    admin.post(address(made), {"do": "undo-rest"})
    foreign.contact.refresh_from_db()
    foreign.unit.refresh_from_db()
    assert foreign.contact.organisation == own.department
    assert foreign.unit.organisation == foreign.organisation


@pytest.mark.parametrize("do", ["", "drop", "undo"])
def test_odd_orders_do_nothing(admin, prepared, do):
    made = prepared()
    assert admin.post(address(made), {"do": do}).status_code in (200, 302)
    assert Merger.objects.get().state == "draft"


@pytest.mark.parametrize(
    "who", ["municipal_editor", "section_editor", "moderator", "reader", "anonymous"]
)
def test_only_administrators_pass(who, editor, foreign, prepared, user_of, signed_in, client):
    made, done = prepared(), prepared(state="done")
    if who == "municipal_editor":
        client = signed_in(editor)
    elif who != "anonymous":
        client = signed_in(user_of(RoleKey(who)))
    addresses = [
        reverse(LIST),
        *(reverse("soskes_mergers:add", args=[kind]) for kind in ("organisation", "municipality")),
        address(made),
        address(done),
    ]
    for each in addresses:
        assert client.get(each).status_code == 302, each
        for do in ("confirm", "discard", "undo", "undo-rest"):
            assert client.post(each, {"do": do}).status_code == 302, each
    assert set(Merger.objects.values_list("state", flat=True)) == {"draft", "done"}
    foreign.organisation.refresh_from_db()
    assert foreign.organisation.successor is None
    assert "soskes-mergers" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_list_costs_the_same_for_many(admin, prepared):
    def queries():
        with CaptureQueriesContext(connection) as found:
            text(admin.get(reverse(LIST)))
        return len(found)

    prepared()
    queries()
    few = queries()
    for _each in range(40):
        prepared()
    assert queries() == few


def test_superusers_are_administrators_and_unknown_addresses_missing(prepared, signed_in, person):
    client = signed_in(person("juuri", is_superuser=True))
    text(client.get(address(prepared())))
    assert client.get(reverse("soskes_mergers:add", args=["kissa"])).status_code == 404
    assert client.get(reverse("soskes_mergers:merger", args=[999])).status_code == 404
