"""From the question to the answer, the rating and the question bank."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from support.hetu import LOOKALIKES, VALID
from support.html import faults, soup
from support.xss import PAYLOADS, dangers

from soskes_wagtail.community.consultations.models import (
    BankedCase,
    Consultation,
    ConsultationMessage,
)
from soskes_wagtail.community.consultations.services import answering, asking
from soskes_wagtail.community.consultations.services.days import working_days_after
from soskes_wagtail.notifications.models import Notice

pytestmark = pytest.mark.django_db
State = Consultation.State


def form(**fields):
    return {
        "key": uuid.uuid4(),
        "title": "Kysymys?",
        "situation": "Tilanne on tämä.",
        "tried": "",
        "law": "",
    } | fields


def told(kind):
    rows = Notice.objects.filter(event__kind=f"consultation.{kind}")
    return sorted(rows.values_list("user__username", flat=True))


def reload(asked):
    return Consultation.objects.get(pk=asked.pk)


def test_the_whole_way(look, panel, viewer, people):
    panel.promised_days = 3
    panel.save()
    response = look("asker", "kysy/", form(is_anonymous="on"))
    asked = Consultation.objects.get()
    assert response.status_code == 302 and response.url.endswith(f"/{asked.pk}/")
    assert asked.promised_on == working_days_after(timezone.localdate(), 3)
    assert told("asked") == ["colleague", "expert"]
    assert look("expert", f"{asked.pk}/", {"do": "take"}).status_code == 302
    assert reload(asked).state == State.TAKEN and told("taken") == ["asker"]
    assert (
        look(
            "expert", f"{asked.pk}/", {"do": "call_in", "colleague": people["colleague"].pk}
        ).status_code
        == 302
    )
    assert told("joined") == ["colleague"]
    answer = {"do": "answer", "reply-key": uuid.uuid4(), "reply-body": "Näin **tehdään**."}
    assert look("colleague", f"{asked.pk}/", answer).status_code == 302
    assert reload(asked).state == State.ANSWERED and told("answered") == ["asker"]
    assert "<strong>tehdään</strong>" in look("asker", f"{asked.pk}/").content.decode()
    more = {"do": "ask_more", "reply-key": uuid.uuid4(), "reply-body": "Entä jos?"}
    assert look("asker", f"{asked.pk}/", more).status_code == 302
    assert reload(asked).state == State.TAKEN and told("more") == ["colleague", "expert"]
    look("expert", f"{asked.pk}/", answer | {"reply-key": uuid.uuid4()})
    look("asker", f"{asked.pk}/", {"do": "rate", "helped": "partly", "text": "Kiitos"})
    assert reload(asked).helped == "partly"
    look("asker", f"{asked.pk}/", {"do": "close"})
    assert reload(asked).state == State.CLOSED
    assert look("asker", f"{asked.pk}/", more | {"reply-key": uuid.uuid4()}).status_code == 200
    assert ConsultationMessage.objects.count() == 3


def test_the_bank_needs_both_sides(ask, viewer, look):
    asked = ask()
    assert look("expert", f"{asked.pk}/pankkiin/").status_code == 404
    answering.answer(asked, viewer("expert"), key=uuid.uuid4(), body="<p>Vastaus</p>")
    assert "Vastaus" in look("expert", f"{asked.pk}/pankkiin/").content.decode()
    texts = {"title": "Yleinen", "question": "Tilanne", "answer": "Vastaus", "law": "417/2007"}
    look("expert", f"{asked.pk}/pankkiin/", texts)
    case = BankedCase.objects.get()
    assert case.expert_approved_at and not case.published_at
    look("colleague", f"{asked.pk}/", {"do": "approve"})
    assert not BankedCase.objects.get().published_at
    look("asker", f"{asked.pk}/", {"do": "approve"})
    assert BankedCase.objects.get().published_at
    assert "Yleinen" in look("member", "pankki/?q=yleinen").content.decode()
    assert "Vastaus" in look("member", f"pankki/{case.pk}/").content.decode()
    # Changed by one side, it waits for the other again.
    look("asker", f"{asked.pk}/pankkiin/", texts | {"title": "Uusi"})
    changed = BankedCase.objects.get()
    assert changed.asker_approved_at and not changed.expert_approved_at
    assert look("member", f"pankki/{case.pk}/").status_code == 404


def test_a_form_sent_twice_makes_one(look, ask, viewer):
    data = form()
    assert look("asker", "kysy/", data).url == look("asker", "kysy/", data).url
    asked = Consultation.objects.get()
    answer = {"do": "answer", "reply-key": uuid.uuid4(), "reply-body": "x"}
    look("expert", f"{asked.pk}/", answer)
    look("expert", f"{asked.pk}/", answer)
    assert ConsultationMessage.objects.count() == 1 and told("answered") == ["asker"]


def test_the_key_of_somebody_elses_form_is_refused(look, ask, people):
    asked = ask()
    response = look("member", "kysy/", form(key=asked.key))
    assert response.status_code == 422
    assert Consultation.objects.get().asker == people["asker"]


@pytest.mark.parametrize("field", ["title", "situation", "tried", "law"])
@pytest.mark.parametrize("code", VALID)
def test_identity_codes_are_refused_before_anything_is_stored(look, field, code):
    response = look("asker", "kysy/", form(**{field: f"Asiakas {code}"}))
    assert response.status_code == 422
    assert not Consultation.objects.exists()
    assert code in response.content.decode()  # what was written is still there


def test_what_only_looks_like_a_code_is_not_refused(look):
    assert look("asker", "kysy/", form(situation=" ".join(LOOKALIKES))).status_code == 302


def test_nothing_people_write_runs(look, viewer):
    from django.core.cache import cache

    for payload in PAYLOADS:
        cache.clear()
        data = form(title=payload[:200], law=payload[:300])
        data |= {"situation": payload, "situation-format": "html", "tried": payload}
        response = look("asker", "kysy/", data)
        assert response.status_code in (302, 422)
        if response.status_code == 302:
            page = look("expert", response.url.rsplit("/konsultaatio/", 1)[1])
            for place in soup(page).select("h1, .soskes-consultation > p, .soskes-member-text"):
                assert not dangers(place.decode_contents()), payload


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "explode"},
        {"do": "call_in", "colleague": "9" * 30},
        {"do": "call_in", "colleague": "x\x00"},
        {"do": "answer", "reply-key": "x", "reply-body": ""},
        {"do": "answer", "reply-key": str(uuid.uuid4()), "reply-body": "x" * 60_000},
        {"do": "rate", "helped": "maybe"},
        {"do": "close"},
    ],
)
def test_bad_input_is_told_and_changes_nothing(ask, look, data):
    asked = ask()
    for who in ("expert",):
        assert look(who, f"{asked.pk}/", data).status_code in (200, 422), data
    assert reload(asked).state == State.ASKED and not ConsultationMessage.objects.exists()


def test_taken_back_only_until_somebody_has_taken_it(ask, viewer, people):
    first, second = ask(), ask()
    asking.take_back(first, people["asker"])
    answering.take(second, viewer("expert"))
    with pytest.raises(ValidationError):
        asking.take_back(second, people["asker"])
    assert list(Consultation.objects.all()) == [second]


def test_of_two_experts_one_is_first(ask, viewer):
    asked = ask()
    assert answering.take(asked, viewer("expert"))
    assert not answering.take(asked, viewer("colleague"))
    assert told("taken") == ["asker"]
    assert asked.experts.count() == 2


def test_a_closed_panel_takes_no_questions(look, panel):
    panel.is_closed = True
    panel.save()
    assert look("asker", "kysy/", form()).status_code == 422
    assert not Consultation.objects.exists()


def test_experts_are_reminded_before_it_is_late_and_not_every_day(ask, capsys):
    asked = ask()
    Consultation.objects.update(promised_on=timezone.localdate() - timedelta(days=1))
    for _ in range(2):
        call_command("soskes_send_consultation_reminders")
    assert told("reminder") == ["colleague", "expert"]
    Consultation.objects.update(reminded_at=timezone.now() - timedelta(days=3))
    call_command("soskes_send_consultation_reminders")
    assert len(told("reminder")) == 4
    Consultation.objects.update(state=State.ANSWERED, answered_at=timezone.now())
    call_command("soskes_send_consultation_reminders")
    assert reload(asked).state == State.ANSWERED and len(told("reminder")) == 4
    Consultation.objects.update(answered_at=timezone.now() - timedelta(days=31))
    call_command("soskes_send_consultation_reminders")
    assert reload(asked).state == State.CLOSED


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),  # Christmas and a weekend
        (date(2027, 3, 25), 1, date(2027, 3, 30)),  # Easter
        (date(2026, 12, 4), 5, date(2026, 12, 11)),
    ],
)
def test_working_days(start, days, end):
    assert working_days_after(start, days) == end


def test_pages_are_well_made_and_their_queries_do_not_grow(
    ask, viewer, look, people, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def pages(numbers):
        counts = []
        for who, address in [
            ("expert", ""),
            ("expert", "kysymykset/"),
            ("asker", "kysymykset/"),
            ("expert", f"{numbers[0]}/"),
            ("asker", "kysy/"),
            ("member", "pankki/"),
        ]:
            look(who, address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = look(who, address)
            assert not faults(soup(response)), (who, address)
            counts.append(len(queries))
        return counts

    first = ask()
    answering.answer(first, viewer("expert"), key=uuid.uuid4(), body="<p>x</p>")
    before = pages([first.pk])
    row = Consultation.objects.values().get(pk=first.pk)
    row.pop("id")
    Consultation.objects.bulk_create(
        Consultation(**row | {"key": uuid.uuid4(), "state": "asked"}) for _ in range(300)
    )
    ConsultationMessage.objects.bulk_create(
        ConsultationMessage(
            consultation=first, author=people["expert"], kind="answer", body="<p>x</p>"
        )
        for _ in range(50)
    )
    BankedCase.objects.bulk_create(
        BankedCase(
            panel_key=first.panel_key,
            language="fi",
            title="t",
            question="q",
            answer="a",
            published_at=timezone.now(),
        )
        for _ in range(300)
    )
    after = pages([first.pk])
    # The paginator's links cost nothing; a list that had no rows asks once more for its parts.
    assert all(b - a <= 2 for a, b in zip(before, after, strict=True)), (before, after)
