"""A panel with two experts, an asker, and others who must not see a thing."""

import uuid

import pytest

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.community.consultations.pages import ConsultationPanelPage, PanelExpert
from soskes_wagtail.community.consultations.services import asking


@pytest.fixture
def panel(home, make):
    return make(home, "Konsultaatio", ConsultationPanelPage, slug="konsultaatio")


@pytest.fixture
def people(member, person, panel):
    """By what they are; ``expert`` and ``colleague`` are on the panel."""
    found = {
        "asker": member("asker", first_name="Aino", last_name="Kysyjä"),
        "expert": member("expert", first_name="Eero", last_name="Asiantuntija"),
        "colleague": member("colleague", first_name="Kaisa", last_name="Konkari"),
        "member": member("member"),
        "admin": member("admin", RoleKey.ADMINISTRATOR),
        "host": person("host"),
    }
    for name in ("expert", "colleague"):
        PanelExpert.objects.create(page=panel, user=found[name], expertise="lastensuojelu")
    return found


@pytest.fixture
def viewer(people):
    """viewer(name): a fresh look each time."""

    def look(name):
        user = people[name]
        return Viewer(type(user)._default_manager.get(pk=user.pk))

    return look


@pytest.fixture
def ask(panel, people):
    """ask(**fields): a question of the asker."""

    def put(**fields):
        fields = {
            "key": uuid.uuid4(),
            "title": "Kuka saa osallistua neuvotteluun?",
            "situation": "<p>Tukihenkilö haluaa mukaan kanarialintu.</p>",
            "tried": "",
            "law": "",
            "is_anonymous": False,
        } | fields
        return asking.ask(panel, people["asker"], **fields)

    return put


@pytest.fixture
def look(client, panel, people):
    """look(name, address="", data=None): what somebody gets below the panel's page."""

    def get(name, address="", data=None):
        client.logout()
        if name:
            client.force_login(people[name])
        url = panel.get_url() + address
        return client.get(url) if data is None else client.post(url, data)

    return get
