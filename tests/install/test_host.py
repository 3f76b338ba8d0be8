import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import serializers
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page
from wagtail_localize.operations import translate_object

from soskes_wagtail.access import Role, RoleKey, role_groups
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.sections.models import ServiceSectionPage, SosKesHomePage


def user_in(role):
    user = get_user_model().objects.create_user(f"user-{role}", password="x")
    user.groups.add(*role_groups(role))
    return user


def test_the_hosts_group_of_the_same_name_is_not_touched(host):
    theirs = Group.objects.create(name="SosKes-lukijat")
    call_command("soskes_install", verbosity=0)
    assert not theirs.permissions.exists()
    assert Role.objects.get(key=RoleKey.READER).group != theirs


def test_goes_under_the_page_asked_for(host):
    laboratory = Page.objects.get(slug="laboratorio")
    call_command("soskes_install", parent=laboratory.pk, verbosity=0)
    assert SosKesHomePage.objects.get().is_child_of(laboratory)


@pytest.mark.parametrize("parent", [1, 99999])
def test_a_parent_that_cannot_be_is_refused_and_nothing_is_made(host, parent):
    with pytest.raises(CommandError):
        call_command("soskes_install", parent=parent, verbosity=0)
    assert not Role.objects.exists()
    assert not Area.objects.exists()


def test_needs_finnish_among_the_content_languages(host, settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English")]
    with pytest.raises(CommandError):
        call_command("soskes_install", verbosity=0)


def dump():
    """Every row of the database that a person could tell, as text."""
    # Content types and permissions come with the apps; they stay until the apps go.
    skipped = {"contenttypes.ContentType", "auth.Permission", "sessions.Session"}
    rows = []
    for model in apps.get_models():
        if model._meta.label not in skipped:
            found = model._base_manager.order_by("pk").iterator()
            rows += serializers.serialize("jsonl", found).splitlines()
    # The search index keeps in every row a figure that depends on all the others.
    return [re.sub(r'"title_norm": [\d.]+', "", row) for row in rows]


def test_uninstall_leaves_the_host_as_it_was(host):
    before = dump()
    call_command("soskes_install", verbosity=0)
    assert dump() != before
    call_command("soskes_uninstall", yes=True, verbosity=0)
    assert dump() == before


def test_uninstall_takes_what_people_have_made_since(host):
    swedish = Locale.objects.get_or_create(language_code="sv")[0]
    host.specific.copy_for_translation(swedish)
    before = dump()
    call_command("soskes_install", verbosity=0)
    user = user_in(RoleKey.SECTION_EDITOR)
    section = ServiceSectionPage.objects.get(slug="lastensuojelu")
    section.title = "Lastensuojelu nyt"
    section.save_revision(user=user, log_action=True).publish(user=user)
    translate_object(SosKesHomePage.objects.get(), [swedish])
    user.delete()
    call_command("soskes_uninstall", yes=True, verbosity=0)
    assert dump() == before
