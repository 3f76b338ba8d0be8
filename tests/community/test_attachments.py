"""Files of members: kept by what they are, apart from the web server, for those who may."""

import struct
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils import timezone
from PIL import Image
from support import files
from support.hetu import LOOKALIKES, VALID
from testproject.models import HostPage

from soskes_wagtail.access import viewer_for, visible_to
from soskes_wagtail.community.attachments import registry, services, views
from soskes_wagtail.community.attachments.models import Attachment
from soskes_wagtail.directory_snippets.models import Contact, Organisation
from soskes_wagtail.private_files import private_storage
from soskes_wagtail.retention import apply_retention

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(member):
    return member("oma")


@pytest.fixture
def attachable(monkeypatch):
    """Contacts stand for whatever a part attaches files to: they have audiences."""
    monkeypatch.setattr(registry, "_attachable", [Contact])
    org = Organisation.objects.create(type="municipality", name_fi="Kunta")

    def make(audience):
        return Contact.objects.create(
            role_title_fi="x", organisation=org, phone="000 000 0123", audience=audience
        )

    return make


@pytest.fixture
def fetch(rf):
    """fetch(user, attachment, small=False): the answer that somebody gets."""

    def get(user, attachment, **options):
        request = rf.get("/liite/")
        request.user = user
        request.session = {}
        return views.serve(request, attachment.key, **options)

    return get


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def refused(name, content, owner, **options) -> str:
    with pytest.raises(ValidationError) as caught:
        services.store(files.upload(name, content), owner=owner, **options)
    assert not Attachment.objects.exists()
    return caught.value.error_list[0].code


@pytest.mark.parametrize(
    ("name", "content", "mime_type"),
    [
        ("ohje.pdf", files.PDF, "application/pdf"),
        ("kirje.docx", files.docx(), "wordprocessingml.document"),
        ("kirje.odt", files.odt(), "opendocument.text"),
        ("lista.csv", "nimi;puh\nä;1".encode("latin-1"), "text/csv"),
        ("muistio.TXT", b"hei", "text/plain"),
        ("kirje.rtf", b"{\\rtf1 hei}", "application/rtf"),
        ("kuva.png", files.picture("PNG"), "image/png"),
        ("kuva.webp", files.picture("WEBP"), "image/webp"),
        ("kuva.jpeg", files.picture("JPEG"), "image/jpeg"),
    ],
)
def test_kinds_people_need_are_kept(owner, name, content, mime_type):
    kept = services.store(files.upload(name, content), owner=owner)
    assert kept.name == name and mime_type in kept.mime_type
    assert kept.file.read() and kept.size == kept.file.size


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ohjelma.exe", b"MZ\x90\x00"),
        ("kuva.png", b"MZ\x90\x00"),
        ("kuva.jpg", files.picture("PNG")),
        ("sivu.html", b"<script>alert(1)</script>"),
        ("kuva.svg", b"<svg onload=alert(1)>"),
        ("ohje.pdf", b"<html><script>alert(1)</script>"),
        ("ohje.pdf.exe", files.PDF),
        ("ohje.html", files.PDF),
        ("makro.docx", files.docx(word__vbaProject="x")),
        ("kirje.docx", files.zipped(readme="x")),
        ("kirje.docx", b"PK\x03\x04 broken"),
        ("paketti.zip", files.zipped(a="x")),
        ("sekava.txt", b"a\x00b"),
        ("nimeton", files.PDF),
    ],
)
def test_others_are_refused_by_what_they_are(owner, name, content):
    assert refused(name, content, owner) == "kind"


def test_size_and_number_have_limits(owner, settings, attachable):
    settings.SOSKES = {**settings.SOSKES, "ATTACHMENT_MEGABYTES": 1}
    assert refused("iso.txt", b"a" * 1_000_001, owner) == "size"
    assert refused("tyhja.txt", b"", owner) == "empty"
    assert refused("kuva.png", files.picture("PNG"), owner, kinds=[services.ALL[0]]) == "kind"
    target = attachable("members")
    keys = [services.store(files.upload("a.txt", b"a"), owner=owner).key for _ in range(11)]
    assert len(services.attach(keys[:6], to=target, owner=owner)) == 6
    with pytest.raises(ValidationError, match="10"):
        services.attach(keys[6:], to=target, owner=owner)


