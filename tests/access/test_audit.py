"""The access log: who, when, what; written once."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from testproject.models import Notice

from soskes_wagtail.access import RoleKey, audit, visible_to
from soskes_wagtail.access.log import AccessLogEntry, AppendOnly
from soskes_wagtail.content_version import ContentVersion


@pytest.fixture
def entry(person):
    person("boss", first_name="Pia", last_name="Päällikkö")
    notice = Notice.objects.create(title="Kaatuva puu")
    boss = get_user_model().objects.get(username="boss")
    return audit.record(
        "notice.closed", actor=boss, subject=notice, data={"on": datetime.date(2026, 1, 2)}
    )


def test_entry_tells_who_what_and_when(entry):
    stored = AccessLogEntry.objects.get()
    assert stored.actor.username == "boss" and stored.actor_name == "Pia Päällikkö"
    assert stored.subject_type == "testproject.notice"
    assert stored.subject_name == "Kaatuva puu"
    assert stored.data == {"on": "2026-01-02"}
    assert stored.at is not None


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_nobody_in_particular(db, nobody):
    stored = audit.record("night.job", actor=nobody)
    assert stored.actor is None and stored.actor_name == stored.subject_name == ""


def test_entries_stay_as_they_are(entry):
    entry.event = "nothing"
    attempts = [
        entry.save,
        entry.delete,
        AccessLogEntry.objects.get().save,
        AccessLogEntry.objects.all().delete,
        lambda: AccessLogEntry.objects.update(event="nothing"),
        lambda: AccessLogEntry.objects.bulk_update([entry], ["event"]),
    ]
    for attempt in attempts:
        with pytest.raises(AppendOnly):
            attempt()
    assert AccessLogEntry.objects.get().event == "notice.closed"


def test_names_outlive_people(entry):
    get_user_model().objects.get(username="boss").delete()
    stored = AccessLogEntry.objects.get()
    assert stored.actor is None and stored.actor_name == "Pia Päällikkö"


def test_a_person_may_be_forgotten(entry, person):
    boss = get_user_model().objects.get(username="boss")
    audit.record("person.seen", actor=person("other"), subject=boss)
    assert audit.anonymise(boss) == 2
    told = " ".join(f"{e.actor_name} {e.subject_name}" for e in AccessLogEntry.objects.all())
    assert "Pia" not in told and "other" in told
    assert AccessLogEntry.objects.count() == 2


def test_for_administrators_only(entry, person, role):
    assert visible_to(person("a", role(RoleKey.ADMINISTRATOR)), AccessLogEntry.objects).exists()
    for user in (AnonymousUser(), person("b"), person("c", role(RoleKey.MODERATOR))):
        assert not visible_to(user, AccessLogEntry.objects).exists()


def test_an_entry_empties_no_page_cache(db, django_capture_on_commit_callbacks):
    before = ContentVersion.current()
    with django_capture_on_commit_callbacks(execute=True):
        audit.record("x", actor=None)
    assert ContentVersion.current() == before


def test_words_for_events(monkeypatch):
    monkeypatch.setattr(audit, "_labels", {})
    audit.register_events({"b": "Alpha", "a": "Beta"})
    assert audit.event_label("b") == "Alpha"
    assert audit.event_label("unknown") == "unknown"
    assert audit.event_choices() == [("b", "Alpha"), ("a", "Beta")]
