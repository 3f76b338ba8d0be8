"""Ads are for members, messages for two, hidden and ended ads for their author."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from support import files

from soskes_wagtail.access import visible_to
from soskes_wagtail.community.attachments.services import attachments_of
from soskes_wagtail.community.marketplace import search
from soskes_wagtail.community.marketplace.models import (
    Ad,
    AdReport,
    Conversation,
    ConversationMessage,
    WatchedSearch,
)
from soskes_wagtail.community.marketplace.services import moderating, talk

pytestmark = pytest.mark.django_db
EVERYBODY = ["author", "asker", "member", "moderator", "host", ""]
STATES = {
    "open": {"author", "asker", "member", "moderator"},
    "hidden": {"author", "moderator"},
    "done": {"author", "moderator"},
    "ended": {"author", "moderator"},
}


@pytest.fixture
def ad(put_up):
    return put_up(photos=[files.upload("tuoli.jpg", files.photo_with_place())])


@pytest.mark.parametrize("state", STATES)
def test_who_finds_an_ad_and_its_photo(ad, look, state):
    if state == "ended":
        Ad.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    else:
        Ad.objects.update(state=state)
    (photo,) = attachments_of([ad])[ad.pk]
    for who in EVERYBODY:
        may = who in STATES[state]
        assert ("kanarialintu" in look(who).content.decode()) == (may and state == "open")
        for address in (f"{ad.pk}/", f"liite/{photo.key}/", f"liite/{photo.key}/pieni/"):
            assert (look(who, address).status_code == 200) == may, (who, address)
    assert search.rows().exists() == (state == "open")


def test_a_photo_tells_nothing_of_where_it_was_taken(ad, look):
    (photo,) = attachments_of([ad])[ad.pk]
    for address in (f"liite/{photo.key}/", f"liite/{photo.key}/pieni/"):
        content = b"".join(look("member", address).streaming_content)
        assert b"Canary" not in content and b"Exif" not in content


def test_messages_are_read_by_two(ad, people, look, viewer):
    conversation = talk.begin(ad, people["asker"], key=uuid.uuid4(), body="Viestikanaria")
    for who in EVERYBODY:
        own = who in ("author", "asker")
        response = look(who, f"viestit/{conversation.pk}/")
        assert (response.status_code == 200) == own
        assert ("Viestikanaria" in response.content.decode()) == own
        listed = look(who, "viestit/").content.decode()
        assert ("kanarialintu" in listed) == own
        answer = {"key": uuid.uuid4(), "body": "x"}
        if not own:
            assert look(who, f"viestit/{conversation.pk}/", answer).status_code in (302, 403, 404)
        if who:
            for model in (Conversation, ConversationMessage):
                assert visible_to(viewer(who), model.objects.all()).exists() == own
    assert ConversationMessage.objects.count() == 1


def test_no_address_is_shown(ad, people, look):
    conversation = talk.begin(ad, people["asker"], key=uuid.uuid4(), body="Hei")
    for who in ("author", "asker", "member", "moderator"):
        for address in ("", f"{ad.pk}/", "viestit/", f"viestit/{conversation.pk}/"):
            assert "esimerkki.example" not in look(who, address).content.decode()


@pytest.mark.parametrize("who", ["member", "asker", "host", ""])
@pytest.mark.parametrize("do", ["renew", "finish", "delete", "hide", "keep"])
def test_others_change_nothing(ad, look, who, do):
    before = Ad.objects.values().get()
    response = look(who, f"{ad.pk}/", {"do": do, "report-reason": "x"})
    assert response.status_code in (302, 403, 404)
    assert Ad.objects.values().get() == before


def test_others_forms_change_nothing(ad, look, category):
    data = {"key": ad.key, "kind": "give", "title": "x", "body": "x", "category": category.pk}
    for who in ("member", "moderator", "host", ""):
        for sent in (None, data):
            assert look(who, f"{ad.pk}/muokkaa/", sent).status_code in (302, 403, 404)
    assert Ad.objects.get().title == ad.title


def test_reports_are_for_moderators(ad, people, look, viewer):
    moderating.report(ad, people["asker"], "Syykanaria")
    for who in EVERYBODY:
        text = look(who, "ilmoitetut/").content.decode() + look(who, f"{ad.pk}/").content.decode()
        assert ("Syykanaria" in text) == (who == "moderator")
        if who:
            seen = visible_to(viewer(who), AdReport.objects.all()).exists()
            assert seen == (who == "moderator")


def test_watched_searches_are_ones_own(people, look, viewer):
    look("asker", "vahdit/", {"sana": "hakukanaria"})
    watched = WatchedSearch.objects.get()
    for who in EVERYBODY:
        assert ("hakukanaria" in look(who, "vahdit/").content.decode()) == (who == "asker")
    look("member", "vahdit/", {"unwatch": watched.pk})
    assert WatchedSearch.objects.exists()


def test_former_members_get_nothing(ad, people, look, viewer):
    conversation = talk.begin(ad, people["asker"], key=uuid.uuid4(), body="Hei")
    people["asker"].groups.clear()
    for address in ("", f"{ad.pk}/", "viestit/", f"viestit/{conversation.pk}/", "vahdit/"):
        assert look("asker", address).status_code == 403
    for model in (Ad, Conversation, ConversationMessage, WatchedSearch):
        assert not visible_to(viewer("asker"), model.objects.all()).exists()


def test_search_is_for_members(ad):
    (entry,) = search.entries(search.rows())
    assert entry.access == ("members",) and entry.page_path and entry.found_until