def test_somebody_who_sends_very_many_has_to_wait(owner, monkeypatch):
    monkeypatch.setattr(services, "PER_HOUR", 2)
    for _ in range(2):
        services.store(files.upload("a.txt", b"a"), owner=owner)
    with pytest.raises(ValidationError, match="."):
        services.store(files.upload("a.txt", b"a"), owner=owner)
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("code", VALID)
def test_identity_codes_are_refused_in_names_and_documents(owner, code):
    assert refused(f"{code}.pdf", files.PDF, owner) == "identity_code"
    assert refused("a.txt", f"Asiakas {code}".encode(), owner) == "identity_code"
    assert refused("a.docx", files.docx(f"{code[:4]}|{code[4:]}"), owner) == "identity_code"
    assert refused("a.odt", files.odt(code), owner) == "identity_code"


@pytest.mark.parametrize("text", LOOKALIKES)
def test_documents_with_other_numbers_pass(owner, text):
    assert services.store(files.upload("a.docx", files.docx(text)), owner=owner)


def test_pictures_lose_place_and_camera_and_stand_upright(owner):
    kept = services.store(files.upload("kuva.jpg", files.photo_with_place()), owner=owner)
    for file in (kept.file, kept.small):
        content = file.read()
        assert b"Canary" not in content and b"Exif" not in content
        image = Image.open(BytesIO(content))
        assert not image.getexif() and "comment" not in image.info
        assert image.width < image.height
    assert (kept.width, kept.height) == (20, 40)


def test_png_texts_go_too(owner):
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Canary person")
    kept = services.store(files.upload("a.png", files.picture("PNG", pnginfo=info)), owner=owner)
    assert b"Canary" not in kept.file.read()


def test_large_pictures_are_made_smaller(owner):
    photo = files.picture(size=(5000, 100))
    kept = services.store(files.upload("a.jpg", photo), owner=owner)
    assert (kept.width, Image.open(kept.small).width) == (2400, 640)


def test_a_bomb_of_pixels_is_refused(owner):
    def chunk(kind, data):
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99))
    assert refused("a.png", bomb, owner) == "pixels"
    assert refused("a.png", bomb[:40], owner) in ("pixels", "unreadable")
    assert refused("a.jpg", b"\xff\xd8\xff\xe0junk", owner) == "unreadable"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\ohje.txt", "ohje.txt"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie: x.txt"),
        ("ä" * 300 + ".txt", "ä" * 150 + ".txt"),
    ],
)
def test_names_steer_nothing(owner, given, kept):
    assert services._file_name(given) == kept


def test_files_lie_in_a_private_place_under_a_name_of_ours(owner, private_files, settings):
    kept = services.store(files.upload("salaisuus.pdf", files.PDF), owner=owner)
    assert "salaisuus" not in kept.file.name
    assert private_files in Path(kept.file.path).parents
    with pytest.raises(ValueError, match="URL"):
        private_storage().url(kept.file.name)


def test_a_public_place_for_them_is_an_error(settings, tmp_path):
    def complaints(private):
        settings.SOSKES = {"PRIVATE_FILES": str(private)}
        return [m.id for m in run_checks(tags=["soskes"]) if m.id == "soskes_wagtail.E007"]

    settings.MEDIA_ROOT = tmp_path / "media"
    assert complaints("") == []
    assert complaints(tmp_path / "elsewhere") == []
    assert complaints(tmp_path / "media" / "inside")
    settings.MEDIA_ROOT = ""
    assert complaints("")


def test_until_attached_only_the_owner_has_it(owner, member, fetch):
    kept = services.store(files.upload("a.txt", b"canary"), owner=owner)
    assert body(fetch(owner, kept)) == b"canary"
    for other in (member("muu"), AnonymousUser()):
        with pytest.raises(Http404):
            fetch(other, kept)


