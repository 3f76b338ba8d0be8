"""A merger moves everything, ends the old one, and can be put back exactly."""

import datetime

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.mergers.carry_out import MergerError, carry_out, confirm
from soskes_wagtail.directory_snippets.mergers.check import problems_of
from soskes_wagtail.directory_snippets.mergers.preview import preview_of
from soskes_wagtail.directory_snippets.mergers.record import all_values
from soskes_wagtail.directory_snippets.mergers.relations import moved_fields
from soskes_wagtail.directory_snippets.mergers.undo import changed_since, undo
from soskes_wagtail.directory_snippets.models import Merger
from soskes_wagtail.directory_snippets.services.ownership import edited_organisation_ids
from soskes_wagtail.notifications import subscribe, unsubscribe
from soskes_wagtail.notifications.models import Subscription

TODAY = datetime.timedelta(0)


def everything() -> dict:
    """All rows of the directory, but for mergers; of links which two they join, not their ids."""
    found = {}
    for model in apps.get_app_config("soskes_directory").get_models(include_auto_created=True):
        if model in (Merger, models.MergerStep):
            continue
        rows = [all_values(row) for row in model._base_manager.order_by("pk")]
        if model._meta.auto_created:
            rows = sorted([v for k, v in row.items() if k != "id"] for row in rows)
        found[model._meta.label] = rows
    return found


def test_everything_of_the_organisation_moves(old, new, merger, person):
    carry_out(merger(), person("hallinto"))
    for name in ("unit", "contact", "service", "offering", "channel", "membership"):
        record = getattr(old, name)
        record.refresh_from_db()
        assert record.organisation == new.city, name
    old.department.refresh_from_db()
    assert old.department.parent == new.city
    old.city.refresh_from_db()
    assert old.city.successor == new.city
    assert old.city.valid_to == timezone.localdate() - datetime.timedelta(days=1)
    assert not old.city.is_current()
    assert edited_organisation_ids(old.user) >= {new.city.pk, new.department.pk}


def test_what_belongs_to_the_municipality_moves(old, new, merger):
    carry_out(merger(areas=True))
    old.unit.refresh_from_db()
    assert old.unit.area == new.area and old.unit.organisation == new.city
    assert list(old.contact.areas.all()) == [new.area]
    assert list(old.offering.areas.all()) == [new.area]
    old.area.refresh_from_db()
    assert old.area.successor == new.area and not old.area.is_current()
    # The organisation that ended keeps its place on the map.
    old.city.refresh_from_db()
    assert old.city.area == old.area


def test_nothing_points_to_the_old_one_any_more(old, new, merger):
    """Also what nobody thought of: every field of SosKes that there is."""
    carry_out(merger(areas=True))
    for target, gone in ((models.Organisation, old.city), (models.Area, old.area)):
        for field in moved_fields(target):
            rows = field.model._base_manager.filter(**{field.name: gone})
            if field.model is models.Licence:
                assert [row.valid_until for row in rows] == [old.city.valid_to or _yesterday()]
            elif (field.model, target) == (models.Organisation, models.Area):
                assert list(rows) == [old.city]
            else:
                assert not rows.exists(), field


def _yesterday():
    return timezone.localdate() - datetime.timedelta(days=1)


@pytest.mark.parametrize("areas", [False, True])
def test_undo_restores_exactly(old, new, merger, areas, person):
    before = everything()
    made = merger(areas=areas)
    carry_out(made)
    assert everything() != before
    assert undo(made, person("hallinto")) == []
    assert everything() == before
    assert made.state == Merger.State.UNDONE


def test_undo_restores_what_could_not_move(old, new, merger, person):
    """The new one has the same offering, editor and membership already."""
    models.ServiceOffering.objects.create(service=old.service, organisation=new.city)
    models.Membership.objects.create(user=old.user, organisation=new.city, role=old.membership.role)
    before = everything()
    made = merger()
    carry_out(made)
    old.offering.refresh_from_db()
    assert old.offering.organisation == old.city and old.offering.valid_to == _yesterday()
    undo(made, person("hallinto"))
    assert everything() == before


