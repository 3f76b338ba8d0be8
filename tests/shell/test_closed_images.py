"""Images of closed collections: kept where no web server shows them, handed out to those only to
whom the collection is open. All other images are the host's, as they were."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from support import files
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    Page,
)

from soskes_wagtail import private_files
from soskes_wagtail.access import RoleKey, role_groups
from soskes_wagtail.closed_images import checks, places
from soskes_wagtail.closed_images.settling import settle_images
from soskes_wagtail.sections.models import ArticlePage, SosKesHomePage

pytestmark = pytest.mark.django_db
Image = get_image_model()


@pytest.fixture
def folders(settings, tmp_path, monkeypatch) -> tuple[Path, Path]:
    """(public, private)"""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    private = tmp_path / "private"
    folder = private_files.PrivateFolder(private)
    monkeypatch.setattr(private_files._storage, "_wrapped", folder)
    settings.SOSKES = settings.SOSKES | {"PRIVATE_FILES": str(private)}
    return tmp_path / "media", private


@pytest.fixture
def ours(installed, folders) -> Collection:
    return Collection.objects.get(name="SosKes")


@pytest.fixture
def root_collection(installed):
    return Collection.get_first_root_node()


def add(collection: Collection, name: str = "kuva.jpg"):
    upload = files.upload(name, files.picture(), "image/jpeg")
    return Image.objects.create(title="Kuva", file=upload, collection=collection)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """with commit(): what is done as if it were committed."""

    def committed():
        connection.run_on_commit.clear()  # what the fixtures left in the test's own transaction
        return django_capture_on_commit_callbacks(execute=True)

    return committed


@pytest.fixture
def reader(django_user_model):
    user = django_user_model.objects.create_user("lukija", password="x")
    user.groups.add(*role_groups(RoleKey.READER))
    return user


@pytest.fixture
def host_user(django_user_model):
    return django_user_model.objects.create_user("isannan", password="x")


def test_original_and_renditions_are_not_where_the_web_server_looks(ours, folders):
    image = add(ours)
    image.get_rendition("width-10")
    image.get_renditions("width-11", "fill-5x5")
    assert names(folders[0]) == []
    assert len(names(folders[1])) == 4


def test_addresses_lead_to_the_view_and_templates_know_nothing_of_it(ours):
    image = add(ours)
    html = Template("{% load wagtailimages_tags %}{% image i width-10 %}").render(
        Context({"i": image})
    )
    rendition = image.get_rendition("width-10")
    assert f"/soskes-osoitteet/kuva/{image.pk}/kuva.width-10.jpg" in html
    assert rendition.url in html and "/media/" not in html
    assert image.file.url.startswith("/soskes-osoitteet/kuva/o/kuva")
    assert rendition.full_url.startswith("http://testserver/soskes-osoitteet/")


def test_who_may_has_the_picture_and_nobody_else_is_told_that_it_is_there(
    ours, client, reader, host_user
):
    image = add(ours)
    addresses = [image.file.url, image.get_rendition("width-10").url]
    for address in addresses:
        assert client.get(address).status_code == 404
        client.force_login(host_user)
        assert client.get(address).status_code == 404
        client.force_login(reader)
        answer = client.get(address)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer["Vary"] and answer["X-Content-Type-Options"] == "nosniff"
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405
        client.logout()


def test_the_access_is_asked_for_before_304_is_said(ours, client, reader, host_user):
    address = add(ours).get_rendition("width-10").url
    client.force_login(reader)
    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert again.status_code == 304 and again["Cache-Control"] == "private, no-cache"
    client.force_login(host_user)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 404


def test_access_ends_in_the_same_session(ours, client, reader):
    address = add(ours).file.url
    client.force_login(reader)
    assert client.get(address).status_code == 200
    reader.groups.clear()
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("memberships_count")
def test_a_group_of_a_role_without_a_membership_opens_nothing(ours, client, reader):
    client.force_login(reader)
    assert client.get(add(ours).file.url).status_code == 404


def test_who_works_with_the_images_of_a_collection_sees_them(ours, client, django_user_model):
    editor = django_user_model.objects.create_user("toimittaja", password="x")
    group = Group.objects.create(name="Kuvatoimitus")
    GroupCollectionPermission.objects.create(
        group=group,
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="choose_image"),
    )
    editor.groups.add(group)
    client.force_login(editor)
    assert client.get(add(ours).file.url).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        ("o", "ei-ole.jpg"),
        ("999999", "x.jpg"),
        ("9" * 40, "x.jpg"),
        ("²", "x.jpg"),
        ("o", ".."),
        ("..", "x"),
    ],
)
def test_made_up_addresses(ours, client, admin_user, address):
    client.force_login(admin_user)
    assert client.get(reverse("soskes:closed_image", args=address)).status_code == 404


def test_one_image_does_not_open_another(ours, client, reader):
    inner = ours.add_child(name="Sisempi")
    club = Group.objects.create(name="Salaseura")
    only = CollectionViewRestriction.objects.create(collection=inner, restriction_type="groups")
    only.groups.set([club])
    secret, open_one = add(inner, "salainen.jpg"), add(ours)
    name = secret.get_rendition("width-10").file.name.rpartition("/")[2]
    client.force_login(reader)
    assert client.get(secret.file.url).status_code == 404
    for folder in (secret.pk, open_one.pk):
        address = reverse("soskes:closed_image", args=(str(folder), name))
        assert client.get(address).status_code == 404


def test_images_of_the_host_stay_public_files(root_collection, folders):
    closed = root_collection.add_child(name="Isännän suljettu")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    for collection in (root_collection, closed):
        image = add(collection)
        assert image.file.url.startswith("/media/original_images/")
        assert image.get_rendition("width-10").url.startswith("/media/images/")
    assert names(folders[1]) == []


def test_a_host_may_have_all_its_closed_collections_closed(root_collection, folders, settings):
    settings.SOSKES = settings.SOSKES | {"CLOSED_IMAGES": "all"}
    closed = root_collection.add_child(name="Isännän suljettu")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    assert add(closed).file.url.startswith("/soskes-osoitteet/kuva/")


def test_or_none(ours, folders, settings):
    image = add(ours)
    settings.SOSKES = settings.SOSKES | {"CLOSED_IMAGES": "none"}
    assert add(ours).file.url.startswith("/media/")
    call_command("soskes_sync_privacy", verbosity=0)
    assert Image.objects.get(pk=image.pk).file.url.startswith("/media/")


def test_files_follow_their_image_into_another_collection(
    ours, root_collection, folders, commit, client, reader
):
    image = add(root_collection)
    rendition = image.get_rendition("width-10")
    with commit():
        image.collection = ours
        image.save()
    image = Image.objects.get(pk=image.pk)
    assert names(folders[0]) == [] and names(folders[1]) == ["kuva.jpg"]
    assert not image.renditions.filter(pk=rendition.pk).exists()
    closed = image.get_rendition("width-10").url
    with commit():
        image.collection = root_collection
        image.save()
    image = Image.objects.get(pk=image.pk)
    assert names(folders[1]) == [] and names(folders[0]) == ["kuva.jpg"]
    assert image.file.url.startswith("/media/original_images/")
    client.force_login(reader)
    assert client.get(closed).status_code == 404


def test_files_follow_when_a_collection_is_closed_or_opened(root_collection, folders, commit):
    collection = root_collection.add_child(name="Uusi")
    image = add(collection.add_child(name="Alempi"))
    with commit():
        restriction = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type="groups"
        )
        restriction.groups.set(role_groups())
    assert (names(folders[0]), names(folders[1])) == ([], ["kuva.jpg"])
    with commit():
        restriction.delete()
    assert (names(folders[0]), names(folders[1])) == (["kuva.jpg"], [])
    assert Image.objects.get(pk=image.pk).file.url.startswith("/media/")


def test_many_images_put_into_a_collection_at_once(ours, root_collection, folders, admin_client):
    image = add(root_collection)
    address = reverse("wagtail_bulk_action", args=(*_app(), "add_to_collection"))
    admin_client.post(f"{address}?id={image.pk}", {"collection": ours.pk})
    assert Image.objects.get(pk=image.pk).collection == ours
    assert names(folders[1]) == ["kuva.jpg"]


def _app() -> tuple[str, str]:
    return Image._meta.app_label, Image._meta.model_name


def test_a_collection_moved_in_the_admin(ours, root_collection, folders, admin_client, commit):
    collection = root_collection.add_child(name="Muuttaja")
    ours.refresh_from_db()
    add(collection)
    with commit():
        address = reverse("wagtailadmin_collections:edit", args=[collection.pk])
        admin_client.post(address, {"name": "Muuttaja", "parent": ours.pk})
    moved = Collection.objects.get(pk=collection.pk)
    assert moved.get_parent() == ours
    assert names(folders[1]) == ["kuva.jpg"]


def test_what_signals_did_not_see_is_put_right_by_the_command(ours, root_collection, folders):
    image = add(root_collection)
    Image.objects.filter(pk=image.pk).update(collection=ours)
    call_command("soskes_sync_privacy", verbosity=0)
    assert names(folders[1]) == ["kuva.jpg"]
    with CaptureQueriesContext(connection) as queries:
        assert settle_images() == 0
    assert len(queries) <= 3


def test_an_image_without_its_file_stops_nothing(ours, root_collection, folders):
    lost, kept = add(root_collection, "poissa.jpg"), add(root_collection)
    Path(lost.file.path).unlink()
    Image.objects.update(collection=ours)
    assert settle_images() == 1
    assert Image.objects.get(pk=kept.pk).file.name.startswith("soskes-closed/")


def test_files_go_with_their_image(ours, folders, commit):
    image = add(ours)
    image.get_rendition("width-10")
    with commit():
        image.delete()
    assert names(folders[1]) == []


def test_a_replaced_file_stays_closed(ours, folders):
    image = add(ours)
    image.file = files.upload("toinen.jpg", files.picture(size=(8, 8)), "image/jpeg")
    image.save()
    assert image.file.url.startswith("/soskes-osoitteet/kuva/o/toinen")
    assert names(folders[0]) == []


def test_uploads_of_the_admin(ours, folders, admin_client):
    upload = files.upload("k" * 150 + ".jpg", files.picture(), "image/jpeg")
    form = {"title": "Uusi", "file": upload, "collection": ours.pk}
    answer = admin_client.post(reverse("wagtailimages:add"), form)
    assert answer.status_code == 302, answer.context["form"].errors
    image = Image.objects.get(title="Uusi")
    assert len(image.file.name) <= 100 and names(folders[0]) == []
    listing = admin_client.get(reverse("wagtailimages:index")).content.decode()
    assert f"/soskes-osoitteet/kuva/{image.pk}/" in listing


def test_a_page_shows_no_broken_picture(ours, folders, client, reader):
    inner = ours.add_child(name="Sisempi")
    club = Group.objects.create(name="Salaseura")
    only = CollectionViewRestriction.objects.create(collection=inner, restriction_type="groups")
    only.groups.set([club])
    home = SosKesHomePage.objects.get(locale__language_code="fi")
    secret, shown = add(inner, "salainen.jpg"), add(ours, "nakyva.jpg")
    page = ArticlePage(title="Kuvia", slug="kuvia", locale=home.locale)
    page.body = page._meta.get_field("body").to_python(
        [
            {
                "type": "picture",
                "value": {
                    "image": {"image": image.pk, "decorative": True, "alt_text": ""},
                    "caption": caption,
                },
            }
            for image, caption in ((secret, "Salainen"), (shown, "Näkyvä"))
        ]
    )
    home.add_child(instance=page)
    url = Page.objects.get(pk=page.pk).get_url()
    client.force_login(reader)
    html = client.get(url).content.decode()
    assert "Näkyvä" in html and "Salainen" not in html and "salainen" not in html
    reader.groups.add(club)
    html = client.get(url).content.decode()
    assert "Näkyvä" in html and "Salainen" in html


def test_uninstalling_leaves_images_of_the_host_readable(root_collection, folders, settings):
    settings.SOSKES = settings.SOSKES | {"CLOSED_IMAGES": "all"}
    closed = root_collection.add_child(name="Isännän suljettu")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    image = add(closed)
    call_command("soskes_uninstall", yes=True, verbosity=0)
    assert Image.objects.get(pk=image.pk).file.url.startswith("/media/")


def test_a_host_is_told_when_images_cannot_be_closed(settings, monkeypatch, folders):
    assert checks.check_closed_images() == []
    settings.ROOT_URLCONF = "support.plain_urls"
    [warning] = checks.check_closed_images()
    assert warning.id == "soskes_wagtail.W008" and "soskes_wagtail.urls" in warning.msg
    assert not places.is_active()
    settings.SOSKES = settings.SOSKES | {"CLOSED_IMAGES": "none"}
    assert checks.check_closed_images() == []


def test_and_when_there_is_no_place_for_them(settings):
    settings.SOSKES = settings.SOSKES | {"PRIVATE_FILES": ""}
    settings.MEDIA_ROOT = ""
    [warning] = checks.check_closed_images()
    assert "private files" in warning.msg
