"""Putting up, finding, asking, ending: as people do it, and what goes wrong."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from support import files
from support.hetu import VALID
from support.html import faults, soup
from support.xss import PAYLOADS, dangers

from soskes_wagtail.community.attachments.models import Attachment
from soskes_wagtail.community.marketplace import person
from soskes_wagtail.community.marketplace.models import (
    Ad,
    AdCategory,
    AdReport,
    Conversation,
    ConversationMessage,
    WatchedSearch,
)
from soskes_wagtail.community.marketplace.services import ads, moderating, talk, watching
from soskes_wagtail.community.marketplace.services.finding import AdFilter
from soskes_wagtail.community.member_text import without_controls
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(category):
    def fields(**changes):
        return {
            "key": uuid.uuid4(),
            "kind": "offer",
            "title": "Pöytä",
            "body": "Iso pöytä",
            "category": category.pk,
            "area": "",
            "price": "12,50",
        } | changes

    return fields


def told(kind):
    rows = Notice.objects.filter(event__kind=f"marketplace.{kind}")
    return sorted(rows.values_list("user__username", flat=True))


def test_an_ad_is_put_up_found_and_asked_about(look, form, people):
    photos = [files.upload(f"{n}.jpg", files.picture()) for n in range(2)]
    response = look("author", "uusi/", form(photos=photos))
    ad = Ad.objects.get()
    assert response.url.endswith(f"/{ad.pk}/") and ad.price == Decimal("12.50")
    assert ad.expires_on == timezone.localdate() + timedelta(days=30)
    assert Attachment.objects.filter(object_id=ad.pk).count() == 2
    assert "Pöytä" in look("asker", "?sana=iso&laji=offer&luokka=kalusteet").content.decode()
    assert "Pöytä" not in look("asker", "?sana=tuoli").content.decode()
    message = {"do": "message", "key": uuid.uuid4(), "body": "Vieläkö on?"}
    response = look("asker", f"{ad.pk}/", message)
    conversation = Conversation.objects.get()
    assert response.url.endswith(f"/viestit/{conversation.pk}/")
    assert told("message") == ["author"]
    assert "1 uusi" in look("author", "viestit/").content.decode()
    look("author", f"viestit/{conversation.pk}/", {"key": uuid.uuid4(), "body": "On."})
    assert told("message") == ["asker", "author"]
    assert "1 uusi" not in look("author", "viestit/").content.decode()
    look("author", f"{ad.pk}/", {"do": "finish"})
    assert Ad.objects.get().state == "done"
    assert "Pöytä" not in look("asker").content.decode()
    look("author", f"{ad.pk}/", {"do": "renew"})
    assert Ad.objects.get().is_current
    look("author", f"{ad.pk}/", {"do": "delete"})
    assert not (Ad.objects.exists() or Attachment.objects.exists())
    assert not ConversationMessage.objects.exists()


def test_changing_an_ad_and_its_photos(look, put_up, form):
    ad = put_up(photos=[files.upload("a.jpg", files.picture())])
    old = Attachment.objects.get()
    new = files.upload("b.jpg", files.picture())
    look("author", f"{ad.pk}/muokkaa/", form(title="Uusi", remove=str(old.key), photos=new))
    assert Ad.objects.get().title == "Uusi"
    assert Attachment.objects.get().name == "b.jpg"


def test_a_form_sent_twice_makes_one(look, form, put_up):
    data = form()
    assert look("author", "uusi/", data).url == look("author", "uusi/", data).url
    ad = Ad.objects.get()
    message = {"do": "message", "key": uuid.uuid4(), "body": "Hei"}
    look("asker", f"{ad.pk}/", message)
    look("asker", f"{ad.pk}/", message)
    assert ConversationMessage.objects.count() == 1 and told("message") == ["author"]
    assert look("member", "uusi/", form(key=ad.key)).status_code == 422


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"body": ""},
        {"body": "x" * 60_000},
        {"kind": "steal"},
        {"category": "999999"},
        {"category": "x\x00"},
        {"area": "999999"},
        {"price": "-1"},
        {"price": "paljon"},
        {"price": "1e9"},
        {"key": "x"},
        {"photos": files.upload("virus.exe", b"MZ")},
        {"photos": files.upload("kuva.jpg", b"<script>")},
        {"photos": [files.upload(f"{n}.jpg", files.picture()) for n in range(7)]},
    ],
)
def test_bad_input_is_told_and_nothing_is_stored(look, form, changes):
    response = look("author", "uusi/", form(**changes))
    assert response.status_code == 422
    assert not (Ad.objects.exists() or Attachment.objects.filter(object_id__gt=0).exists())
    assert soup_of(response).select(".soskes-field__error")


def soup_of(response):
    response.status_code = 200
    return soup(response)


@pytest.mark.parametrize("code", VALID)
def test_identity_codes_are_refused_everywhere(look, form, put_up, people, code):
    ad = put_up()
    for field in ("title", "body"):
        assert look("author", "uusi/", form(**{field: f"x {code}"})).status_code == 422
    for data in (
        {"do": "message", "key": uuid.uuid4(), "body": code},
        {"do": "report", "report-reason": code},
    ):
        assert look("asker", f"{ad.pk}/", data).status_code == 422
    assert Ad.objects.count() == 1
    assert not (ConversationMessage.objects.exists() or AdReport.objects.exists())


def test_nothing_people_write_runs(look, form, people, category):
    for payload in map(without_controls, PAYLOADS):
        ad = Ad(author=people["author"], kind="offer", category=category)
        ad.title, ad.body = payload[:120], payload
        ad.save()
        conversation = Conversation.objects.create(ad=ad, asker=people["asker"])
        ConversationMessage.objects.create(
            conversation=conversation, sender=people["asker"], body=payload
        )
        page = soup(look("asker", f"{ad.pk}/"))
        for place in page.select("h1, .soskes-member-text"):
            assert not dangers(place.decode_contents()), payload
        page = soup(look("asker", f"viestit/{conversation.pk}/"))
        for place in page.select("h1, .soskes-consultation > p"):
            assert not dangers(place.decode_contents()), payload
    for place in soup(look("asker")).select(".soskes-ad__title a"):
        assert not dangers(place.decode_contents())


@pytest.mark.parametrize(
    "query",
    ["?sana=%00", "?sana=" + "x" * 500, "?laji=x&luokka=x&kunta=%27--", "?page=x", "?page=-1"],
)
def test_odd_questions_get_a_list(look, put_up, query):
    put_up()
    assert look("asker", query).status_code == 200


def test_watched_searches_tell_of_new_ads(people, put_up, category):
    area = Area.objects.create(kind="municipality", code="992", name_fi="Äänekoski")
    other = AdCategory.objects.create(name_fi="Muut", slug="muut")
    watching.watch(people["asker"], AdFilter(words="TUOLI"))
    watching.watch(people["asker"], AdFilter(kind="offer"))
    watching.watch(people["member"], AdFilter(category_id=other.pk))
    watching.watch(people["moderator"], AdFilter(area_id=area.pk))
    watching.watch(people["author"], AdFilter(words="tuoli"))
    watching.watch(people["host"], AdFilter(words="tuoli"))
    put_up(title="Hyvä tuoli")
    assert told("found") == ["asker"]
    put_up(title="Lamppu", kind="give", area=area, category=other)
    assert told("found") == ["asker", "member", "moderator"]


def test_a_search_is_watched_once_and_twenty_at_most(people):
    for _ in range(2):
        watching.watch(people["asker"], AdFilter(words="a"))
    assert WatchedSearch.objects.count() == 1
    for number in range(watching.MOST - 1):
        watching.watch(people["asker"], AdFilter(words=f"w{number}"))
    with pytest.raises(ValidationError):
        watching.watch(people["asker"], AdFilter(words="zu viel"))


def test_reported_hidden_restored(look, put_up, people):
    ad = put_up()
    for _ in range(2):
        look("asker", f"{ad.pk}/", {"do": "report", "report-reason": "Ei kuulu tänne"})
    assert AdReport.objects.count() == 1 and told("reported") == ["moderator"]
    look("moderator", f"{ad.pk}/", {"do": "hide", "report-reason": "Mainos"})
    assert Ad.objects.get().state == "hidden" and told("hidden") == ["author"]
    assert "Mainos" in look("author", f"{ad.pk}/").content.decode()
    with pytest.raises(ValidationError):
        ads.renew(Ad.objects.get(), people["author"])
    look("moderator", f"{ad.pk}/", {"do": "keep"})
    assert Ad.objects.get().is_current and not AdReport.objects.filter(handled_at=None).exists()


def test_authors_are_told_before_the_end_and_old_ads_go(put_up, people):
    ad = put_up(photos=[files.upload("a.jpg", files.picture())])
    call_command("soskes_tend_marketplace")
    assert told("ending") == []
    Ad.objects.update(expires_on=timezone.localdate() + timedelta(days=2))
    for _ in range(2):
        call_command("soskes_tend_marketplace")
    assert told("ending") == ["author"]
    ads.renew(Ad.objects.get(), people["author"])
    Ad.objects.update(expires_on=timezone.localdate() + timedelta(days=1))
    call_command("soskes_tend_marketplace")
    assert told("ending") == ["author"] * 2
    Ad.objects.update(expires_on=timezone.localdate() - timedelta(days=91))
    call_command("soskes_tend_marketplace")
    assert not (Ad.objects.filter(pk=ad.pk).exists() or Attachment.objects.exists())


def test_ones_data_comes_out_and_goes(put_up, people):
    ad = put_up(photos=[files.upload("a.jpg", files.picture())])
    talk.begin(ad, people["asker"], key=uuid.uuid4(), body="Kanariaviesti")
    watching.watch(people["asker"], AdFilter(words="kanariahaku"))
    moderating.report(ad, people["asker"], "kanariasyy")
    text = str(person.export(people["asker"]))
    assert all(word in text for word in ("Kanariaviesti", "kanariahaku", "kanariasyy"))
    assert ad.title in str(person.export(people["author"]))
    assert len(person.files(people["author"])) == 1
    person.erase(people["asker"])
    assert not (ConversationMessage.objects.exists() or WatchedSearch.objects.exists())
    assert AdReport.objects.get().reporter is None
    person.erase(people["author"])
    assert not (Ad.objects.exists() or Attachment.objects.exists())


def test_pages_are_well_made_and_their_queries_do_not_grow(put_up, look, people, category):
    def counts(ad, conversation):
        found = []
        for who, address in [
            ("author", ""),
            ("author", "omat/"),
            ("author", "viestit/"),
            ("asker", f"{ad.pk}/"),
            ("asker", f"viestit/{conversation.pk}/"),
            ("moderator", "ilmoitetut/"),
            ("asker", "uusi/"),
        ]:
            look(who, address)
            with CaptureQueriesContext(connection) as queries:
                response = look(who, address)
            assert not faults(soup(response)), (who, address)
            found.append(len(queries))
        return found

    ad = put_up()
    conversation = talk.begin(ad, people["asker"], key=uuid.uuid4(), body="x")
    moderating.report(ad, people["asker"], "x")
    before = counts(ad, conversation)
    more = Ad.objects.bulk_create(
        Ad(author=people["author"], kind="offer", title="x", body="x", category=category)
        for _ in range(300)
    )
    Conversation.objects.bulk_create(Conversation(ad=each, asker=people["asker"]) for each in more)
    AdReport.objects.bulk_create(
        AdReport(ad=each, reporter=people["asker"], reason="x") for each in more
    )
    ConversationMessage.objects.bulk_create(
        ConversationMessage(conversation=conversation, sender=people["author"], body="x")
        for _ in range(100)
    )
    assert counts(ad, conversation) == before


def test_categories_are_the_administrators(client, people, category):
    for who in ("moderator", "member"):
        client.force_login(people[who])
        assert client.get("/admin/soskes/ad-categories/").status_code == 302
