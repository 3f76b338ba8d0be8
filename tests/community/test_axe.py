"""The pages on which members talk, ask, sell and choose, looked at by axe: phone and desk."""

import uuid

import pytest
from community.ekollega.conftest import Talk
from django.test import Client
from support import files
from support.axe import violations
from wagtail.models import PageViewRestriction, Site

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.community.consultations.pages import ConsultationPanelPage, PanelExpert
from soskes_wagtail.community.consultations.services import answering, asking
from soskes_wagtail.community.ekollega.page import EkollegaPage
from soskes_wagtail.community.feedback.pages import FeedbackPage
from soskes_wagtail.community.marketplace.models import AdCategory
from soskes_wagtail.community.marketplace.pages import MarketplacePage
from soskes_wagtail.community.marketplace.services import ads
from soskes_wagtail.notifications import subscribe
from soskes_wagtail.notifications.page import NoticesPage
from soskes_wagtail.sections.models import ServiceSectionPage, SosKesHomePage


@pytest.fixture
def site(live_server, root, make, close, role, member):
    """A network with something on every page; addresses by what they show."""
    host, port = live_server.url.removeprefix("http://").split(":")
    Site.objects.update(hostname=host, port=int(port))
    Site.clear_site_root_paths_cache()
    home = make(root, "SosKes", SosKesHomePage)
    make(home, "Lastensuojelu", ServiceSectionPage, slug="lastensuojelu")
    close(home, PageViewRestriction.GROUPS, [role(key) for key in RoleKey])
    talk = Talk(make(home, "eKollega", EkollegaPage, slug="ekollega"), member)
    market = make(home, "Kirpputori", MarketplacePage, slug="kirpputori").get_url()
    panel = make(home, "Konsultaatio", ConsultationPanelPage, slug="konsultaatio")
    feedback = make(home, "Palaute", FeedbackPage, slug="palaute").get_url()
    notices = make(home, "Ilmoitukset", NoticesPage, slug="ilmoitukset").get_url()
    reader, colleague = talk.person(), talk.person()
    group = talk.group("Suljettu", "closed", purpose="Kenelle tämä on.")
    talk.put(group, reader)
    talk.group("Toinen")
    topic = talk.topic(group, tags=["perhehoito"], by=reader)
    subscribe(reader, f"topic:{topic.pk}")
    quoted = talk.reply(topic, "<p>Vastaus</p><ul><li>yksi</li></ul>")
    talk.reply(topic, "<p>Kiitos</p>", by=reader, quoted=quoted)
    PanelExpert.objects.create(page=panel, user=colleague, expertise="lastensuojelu")
    words = {"title": "Miten?", "situation": "<p>Näin.</p>", "tried": "<p>x</p>", "law": "34 §"}
    asked = asking.ask(panel, reader, key=uuid.uuid4(), is_anonymous=False, **words)
    answering.answer(asked, Viewer(colleague), key=uuid.uuid4(), body="<p>Vastaus</p>")
    category = AdCategory.objects.create(name_fi="Kalusteet")
    ad = ads.put_up(
        colleague,
        key=uuid.uuid4(),
        kind="offer",
        title="Pöytä",
        body="<p>Hyvä</p>",
        category=category,
        area=None,
        price=None,
        photos=[files.upload("kuva.jpg", files.picture())],
    )
    client = Client()
    client.force_login(reader)
    paths = {
        "eKollega": talk.url(),
        "what is new": talk.url("uutta/"),
        "groups": talk.url("ryhmat/"),
        "new group": talk.url("ryhmat/uusi/"),
        "group": talk.url(f"ryhma/{group.pk}/"),
        "members": talk.url(f"ryhma/{group.pk}/jasenet/"),
        "discussion": talk.url(f"aihe/{topic.pk}/"),
        "quote": talk.url(f"aihe/{topic.pk}/?lainaus={quoted.pk}"),
        "new discussion": talk.url(f"ryhma/{group.pk}/uusi/"),
        "report": talk.url(f"viesti/{quoted.pk}/ilmoita/"),
        "panel": panel.get_url(),
        "ask": f"{panel.get_url()}kysy/",
        "question": f"{panel.get_url()}{asked.pk}/",
        "question bank": f"{panel.get_url()}pankki/",
        "marketplace": market,
        "ad": f"{market}{ad.pk}/",
        "new ad": f"{market}uusi/",
        "feedback": feedback,
        "notices": notices,
        "what one follows": f"{notices}seuraaminen/",
    }
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    return live_server.url, paths, cookie | {"url": live_server.url}


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_stands_in_anybody_s_way(site, page, width):
    server, paths, cookie = site
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([cookie])
    wrong = {}
    for name, path in paths.items():
        response = page.goto(path if path.startswith("http") else f"{server}{path}")
        assert response.status == 200, (name, path)
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append("wider than the window")
        if found:
            wrong[name] = found
    assert not wrong, wrong


def test_a_complaint_is_found_by_whoever_cannot_see_it(site, page):
    """A form that comes back: what is wrong is said where it is, and contact details are there
    for whoever sends them."""
    server, paths, cookie = site
    page.context.add_cookies([cookie])
    page.goto(f"{server}{paths['feedback'].removeprefix(server)}")
    contact = page.locator(".soskes-feedback-form__contact")
    assert not contact.is_visible()
    page.locator('.soskes-feedback-form input[name$="kind"]').first.check()
    page.locator(".soskes-feedback-form textarea").fill("Hyvä sivu")
    page.locator('input[name$="signed"][value="yes"]').check()
    assert contact.is_visible()
    page.locator('input[name$="email"]').last.fill("")
    page.locator(".soskes-feedback-form button[type=submit]").click()
    page.locator(".soskes-field__error").first.wait_for()
    assert not violations(page)