def test_undo_refuses_when_something_changed_since(old, new, merger, person):
    made = merger()
    carry_out(made)
    third = models.Organisation.objects.create(name_fi="Kolmas", type="municipality")
    models.Contact.objects.filter(pk=old.contact.pk).update(organisation=third)
    old.channel.delete()
    assert {each.step.model for each in changed_since(made)} == {
        "soskes_directory.contact",
        "soskes_directory.servicechannel",
    }
    user = person("hallinto")
    after = everything()
    with pytest.raises(MergerError):
        undo(made, user)
    assert everything() == after
    made.refresh_from_db()
    assert made.state == Merger.State.DONE
    assert len(undo(made, user, leave_changed=True)) == 2
    old.contact.refresh_from_db()
    old.unit.refresh_from_db()
    assert old.contact.organisation == third and old.unit.organisation == old.city


def test_other_changes_do_not_stand_in_the_way(old, new, merger, person):
    made = merger()
    carry_out(made)
    models.Contact.objects.filter(pk=old.contact.pk).update(phone="000 000 0099")
    added = models.Contact.objects.create(
        role_title_fi="Uusi", organisation=new.city, email="a@b.fi"
    )
    assert undo(made, person("hallinto")) == []
    old.contact.refresh_from_db()
    added.refresh_from_db()
    assert (old.contact.organisation, old.contact.phone) == (old.city, "000 000 0099")
    assert added.organisation == new.city


def test_drafts_of_services_go_along(old, new, merger, person):
    old.service.name = "Luonnos"
    draft = old.service.save_revision()
    made = merger()
    carry_out(made)
    draft.refresh_from_db()
    assert draft.content["organisation"] == new.city.pk
    draft.publish()
    old.service.refresh_from_db()
    assert (old.service.name, old.service.organisation) == ("Luonnos", new.city)
    undo(made, person("hallinto"))
    draft.refresh_from_db()
    assert draft.content["organisation"] == old.city.pk


@pytest.mark.parametrize("day", [TODAY, datetime.timedelta(days=1)])
def test_two_that_cannot_be_merged(old, new, area, merger, day):
    date = timezone.localdate() + day
    with translation.override("en"):
        assert problems_of(merger(date)) == []

        def said(**fields):
            return " ".join(problems_of(merger(date, **fields)))

        assert "different" in said(new_organisation=old.city)
        assert "part of" in said(new_organisation=old.department)
        company = models.Organisation.objects.create(name_fi="Yritys", type="company")
        assert "same kind" in said(new_organisation=company)
        gone = models.Organisation.objects.create(
            name_fi="Ent.", type="municipality", valid_to=datetime.date(2020, 1, 1)
        )
        assert "not in force" in said(new_organisation=gone)
        assert "ended already" in said(old_organisation=gone)
        later = models.Organisation.objects.create(
            name_fi="Tuleva", type="municipality", valid_from=date + datetime.timedelta(days=5)
        )
        assert "not in force" in said(new_organisation=later)
        assert "begins only later" in said(old_organisation=later)
        county = area("Keski-Suomi", kind="region")
        assert "same kind" in said(areas=True, new_area=county, kind="municipality")
        old.city.successor = company
        assert "merged already" in said()


def test_a_circle_is_refused(old, new, merger):
    carry_out(merger())
    back = merger(old_organisation=new.city, new_organisation=old.city)
    with pytest.raises(MergerError):
        carry_out(back)
    new.city.refresh_from_db()
    assert new.city.successor is None


def test_a_department_can_go_up(old, merger):
    carry_out(merger(old_organisation=old.department, new_organisation=old.city))
    old.department.refresh_from_db()
    assert old.department.parent == old.city and old.department.successor == old.city


def test_it_is_done_once(merger):
    made = merger()
    twin = Merger.objects.get(pk=made.pk)
    carry_out(made)
    with pytest.raises(MergerError):
        carry_out(twin)


def test_a_failure_leaves_nothing_half_done(old, merger, monkeypatch):
    from soskes_wagtail.directory_snippets.mergers import carry_out as module

    def fail(*_):
        raise RuntimeError

    before = everything()
    made = merger()
    monkeypatch.setattr(module, "_end", fail)
    with pytest.raises(RuntimeError):
        carry_out(made)
    assert everything() == before and not made.steps.exists()
    assert Merger.objects.get(pk=made.pk).state == Merger.State.DRAFT


