"""Groups and reports in the admin: for those who moderate there, and nobody else."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from soskes_wagtail.access import RoleKey
from soskes_wagtail.community.ekollega.models import Group, Report
from soskes_wagtail.community.ekollega.viewsets import GroupViewSet, ReportViewSet, role_permissions

pytestmark = pytest.mark.django_db


@pytest.fixture
def entering(talk, role):
    """entering(key): somebody of a role, with the permissions that the installation gives it."""

    def make(key):
        group = role(key)
        names = [name.partition(".")[2] for name in role_permissions().get(key, [])]
        group.permissions.set(
            Permission.objects.filter(
                codename__in=[*names, "access_admin"],
                content_type__app_label__in=["soskes_community", "wagtailadmin"],
            )
        )
        return talk.person(key=key)

    return make


@pytest.fixture
def reported(circles, talk):
    found = {}
    for kind in ("open", "closed", "hidden"):
        post = getattr(circles, kind).reply
        found[kind] = Report.objects.create(
            post=post, reporter=talk.person(), reason="rude", note=f"huomio {kind}"
        )
    return found


def addresses(circles, reported):
    for kind in ("closed", "hidden"):
        group, report = getattr(circles, kind).group, reported[kind]
        for viewset, row in ((GroupViewSet, group), (ReportViewSet, report)):
            for view in ("edit", "delete", "history", "usage"):
                yield reverse(f"{viewset.name}:{view}", args=[row.pk])


@pytest.mark.parametrize("key", [RoleKey.READER, RoleKey.SECTION_EDITOR, RoleKey.MODERATOR])
def test_foreign_rows_are_out_of_reach(talk, circles, reported, entering, key):
    client = talk.browser(entering(key))
    for address in addresses(circles, reported):
        for method in (client.get, client.post):
            assert method(address).status_code in (302, 403, 404), address
    for viewset in (GroupViewSet, ReportViewSet):
        text = client.get(reverse(f"{viewset.name}:index"), follow=True).content.decode()
        assert "kanariaclosed" not in text and "kanariahidden" not in text
    assert Group.objects.count() == 3 and Report.objects.count() == 3


def test_an_administrator_changes_groups_and_sees_reports(talk, circles, reported, entering):
    client = talk.browser(entering(RoleKey.ADMINISTRATOR))
    text = client.get(reverse("soskes_ekollega_groups:index")).content.decode()
    assert "kanariahidden" in text
    assert "kanariaclosed" in client.get(reverse("soskes_ekollega_reports:index")).content.decode()
    group = circles.open.group
    address = reverse("soskes_ekollega_groups:edit", args=[group.pk])
    assert client.get(address).status_code == 200
    form = {"name": "Uusi nimi", "purpose": "", "kind": "hidden", "joining": "free", "ends_on": ""}
    client.post(address, form)
    group.refresh_from_db()
    assert group.kind == "open", "what does not go together is refused here, too"
    client.post(address, form | {"joining": "invitation"})
    group.refresh_from_db()
    assert (group.name, group.kind) == ("Uusi nimi", "hidden")
    assert client.get(reverse("soskes_ekollega_groups:add")).status_code in (302, 403)


def test_a_moderator_of_sos_kes_sees_open_groups(talk, circles, reported, entering):
    client = talk.browser(entering(RoleKey.MODERATOR))
    assert "kanariaopen" in client.get(reverse("soskes_ekollega_groups:index")).content.decode()
    address = reverse("soskes_ekollega_reports:edit", args=[reported["open"].pk])
    assert "huomio open" in client.get(address).content.decode()
