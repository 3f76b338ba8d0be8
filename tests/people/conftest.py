"""A network of people: two municipalities with licences, members with profiles, the pages."""

import datetime

import pytest
from support.network import close, groups, locales, make, person, role, root
from wagtail.models import PageViewRestriction

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import (
    Area,
    Licence,
    Membership,
    NetworkRole,
    Organisation,
    Profile,
)
from soskes_wagtail.sections.models import OwnProfilePage, PeopleSearchPage, SosKesHomePage

__all__ = ["close", "groups", "locales", "make", "person", "role", "root"]

START = datetime.date(2020, 1, 1)


class People:
    """The pages and the people; every method makes what it says and returns it."""

    def __init__(self, make, root, person, role, close):
        self._person, self._role = person, role
        self.county = Area.objects.create(
            kind="wellbeing_county", code="15", name_fi="Keski-Suomen hyvinvointialue"
        )
        self.aanekoski, self.jyvaskyla = (
            Area.objects.create(
                kind="municipality", code=code, name_fi=name, wellbeing_county=self.county
            )
            for code, name in (("992", "Äänekoski"), ("179", "Jyväskylä"))
        )
        self.town = self.organisation("Äänekosken kaupunki", self.aanekoski)
        self.city = self.organisation("Jyväskylän kaupunki", self.jyvaskyla)
        self.consultant = NetworkRole.objects.create(name_fi="Verkostokonsultti", sort_order=1)
        self.trainer = NetworkRole.objects.create(name_fi="Kouluttaja", sort_order=2)
        self.home = make(root, "SosKes", SosKesHomePage)
        self.search = make(self.home, "Henkilöhaku", PeopleSearchPage, slug="henkilohaku")
        self.own = make(self.home, "Oma profiili", OwnProfilePage, slug="oma-profiili")
        close(
            self.home,
            PageViewRestriction.GROUPS,
            [role(RoleKey.READER), role(RoleKey.MUNICIPAL_EDITOR), role(RoleKey.ADMINISTRATOR)],
        )

    def organisation(self, name, area=None, **fields):
        made = Organisation.objects.create(type="municipality", name_fi=name, area=area, **fields)
        Licence.objects.create(organisation=made, valid_from=START, seats=1000)
        return made

    def member(self, username, organisation=None, key=RoleKey.READER, **fields):
        """A user with an active membership."""
        user = self._person(username, self._role(key), **fields)
        Membership.objects.create(
            user=user, organisation=organisation or self.town, role=key, valid_from=START
        )
        return user

    def profile(self, name, organisation=None, *, areas=(), expertise=(), roles=(), **fields):
        """A member with a profile."""
        user = fields.pop("user", None) or self.member(
            f"user{Profile.objects.count()}-{name}", organisation
        )
        profile = Profile(user=user, name=name, **fields)
        profile.areas.set(areas)
        profile.network_roles.set(roles)
        profile.expertise.set(expertise)
        profile.save()
        return profile

    def end(self, profile):
        """The person's membership ends now."""
        Membership.objects.filter(user=profile.user_id).update(
            valid_until=datetime.date(2020, 1, 2)
        )


@pytest.fixture
def people(make, root, person, role, close, memberships_count):
    return People(make, root, person, role, close)


@pytest.fixture
def reader(people):
    return people.member("lukija")


@pytest.fixture
def member(client, reader):
    """A browser with a reader of Äänekoski signed in."""
    client.force_login(reader)
    return client