def test_a_day_to_come_is_waited_for(old, new, merger, person, capsys, monkeypatch):
    day = timezone.localdate() + datetime.timedelta(days=10)
    made = merger(day)
    before = everything()
    confirm(made, person("hallinto"))
    assert everything() == before
    call_command("soskes_apply_mergers")
    assert everything() == before
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: day)
    call_command("soskes_apply_mergers", dry_run=True)
    assert everything() == before
    call_command("soskes_apply_mergers")
    old.city.refresh_from_db()
    assert old.city.successor == new.city
    assert old.city.valid_to == day - datetime.timedelta(days=1)


def test_drafts_are_never_carried_out_by_night(old, merger):
    merger()
    call_command("soskes_apply_mergers")
    old.city.refresh_from_db()
    assert old.city.successor is None


def test_what_cannot_be_done_by_night_says_why_and_lets_others_pass(old, new, merger):
    first = merger(state="planned", old_organisation=old.department, new_organisation=new.city)
    other = models.Organisation.objects.create(name_fi="A", type="municipality")
    second = merger(state="planned", old_organisation=other)
    models.Organisation.objects.filter(pk=old.department.pk).update(valid_to="2020-01-01")
    with pytest.raises(CommandError):
        call_command("soskes_apply_mergers")
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.state == "planned" and first.problem
    assert second.state == "done" and not second.problem


def test_two_plans_for_the_same_are_refused(merger, person):
    day = timezone.localdate() + datetime.timedelta(days=10)
    confirm(merger(day), person("hallinto"))
    with pytest.raises(MergerError):
        confirm(merger(day), person("toinen"))


def test_preview_counts_what_will_move(old, new, merger):
    made = merger(areas=True)
    numbers = {str(group.label): group.number for group in preview_of(made)}
    labels = " ".join(numbers)
    assert set(numbers.values()) == {1}
    carry_out(made)
    moved = {step.model for step in made.steps.exclude(field__in=["successor_id", "valid_to"])}
    with translation.override("fi"):
        for model in moved - {"soskes_directory.organisation"}:
            name = str(apps.get_model(model)._meta.verbose_name_plural)
            assert name in labels.lower(), name


def test_preview_and_story_cost_the_same_for_many(old, merger):
    made = merger(areas=True)

    def queries(what):
        with CaptureQueriesContext(connection) as found:
            what(made)
        return len(found)

    def add(number):
        for each in range(number):
            contact = models.Contact.objects.create(
                role_title_fi=f"T{each}", organisation=old.city, unit=old.unit
            )
            contact.areas.add(old.area)

    add(15)
    few = queries(preview_of)
    add(100)
    assert queries(preview_of) == few
    carry_out(made)
    many = queries(changed_since)
    made.steps.filter(pk__in=made.steps.filter(model="soskes_directory.contact")[50:]).delete()
    assert queries(changed_since) == many


def test_whoever_followed_the_old_follows_the_new(old, new, merger, person):
    user, other = person("seuraaja"), person("toinen")
    subscribe(user, f"area:{old.area.pk}")
    subscribe(other, f"area:{old.area.pk}")
    unsubscribe(other, f"area:{new.area.pk}")
    before = list(Subscription.objects.order_by("pk").values())
    made = merger(areas=True)
    carry_out(made)
    rows = Subscription.objects.values_list("user", "topic", "wanted")
    topic = f"area:{new.area.pk}"
    assert set(rows) == {(user.pk, topic, True), (other.pk, topic, False)}
    undo(made, person("hallinto"))
    assert list(Subscription.objects.order_by("pk").values()) == before


def test_preview_warns_of_licences(old, new, merger):
    def remarks():
        return " ".join(group.remark for group in preview_of(merger()))

    with translation.override("en"):
        assert "licence of its own" in remarks()
        models.Licence.objects.filter(organisation=new.city).delete()
        assert "licence" not in remarks()
        models.Licence.objects.all().delete()
        assert "cannot sign in" in remarks()


def test_a_licence_moves_where_there_is_none(old, new, merger):
    models.Licence.objects.filter(organisation=new.city).delete()
    carry_out(merger())
    assert models.Licence.objects.get().organisation == new.city
    assert models.Membership.objects.active().filter(organisation=new.city).count() == 2


def test_it_is_written_down(old, new, merger, person):
    user = person("hallinto")
    made = merger()
    carry_out(made, user)
    undo(made, user)
    entries = AccessLogEntry.objects.filter(subject_type="soskes_directory.merger")
    assert {entry.event for entry in entries} == {"merger.done", "merger.undone"}
    assert {entry.actor for entry in entries} == {user}
