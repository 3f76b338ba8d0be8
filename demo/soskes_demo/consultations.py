"""A panel with two experts, a question that waits, one that is answered, and a case for all."""

import uuid

from django.contrib.auth import get_user_model

from soskes_wagtail.access import Viewer
from soskes_wagtail.community.consultations.models import Consultation
from soskes_wagtail.community.consultations.pages import ConsultationPanelPage, PanelExpert
from soskes_wagtail.community.consultations.services import answering, asking, bank

EXPERTS = {
    "osiomuokkaaja": "Lastensuojelun sosiaalityö, sijaishuolto",
    "moderaattori": "Vammaispalvelut, omaishoito, hallintolaki",
}
WAITING = {
    "title": "Kuka tekee palvelutarpeen arvion, kun perhe on muuttamassa?",
    "situation": "<p>Perhe muuttaa toiseen kuntaan kesken arvioinnin. Arviointi on tehty puoliksi "
    "meillä. Uudessa kunnassa asia on vireillä, mutta siellä odotetaan meidän päätöstä.</p>",
    "tried": "<p>Olemme soittaneet uuteen kuntaan ja sopineet, että yhteenveto lähetetään.</p>",
    "law": "Sosiaalihuoltolaki 36 §",
}
ANSWERED = {
    "title": "Saako omaishoidon tuen hakija nähdä arviointilomakkeen?",
    "situation": "<p>Hakija pyytää nähtäväksi lomakkeen, jolla hoitoisuus pisteytettiin. "
    "Lomakkeessa on myös työntekijän omia muistiinpanoja.</p>",
    "tried": "<p>Olemme kertoneet pisteet suullisesti.</p>",
    "law": "Hallintolaki 34 §",
}
ANSWER = (
    "<p>Asianosaisella on pääsääntöisesti oikeus saada tieto aineistosta, joka on vaikuttanut "
    "päätökseen. Pisteytyslomake on sellaista aineistoa.</p><ul><li>Antakaa kopio lomakkeesta."
    "</li><li>Muistiinpanoista arvioikaa erikseen, ovatko ne osa asiakirjaa.</li></ul>"
    "<p>Varmistakaa ratkaisu omasta lakimiehestänne.</p>"
)


def ensure_consultations() -> int:
    """Make what is missing, once. Returns how many questions were made."""
    panel = ConsultationPanelPage.objects.filter(locale__language_code="fi").first()
    if panel is None or Consultation.objects.exists():
        return 0
    users = {user.username: user for user in get_user_model().objects.filter(is_active=True)}
    for order, (username, expertise) in enumerate(EXPERTS.items()):
        panel.panel_experts.add(
            PanelExpert(user=users[username], expertise=expertise, sort_order=order)
        )
    panel.is_closed = False
    panel.save_revision().publish()
    asker, expert = users["lukija"], users["osiomuokkaaja"]
    asking.ask(panel, asker, key=uuid.uuid4(), is_anonymous=True, **WAITING)
    asked = asking.ask(panel, asker, key=uuid.uuid4(), is_anonymous=False, **ANSWERED)
    answering.answer(asked, Viewer(expert), key=uuid.uuid4(), body=ANSWER)
    bank.rewrite(
        asked,
        Viewer(expert),
        language="fi",
        title=ANSWERED["title"],
        question="<p>Hakija pyytää nähtäväksi lomakkeen, jolla hoitoisuus pisteytettiin.</p>",
        answer=ANSWER,
        law=ANSWERED["law"],
    )
    bank.approve(asked, Viewer(asker))
    return 2
