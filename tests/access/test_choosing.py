"""The admin's window for choosing a page shows what somebody may see or edit, and no more."""

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.access.choosing import choosable_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(root, home, make, close, groups):
    found = {
        "open": make(home, "Avoin"),
        "closed": make(home, "Suljettu"),
        "draft": make(home, "Luonnos", live=False),
        "hosts_draft": make(root, "Isännän luonnos", type(root), live=False),
        "hosts_closed": make(root, "Isännän suljettu", type(root)),
    }
    for name in ("closed", "hosts_closed"):
        close(found[name], PageViewRestriction.GROUPS, [groups["a"]])
    return found


def choosable(user, pages):
    seen = set(choosable_pages(Viewer(user), Page.objects.all()).values_list("pk", flat=True))
    return {name for name, page in pages.items() if page.pk in seen}


def test_an_editor_of_records_chooses_among_open_pages(pages, person, role):
    user = person("x", role(RoleKey.MUNICIPAL_EDITOR))
    assert choosable(user, pages) == {"open", "hosts_draft"}


def test_who_may_edit_a_branch_chooses_all_of_it(pages, person, role, home):
    group = role(RoleKey.SECTION_EDITOR)
    GroupPagePermission.objects.create(
        group=group, page=home, permission=Permission.objects.get(codename="change_page")
    )
    assert choosable(person("x", group), pages) == {"open", "closed", "draft", "hosts_draft"}


def test_who_is_let_in_chooses_what_is_closed_to_others(pages, person, groups):
    assert choosable(person("x", groups["a"]), pages) >= {"open", "closed", "hosts_closed"}


def test_a_superuser_chooses_anything(pages, person):
    assert choosable(person("su", is_superuser=True), pages) == set(pages)


def test_a_page_that_has_expired_is_gone_before_the_scheduler_comes(home, make, client):
    from datetime import timedelta

    from django.utils import timezone

    page = make(home, "Vanha")
    assert client.get(page.get_url()).status_code == 200
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert client.get(page.get_url()).status_code == 404
