import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Page, PageViewRestriction

from soskes_wagtail.access import RoleKey, role_groups
from soskes_wagtail.directory_snippets.models import Area, Organisation, ServiceClass, Statute
from soskes_wagtail.sections.models import MunicipalityPage, ServiceSectionPage, SosKesHomePage


def user_in(role):
    user = get_user_model().objects.create_user(f"user-{role}", password="x")
    user.groups.add(*role_groups(role))
    return user


def test_loads_the_region(installed):
    municipalities = Area.objects.filter(kind="municipality")
    assert municipalities.current().count() == 22
    assert municipalities.count() == 36
    county = Organisation.objects.get(business_id="3221318-2")
    assert county.type == "wellbeing_county"
    assert ServiceClass.objects.filter(code="P3.8", parent__code="P3").exists()
    for number, year in [
        ("417", 2007),
        ("1301", 2014),
        ("675", 2023),
        ("980", 2012),
        ("442", 1999),
    ]:
        assert Statute.objects.get(number=number, year=year).in_force
    assert Area.objects.get(code="282").latest_successor().name_fi == "Jämsä"


def test_makes_a_tree_with_a_page_for_each_municipality(installed):
    home = SosKesHomePage.objects.get()
    assert home.is_child_of(installed)
    slugs = set(home.get_children().values_list("slug", flat=True))
    assert slugs >= {
        "lastensuojelu",
        "iakkaiden-palvelut",
        "vammaispalvelut",
        "edunvalvonta",
        "hallinto-ja-kehittaminen",
        "koulutus-ja-tapahtumat",
        "tyonohjaus",
        "kuntahakemisto",
        "haku",
    }
    assert MunicipalityPage.objects.live().count() == 22
    section = ServiceSectionPage.objects.get(slug="lastensuojelu")
    assert [c.code for c in section.service_classes.all()] == ["P3.8"]
    assert any(block.block_type == "legal_info" for block in section.body)


def test_the_branch_is_closed_to_all_but_the_roles(installed, client):
    restriction = PageViewRestriction.objects.get(page=SosKesHomePage.objects.get())
    assert restriction.restriction_type == PageViewRestriction.GROUPS
    assert set(restriction.groups.all()) == set(role_groups())
    for page in Page.objects.get(slug="soskes").get_descendants(inclusive=True):
        assert client.get(page.url).status_code == 302, page
    client.force_login(get_user_model().objects.create_user("muu", password="x"))
    assert client.get("/soskes/").status_code != 200
    client.force_login(user_in(RoleKey.READER))
    for page in Page.objects.get(slug="soskes").get_descendants(inclusive=True):
        assert client.get(page.url).status_code == 200, page


def test_running_it_again_changes_nothing(installed):
    def everything():
        return {
            model: sorted(model._default_manager.values_list("pk", flat=True).iterator(), key=str)
            for model in apps.get_models()
            if model._meta.label not in ("sessions.Session",)
        }

    Statute.objects.filter(number="417", year=2007).update(short_name_fi="LSL oma")
    before = everything()
    call_command("soskes_install", verbosity=0)
    assert everything() == before
    assert Statute.objects.get(number="417", year=2007).short_name_fi == "LSL oma"


def test_roles_have_what_they_need_and_no_more(installed):
    users = {role: user_in(role) for role in RoleKey}
    reader, municipal, section, moderator, administrator = users.values()
    assert not reader.get_all_permissions()
    for user in (municipal, section, moderator, administrator):
        assert user.has_perm("wagtailadmin.access_admin")
        assert not user.is_staff
    assert municipal.has_perm("soskes_directory.change_contact")
    assert not municipal.has_perm("soskes_directory.change_area")
    assert not municipal.has_perm("soskes_directory.add_organisation")
    assert not moderator.has_perm("soskes_directory.change_contact")
    assert administrator.has_perm("soskes_directory.delete_organisation")
    home = SosKesHomePage.objects.get()
    allowed = {user: home.permissions_for_user(user) for user in users.values()}
    assert not allowed[reader].can_edit()
    assert not allowed[municipal].can_edit()
    assert allowed[section].can_add_subpage()
    assert allowed[section].can_edit()
    assert not allowed[section].can_lock()
    assert allowed[moderator].can_edit()
    assert not allowed[moderator].can_add_subpage()
    assert allowed[administrator].can_lock()
    for user in users.values():
        assert not installed.permissions_for_user(user).can_edit()
        assert not user.has_perm("auth.change_user")


def test_uninstall_wants_to_be_asked_for_by_name(installed):
    with pytest.raises(CommandError):
        call_command("soskes_uninstall")
    assert SosKesHomePage.objects.exists()
