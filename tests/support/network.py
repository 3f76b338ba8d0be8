"""A small network: SosKes home in three languages, open and closed branches, users."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from testproject.models import HostPage, NetworkHomePage, NetworkPage
from wagtail.models import Locale, Page, PageViewRestriction, Site

from soskes_wagtail.access import Role, RoleKey


@pytest.fixture
def locales(db):
    return {
        code: Locale.objects.get_or_create(language_code=code)[0] for code in ("fi", "sv", "en")
    }


@pytest.fixture
def root(locales):
    """The host's home page, in Finnish and Swedish, with a site on it."""
    tree = Page.objects.get(depth=1)
    tree.get_children().delete()
    tree.refresh_from_db()
    home = tree.add_child(instance=HostPage(title="MediKes", slug="medikes", locale=locales["fi"]))
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    Site.clear_site_root_paths_cache()
    home.copy_for_translation(locales["sv"]).save_revision().publish()
    return Page.objects.get(pk=home.pk).specific


@pytest.fixture
def make(locales):
    """make(parent, title, model=NetworkPage, **fields): a published page."""

    def add(parent, title, model=NetworkPage, **fields):
        parent = Page.objects.get(pk=parent.pk)
        fields.setdefault("locale", parent.locale)
        return parent.add_child(instance=model(title=title, **fields))

    return add


@pytest.fixture
def home(root, make):
    return make(root, "SosKes", NetworkHomePage)


@pytest.fixture
def close():
    """close(page, kind, groups=(), password=""): the restriction, as the admin makes it."""

    def restrict(page, kind=PageViewRestriction.LOGIN, groups=(), password=""):
        restriction = PageViewRestriction(page=page, restriction_type=kind, password=password)
        restriction.save()
        restriction.groups.set(groups)
        return restriction

    return restrict


@pytest.fixture
def groups(db):
    return {name: Group.objects.create(name=name) for name in ("a", "b")}


@pytest.fixture
def person(db):
    """person(name, *groups, **fields): a user in the groups."""

    def make_user(name, *groups, **fields):
        user = get_user_model().objects.create_user(name, password="x", **fields)
        user.groups.set(groups)
        return user

    return make_user


@pytest.fixture
def role(db):
    """role(RoleKey.READER): the group that carries it, made when needed."""

    def group_of(key: RoleKey):
        group, _ = Group.objects.get_or_create(name=f"Rooli {key}")
        Role.objects.get_or_create(key=key, group=group)
        return group

    return group_of
