"""A question is read by its asker and by the experts of its panel, at every address and in every
list; what experts write among themselves by the experts; a case by members once it is published."""

import uuid

import pytest

from soskes_wagtail.access import Viewer, can_see, visible_to
from soskes_wagtail.access.many import sight_of, target_of
from soskes_wagtail.community.consultations import search
from soskes_wagtail.community.consultations.models import (
    BankedCase,
    Consultation,
    ConsultationMessage,
)
from soskes_wagtail.community.consultations.pages import ConsultationPanelPage, PanelExpert
from soskes_wagtail.community.consultations.services import answering, bank
from soskes_wagtail.notifications.models import Notice

pytestmark = pytest.mark.django_db
INSIDERS = {"asker", "expert", "colleague"}
DEEDS = ["take", "answer", "note", "ask_more", "close", "take_back", "approve", "withdraw", "rate"]
EVERYBODY = [*sorted(INSIDERS), "member", "admin", "host", ""]


@pytest.fixture
def case(ask, viewer):
    """A question with an answer, a note among the experts and a draft for the bank."""
    asked = ask(title="Otsikkokanaria")
    answering.answer(asked, viewer("expert"), key=uuid.uuid4(), body="<p>Vastauskanaria</p>")
    answering.note(asked, viewer("expert"), key=uuid.uuid4(), body="<p>Sisäkanaria</p>")
    bank.rewrite(
        asked,
        viewer("expert"),
        language="fi",
        title="Pankkikanaria",
        question="<p>q</p>",
        answer="<p>a</p>",
        law="",
    )
    return asked


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_question_at_its_address(case, look, who):
    response = look(who, f"{case.pk}/")
    text = response.content.decode()
    assert (response.status_code == 200) == (who in INSIDERS)
    assert ("Otsikkokanaria" in text) == (who in INSIDERS)
    assert ("Vastauskanaria" in text) == (who in INSIDERS)
    assert ("Sisäkanaria" in text) == (who in {"expert", "colleague"})


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("address", ["", "kysymykset/?tila=kaikki", "pankki/", "pankki/?q=kanaria"])
def test_lists(case, look, who, address):
    text = look(who, address).content.decode()
    listed = who in INSIDERS and address.startswith("kysymykset") or (who, address) == ("asker", "")
    assert ("Otsikkokanaria" in text) == listed
    assert "Pankkikanaria" not in text and "Sisäkanaria" not in text


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_draft_of_a_case(case, look, who):
    draft = BankedCase.objects.get()
    assert look(who, f"pankki/{draft.pk}/").status_code in (302, 403, 404)
    assert (look(who, f"{case.pk}/pankkiin/").status_code == 200) == (who in INSIDERS)


@pytest.mark.parametrize("who", ["member", "admin", "host", ""])
@pytest.mark.parametrize(
    "do",
    ["take", "answer", "note", "ask_more", "close", "take_back", "approve", "withdraw", "rate"],
)
def test_outsiders_can_do_nothing(case, look, who, do):
    before = Consultation.objects.values().get()
    data = {"do": do, "helped": "yes"}
    for prefix in ("reply", "note"):
        data |= {f"{prefix}-key": uuid.uuid4(), f"{prefix}-body": "x"}
    assert look(who, f"{case.pk}/", data).status_code in (302, 403, 404)
    assert Consultation.objects.values().get() == before
    assert ConsultationMessage.objects.count() == 2
    assert BankedCase.objects.get().asker_approved_at is None


def test_asker_and_expert_cannot_do_each_others_part(case, look):
    data = {
        "reply-key": uuid.uuid4(),
        "reply-body": "x",
        "note-key": uuid.uuid4(),
        "note-body": "x",
    }
    for who, do in [("asker", "answer"), ("asker", "note"), ("asker", "take"), ("expert", "rate")]:
        response = look(who, f"{case.pk}/", data | {"do": do, "helped": "no"})
        assert response.status_code == 403, (who, do)
    assert ConsultationMessage.objects.count() == 2
    assert look("expert", f"{case.pk}/", data | {"do": "ask_more"}).status_code == 403


def test_without_a_name_nobody_sees_who_asked(ask, look, viewer):
    asked = ask(is_anonymous=True)
    answering.take(asked, viewer("expert"))
    for who in ("expert", "colleague"):
        for address in (f"{asked.pk}/", "kysymykset/?tila=kaikki"):
            text = look(who, address).content.decode()
            assert asked.title in text
            assert "Kysyjä" not in text and "Aino" not in text
    assert not Notice.objects.filter(event__actor__username="asker").exists()


def test_many_at_once_see_what_each_sees_alone(
    case, ask, people, viewer, home, make, django_assert_max_num_queries
):
    other = make(home, "Toinen", ConsultationPanelPage, slug="toinen")
    PanelExpert.objects.create(page=other, user=people["member"])
    closed = make(home, "Kiinni", ConsultationPanelPage, slug="kiinni", live=False)
    elsewhere = Consultation.objects.create(
        title="x", panel_key=other.translation_key, promised_on="2026-12-01"
    )
    unpublished = Consultation.objects.create(
        title="y", panel_key=closed.translation_key, promised_on="2026-12-01"
    )
    PanelExpert.objects.create(page=closed, user=people["member"])
    people["colleague"].groups.clear()
    asked = [case, elsewhere, unpublished]
    viewers = Viewer.of_many(type(people["asker"])._default_manager.all())
    for one in viewers.values():
        assert one.is_member is not None
    with django_assert_max_num_queries(2):
        may_see = sight_of(target_of(one) for one in asked)
        together = {
            (name, one.pk): may_see(viewers[user.pk], target_of(one))
            for name, user in people.items()
            for one in asked
        }
    alone = {(name, one.pk): can_see(viewer(name), one) for name in people for one in asked}
    assert together == alone
    assert {name for (name, _), yes in together.items() if yes} == {"asker", "expert", "member"}


def test_who_leaves_sees_nothing_more(case, people, viewer, look):
    PanelExpert.objects.filter(user=people["colleague"]).delete()
    assert look("colleague", f"{case.pk}/").status_code == 404
    people["asker"].groups.clear()
    assert not can_see(viewer("asker"), case)
    assert look("asker", f"{case.pk}/").status_code == 403
    assert not visible_to(viewer("asker"), Consultation.objects.all()).exists()
    assert not visible_to(viewer("asker"), ConsultationMessage.objects.all()).exists()


def test_experts_of_another_panel_see_nothing(case, home, make, people, viewer):
    other = make(home, "Toinen", ConsultationPanelPage, slug="toinen")
    PanelExpert.objects.create(page=other, user=people["member"])
    assert not can_see(viewer("member"), case)


def test_another_panels_address_shows_no_question_of_ours(case, home, make, client, people):
    other = make(home, "Toinen", ConsultationPanelPage, slug="toinen")
    client.force_login(people["expert"])
    assert client.get(f"{other.get_url()}{case.pk}/").status_code == 404


def test_search_has_published_cases_only(case, viewer):
    assert not search.published().exists()
    assert not visible_to(viewer("member"), BankedCase.objects.all()).exists()
    bank.approve(case, viewer("asker"))
    (found,) = search.entries(search.published())
    assert found.access == ("members",) and found.page_path
    assert visible_to(viewer("member"), BankedCase.objects.all()).count() == 1
    assert not visible_to(viewer("host"), BankedCase.objects.all()).exists()
    bank.withdraw(case, viewer("asker"))
    assert not search.published().exists()
