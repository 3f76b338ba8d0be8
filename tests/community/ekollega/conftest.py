"""A network with eKollega in it: groups of every kind, and people in every position."""

import itertools
import uuid
from types import SimpleNamespace

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.community.ekollega.models import Group, GroupMember
from soskes_wagtail.community.ekollega.page import EkollegaPage
from soskes_wagtail.community.ekollega.services import posts
from soskes_wagtail.sections.models import SosKesHomePage

ROLE, STATE = GroupMember.Role, GroupMember.State


class Talk:
    """Makes what its methods say; everything through the services, as people do."""

    def __init__(self, page, member):
        self.page, self.base = page, page.url
        self._member = member
        self._numbers = itertools.count(1)

    def person(self, name=None, key=RoleKey.READER, **fields):
        number = next(self._numbers)
        fields.setdefault("first_name", f"Henkilö{number}")
        fields.setdefault("last_name", "Esimerkki")
        fields.setdefault("email", f"henkilo{number}@esimerkki.example")
        return self._member(name or f"henkilo{number}", key, **fields)

    def group(self, name="Ryhmä", kind="open", owner=None, **fields):
        joining = {"open": "free", "closed": "request", "hidden": "invitation"}[kind]
        fields.setdefault("joining", joining)
        group = Group.objects.create(name=name, kind=kind, **fields)
        self.put(group, owner or self.person(), role=ROLE.OWNER)
        return group

    def put(self, group, user, role=ROLE.MEMBER, state=STATE.ACTIVE):
        return GroupMember.objects.create(group=group, user=user, role=role, state=state)

    def owner(self, group):
        return group.members.filter(role=ROLE.OWNER).first().user

    def topic(self, group, title="Aihe", body="<p>Teksti</p>", by=None, **more):
        viewer = Viewer(by or self.owner(group))
        return posts.start_topic(viewer, group, title=title, body=body, token=uuid.uuid4(), **more)

    def reply(self, topic, body="<p>Vastaus</p>", by=None, **more):
        viewer = Viewer(by or self.owner(topic.group))
        topic.refresh_from_db()
        return posts.reply(viewer, topic, body=body, token=uuid.uuid4(), **more)

    def browser(self, user=None):
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    def url(self, path=""):
        return f"{self.base}{path}"


@pytest.fixture(autouse=True)
def kept(settings, private_files):
    """Pages and rows are kept in the cache, as they are in use."""
    settings.SOSKES = {**settings.SOSKES, "PAGE_CACHE_SECONDS": 60}


@pytest.fixture
def talk(root, make, close, role, member):
    """SosKes closed to its roles, with the eKollega page in it."""
    home = make(root, "SosKes", SosKesHomePage)
    page = make(home, "eKollega", EkollegaPage, slug="ekollega")
    close(home, PageViewRestriction.GROUPS, [role(key) for key in RoleKey])
    return Talk(page, member)


@pytest.fixture
def circles(talk):
    """A group of every kind, with a topic and a reply that hold its canary, and people."""
    found = SimpleNamespace()
    for kind in ("open", "closed", "hidden"):
        canary = f"kanaria{kind}"
        group = talk.group(f"Ryhmä {canary}", kind, purpose=f"Tarkoitus {canary}")
        topic = talk.topic(group, f"Otsikko {canary}", f"<p>Teksti {canary}</p>", tags=[canary])
        reply = talk.reply(topic, f"<p>Vastaus {canary}</p>")
        setattr(
            found,
            kind,
            SimpleNamespace(group=group, topic=topic, reply=reply, canary=canary),
        )
    return found