def test_then_those_who_see_what_it_is_attached_to(owner, member, person, role, fetch, attachable):
    outsider, colleague = person("ulkopuolinen"), member("kollega")
    target = attachable("members")
    kept = services.store(files.upload("a.txt", b"canary"), owner=owner)
    services.attach([kept.key], to=target, owner=owner)
    assert body(fetch(colleague, kept)) == b"canary"
    for other in (outsider, AnonymousUser()):
        with pytest.raises(Http404):
            fetch(other, kept)
        assert not visible_to(other, Attachment.objects.all()).exists()
    target.audience = "admins"
    target.save()
    with pytest.raises(Http404):
        fetch(colleague, kept)
    target.delete()
    with pytest.raises(Http404):
        fetch(owner, kept)


def test_nobody_attaches_another_s_file_or_one_twice(owner, member, attachable):
    kept = services.store(files.upload("a.txt", b"a"), owner=owner)
    target = attachable("members")
    assert services.attach([kept.key], to=target, owner=member("muu")) == []
    assert services.attach(["", "x", "../", str(kept.key)], to=target, owner=owner) == [kept]
    assert services.attach([kept.key], to=attachable("public"), owner=owner) == []
    assert services.attachments_of([target]) == {target.pk: [kept]}


def test_only_to_what_says_who_may_see_it(owner, root, monkeypatch):
    with pytest.raises(TypeError):
        services.attach([], to=root, owner=owner)
    with pytest.raises(TypeError):
        registry.register_attachable(HostPage)
    assert not registry.is_attachable(models.Model)


def test_headers_let_a_file_do_nothing(owner, fetch):
    text = services.store(files.upload('a"b;c.txt', b"<script>"), owner=owner)
    image = services.store(files.upload("a.png", files.picture("PNG")), owner=owner)
    for attachment, how in ((text, "attachment"), (image, "inline")):
        response = fetch(owner, attachment)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Disposition"].startswith(how)
        assert response["Content-Type"] == attachment.mime_type
    assert fetch(owner, image, small=True).status_code == 200
    with pytest.raises(Http404):
        fetch(owner, text, small=True)


def test_a_file_that_is_lost_is_not_found(owner, fetch):
    kept = services.store(files.upload("a.txt", b"a"), owner=owner)
    private_storage().delete(kept.file.name)
    with pytest.raises(Http404):
        fetch(owner, kept)


def test_with_the_row_goes_the_file(owner, django_capture_on_commit_callbacks):
    kept = services.store(files.upload("a.png", files.picture("PNG")), owner=owner)
    names = kept.file.name, kept.small.name
    with django_capture_on_commit_callbacks(execute=True):
        kept.delete()
    assert not any(private_storage().exists(name) for name in names)


def test_what_was_never_attached_is_swept_away(owner, attachable):
    old = services.store(files.upload("a.txt", b"a"), owner=owner)
    used = services.store(files.upload("b.txt", b"b"), owner=owner)
    new = services.store(files.upload("c.txt", b"c"), owner=owner)
    services.attach([used.key], to=attachable("members"), owner=owner)
    Attachment.objects.exclude(pk=new.pk).update(created_at=timezone.now() - timedelta(days=3))
    apply_retention()
    assert set(Attachment.objects.all()) == {used, new}
    assert not Attachment.objects.filter(pk=old.pk).exists()


def test_one_query_for_a_list(owner, attachable, django_assert_num_queries):
    targets = [attachable("members") for _ in range(3)]
    for target in targets:
        for _ in range(2):
            kept = services.store(files.upload("a.txt", b"a"), owner=owner)
            services.attach([kept.key], to=target, owner=owner)
    with django_assert_num_queries(1):
        assert len(services.attachments_of(targets)) == 3


def test_asking_for_a_file_takes_few_queries(owner, attachable, rf, django_assert_num_queries):
    kept = services.store(files.upload("a.txt", b"a"), owner=owner)
    services.attach([kept.key], to=attachable("members"), owner=owner)
    request = rf.get("/")
    request.user, request.session = owner, {}
    assert viewer_for(request).is_member
    with django_assert_num_queries(1):
        views.serve(request, kept.key)
