"""Writing in eKollega: nothing is lost, nothing is there twice, and no client is in it."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from support import files
from support.hetu import LOOKALIKES, VALID
from support.html import faults, soup
from support.xss import PAYLOADS, dangers

from soskes_wagtail.access import Viewer
from soskes_wagtail.community.attachments.models import Attachment
from soskes_wagtail.community.ekollega import client_hints
from soskes_wagtail.community.ekollega.models import (
    Draft,
    Group,
    GroupMember,
    MemberWarning,
    Post,
    PostVersion,
    Report,
    Topic,
)
from soskes_wagtail.community.ekollega.services import drafts, moderation, posts

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(talk):
    return talk.group("Perhehoito")


@pytest.fixture
def writer(talk):
    return talk.person("kirjoittaja")


@pytest.fixture
def client(talk, writer):
    return talk.browser(writer)


def sent(**fields):
    return {"title": "Otsikko", "body": "Teksti", "token": str(uuid.uuid4()), **fields}


def test_a_discussion_without_scripts(talk, group, client):
    response = client.post(
        talk.url(f"ryhma/{group.pk}/uusi/"),
        sent(body="Hei\n\n- yksi\n- kaksi", tags="Perhehoito, lapset,,Lapset"),
    )
    topic = Topic.objects.get()
    assert response["Location"] == talk.url(f"aihe/{topic.pk}/")
    assert topic.posts.get().body == "<p>Hei</p><ul><li>yksi</li><li>kaksi</li></ul>"
    assert sorted(tag.name for tag in topic.tags.all()) == ["Perhehoito", "lapset"]
    page = client.get(talk.url(f"aihe/{topic.pk}/"))
    assert faults(soup(page)) == []
    client.post(talk.url(f"aihe/{topic.pk}/"), sent(body="**Kiitos**"))
    assert topic.posts.get(number=2).body == "<p><strong>Kiitos</strong></p>"


def test_a_quote_goes_along(talk, group, client, writer):
    topic = talk.topic(group, body="<p>Kysymys</p>")
    first = topic.posts.get()
    page = client.get(talk.url(f"aihe/{topic.pk}/?lainaus={first.pk}"))
    assert soup(page).select_one("input[name=quoted]")["value"] == str(first.pk)
    client.post(talk.url(f"aihe/{topic.pk}/"), sent(quoted=first.pk))
    assert Post.objects.get(number=2).quoted == first
    page = soup(client.get(talk.url(f"aihe/{topic.pk}/")))
    assert "Kysymys" in page.select_one(".soskes-quote").text


def test_the_same_form_twice_is_one_post(talk, group, client):
    topic = talk.topic(group)
    form = sent()
    one = client.post(talk.url(f"aihe/{topic.pk}/"), form)
    two = client.post(talk.url(f"aihe/{topic.pk}/"), form)
    assert one["Location"] == two["Location"]
    assert topic.posts.count() == 2
    form = sent(title="Uusi")
    for _ in range(2):
        client.post(talk.url(f"ryhma/{group.pk}/uusi/"), form)
    assert Topic.objects.filter(title="Uusi").count() == 1


def test_another_s_token_gives_nothing_away(talk, group, writer):
    topic = talk.topic(group)
    other = topic.posts.get()
    with pytest.raises(ValidationError):
        posts.reply(Viewer(writer), topic, body="<p>x</p>", token=other.token)
    assert topic.posts.count() == 1


@pytest.mark.parametrize("code", VALID)
def test_identity_codes_are_refused_before_anything_is_stored(talk, group, client, writer, code):
    topic = talk.topic(group)
    own = talk.reply(topic, by=writer)
    new, reply, edit = f"ryhma/{group.pk}/uusi/", f"aihe/{topic.pk}/", f"viesti/{own.pk}/muokkaa/"
    for path, form in [
        (new, sent(title=f"Tapaus {code}")),
        (new, sent(body=f"Tapaus {code}")),
        (new, sent(tags=code)),
        (new, sent(body=f"Tapaus {code}", do="draft")),
        (reply, sent(body=f"Tapaus {code}")),
        (edit, sent(body=f"Tapaus {code}")),
        ("luonnos/", {"place": f"topic:{topic.pk}", "body": f"Tapaus {code}"}),
        (f"viesti/{topic.posts.first().pk}/ilmoita/", {"reason": "client", "note": code}),
        ("ryhmat/uusi/", {"name": code, "kind": "open", "joining": "free"}),
        (f"ryhma/{talk.group(kind='closed').pk}/liity/", {"message": code}),
    ]:
        response = client.post(talk.url(path), form, follow=True)
        text = response.content.decode() if response.status_code != 400 else ""
        assert response.status_code in (200, 400), path
        assert "enkilötunnus" in text or response.status_code == 400, path
    stored = [
        *Topic.objects.values_list("title", flat=True),
        *Post.objects.values_list("body", flat=True),
        *PostVersion.objects.values_list("body", flat=True),
        *Draft.objects.values_list("body", "title"),
        *Report.objects.values_list("note", flat=True),
        *Group.objects.values_list("name", flat=True),
        *GroupMember.objects.values_list("message", flat=True),
    ]
    assert not any(code in str(one) for one in stored)


@pytest.mark.parametrize("text", LOOKALIKES)
def test_other_numbers_pass(talk, group, client, text):
    client.post(talk.url(f"ryhma/{group.pk}/uusi/"), sent(title=text[:50], body=text))
    assert Topic.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Asiakas Matti Meikäläinen soitti.", ["Matti Meikäläinen"]),
        ("Asiakkaan numero on 040 123 4567, soita.", ["040 123 4567"]),
        ("Klienten Anna Svensson ringde +358 40 1234567.", ["+358 40 1234567", "Anna Svensson"]),
        ("Asiakas oli tyytyväinen. Matti Meikäläinen kertoi koulutuksesta.", []),
        ("Keski-Suomen hyvinvointialueen asiakas saa päätöksen kolmessa kuukaudessa.", []),
        ("Soita numeroon 040 123 4567.", []),
        ("Asiakkaan asia ratkesi.", []),
    ],
)
def test_what_looks_like_a_client(text, found):
    hints = client_hints.hints(f"<p>{text}</p>")
    marked = [piece for hint in hints for piece, is_hit in hint.pieces if is_hit]
    assert marked == sorted(found, key=text.find)


def test_it_is_asked_once_and_posted_when_somebody_means_it(talk, group, client):
    topic = talk.topic(group)
    form = sent(body="Asiakas Matti Meikäläinen on iloinen")
    page = soup(client.post(talk.url(f"aihe/{topic.pk}/"), form))
    assert page.select_one("mark").text == "Matti Meikäläinen"
    assert topic.posts.count() == 1
    anyway = page.select_one("button[name=anyway]")["value"]
    other = form | {"body": form["body"] + " ja Anna Virtanen", "anyway": anyway}
    client.post(talk.url(f"aihe/{topic.pk}/"), other)
    assert topic.posts.count() == 1, "another text is asked about again"
    client.post(talk.url(f"aihe/{topic.pk}/"), form | {"anyway": anyway})
    assert topic.posts.count() == 2


def test_files_are_kept_when_something_else_is_wrong(talk, group, client):
    topic = talk.topic(group)
    form = sent(body="", files=[files.upload("ohje.pdf", files.PDF)])
    page = soup(client.post(talk.url(f"aihe/{topic.pk}/"), form))
    kept = page.select_one("input[name=kept]")["value"]
    client.post(talk.url(f"aihe/{topic.pk}/"), sent(kept=kept))
    post = topic.posts.get(number=2)
    assert [file.name for file in post.attachments.all()] == ["ohje.pdf"]
    page = client.get(talk.url(f"aihe/{topic.pk}/")).content.decode()
    assert f"liite/{kept}/" in page


def test_a_bad_file_is_told_and_nothing_posted(talk, group, client):
    topic = talk.topic(group)
    form = sent(files=[files.upload("x.exe", b"MZ")])
    page = client.post(talk.url(f"aihe/{topic.pk}/"), form).content.decode()
    assert "x.exe" in page and topic.posts.count() == 1
    assert not Attachment.objects.exists()


def test_a_draft_waits(talk, group, client, writer):
    topic = talk.topic(group)
    form = sent(body="Kesken", do="draft")
    client.post(talk.url(f"aihe/{topic.pk}/"), form)
    assert topic.posts.count() == 1
    page = soup(client.get(talk.url(f"aihe/{topic.pk}/")))
    assert "Kesken" in page.select_one("textarea[name=body]").text
    saved = client.post(talk.url("luonnos/"), {"place": f"topic:{topic.pk}", "body": "Lisää"})
    assert saved.json() == {"saved": True, "error": ""}
    assert Draft.objects.get().body == "<p>Lisää</p>"
    client.post(talk.url(f"aihe/{topic.pk}/"), sent(body="Valmis"))
    assert not Draft.objects.exists()
    for place in ("", "topic:x", "aihe:1", "topic:1;2"):
        assert client.post(talk.url("luonnos/"), {"place": place, "body": "x"}).status_code == 400
    for number in range(drafts.MOST + 5):
        drafts.save(writer, f"topic:{number}", body="<p>x</p>")
    assert Draft.objects.count() == drafts.MOST


def test_new_members_write_slowly(talk, group, client, writer, monkeypatch):
    monkeypatch.setattr(posts, "NEW_LIMIT", 2)
    topic = talk.topic(group)
    for _ in range(3):
        page = client.post(talk.url(f"aihe/{topic.pk}/"), sent(body="uusi teksti"))
    assert topic.posts.count() == 3
    assert "uusi teksti" in soup(page).select_one("textarea").text, "the text is kept"


@pytest.mark.parametrize(
    "fields",
    [
        {"body": ""},
        {"body": "<p> </p>", "body-format": "html"},
        {"body": "x" * 60_000},
        {"body": "a\x00b\x0bc", "title": "\x00"},
        {"token": "nonsense"},
        {"token": ""},
        {"title": "x" * 300},
        {"quoted": "x"},
        {"quoted": "9" * 30},
        {"kept": "x"},
        {"do": "x"},
    ],
)
def test_bad_input_is_told_and_never_breaks(talk, group, client, fields):
    topic = talk.topic(group)
    for path in (f"ryhma/{group.pk}/uusi/", f"aihe/{topic.pk}/"):
        assert client.post(talk.url(path), sent(**fields)).status_code in (200, 302)


@pytest.mark.parametrize("query", ["alkaen=x", "alkaen=-1", "alkaen=0", "lainaus=x", "alkaen=²"])
def test_odd_addresses_of_a_discussion(talk, group, client, query):
    topic = talk.topic(group)
    assert client.get(talk.url(f"aihe/{topic.pk}/?{query}")).status_code == 200
    assert client.get(talk.url(f"aihe/{topic.pk}/?alkaen=999")).status_code == 404
    for query in ("ennen=x", "ennen=2026-01-01_1", "ennen=_", "q=%00", "tunniste=%00"):
        for path in (f"ryhma/{group.pk}/", "uutta/", "ryhmat/"):
            assert client.get(talk.url(f"{path}?{query}")).status_code == 200


def test_nothing_that_runs_in_any_field(talk, client, writer):
    """All payloads at once in every field that people fill in, on every page that shows them."""
    group = Group.objects.create(name="x", purpose="x", kind="open", joining="free")
    talk.put(group, writer, role="owner")
    listed = [payload for payload in PAYLOADS if "\x00" not in payload]
    titles = [payload[:200] for payload in listed]
    made = Topic.objects.bulk_create(
        Topic(group=group, title=title, author=writer, last_author=writer, last_number=1)
        for title in titles
    )
    Post.objects.bulk_create(
        Post(topic=topic, number=1, author=writer, body=payload)
        for topic, payload in zip(made, listed, strict=True)
    )
    joined = " ".join(listed)
    big = made[0]
    for at in range(0, len(listed), 40):
        body = "".join(f"<p>{payload}</p>" for payload in listed[at : at + 40])
        number = Post.objects.filter(topic=big).count() + 1
        Post.objects.bulk_create(
            [Post(topic=big, number=number, author=writer, body=body, delete_reason=body[:500])]
        )
    Topic.objects.filter(pk=big.pk).update(last_number=number)
    Group.objects.update(name=joined[:120], purpose=joined[:1000])
    writer.first_name, writer.last_name = "<script>alert(1)</script>", '"><img src=x onerror=x>'
    writer.save()
    first = big.posts.first()
    Report.objects.create(post=first, reporter=writer, reason="other", note=joined[:1000])
    first.topic.tags.add('"><script>alert(1)</script>')
    PostVersion.objects.create(post=first, body=joined[:20000], written_at=timezone.now())
    MemberWarning.objects.create(group=group, user=writer, text=joined[:500])
    pages = [
        "", "uutta/", "ryhmat/", f"ryhma/{group.pk}/", f"ryhma/{group.pk}/jasenet/",
        f"ryhma/{group.pk}/asetukset/", f"ryhma/{group.pk}/uusi/", f"aihe/{big.pk}/",
        f"aihe/{big.pk}/?lainaus={first.pk}", f"aihe/{big.pk}/otsikko/", f"aihe/{big.pk}/siirra/",
        f"viesti/{first.pk}/muokkaa/", f"viesti/{first.pk}/versiot/", "ilmoitukset/",
        f"viesti/{first.pk}/kasittele/", f"ryhma/{group.pk}/?q=%22%3E%3Cscript%3E",
    ]  # fmt: skip
    for path in pages:
        html = client.get(talk.url(path)).content.decode()
        page = soup(client.get(talk.url(path)))
        content = page.select_one("#soskes-content")
        for tag in content.select("script, style, svg, math, iframe, object, embed, base"):
            raise AssertionError(f"{path}: {tag}")
        for tag in content.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on")], f"{path}: {tag}"
            assert "style" not in tag.attrs, f"{path}: {tag}"
            href = str(tag.get("href", "")).strip().lower()
            assert not href.startswith(("javascript", "data", "vbscript")), f"{path}: {tag}"
        assert "<script>alert" not in html
        for prose in content.select(".soskes-prose"):
            assert dangers(prose.decode_contents()) == [], path


def test_an_edit_is_seen_and_can_be_forgotten(talk, group, client, writer):
    topic = talk.topic(group)
    post = talk.reply(topic, "<p>ensin</p>", by=writer)
    client.post(talk.url(f"viesti/{post.pk}/muokkaa/"), sent(body="sitten"))
    post.refresh_from_db()
    assert post.body == "<p>sitten</p>" and post.edited_at
    versions = talk.url(f"viesti/{post.pk}/versiot/")
    assert "ensin" in talk.browser(talk.person()).get(versions).content.decode()
    assert talk.browser(talk.person()).post(versions).status_code == 403
    client.post(versions)
    assert not post.versions.exists()


def test_who_may_change_and_delete_what(talk, group, writer, settings):
    topic = talk.topic(group)
    post = talk.reply(topic, by=writer)
    other = Viewer(talk.person())
    for action in (posts.edit, posts.delete):
        with pytest.raises(PermissionDenied):
            action(other, post, **({"body": "x"} if action is posts.edit else {"reason": "x"}))
    Post.objects.filter(pk=post.pk).update(created_at=timezone.now() - timedelta(minutes=61))
    post.refresh_from_db()
    with pytest.raises(PermissionDenied):
        posts.delete(Viewer(writer), post)
    moderator = Viewer(talk.owner(group))
    with pytest.raises(ValidationError):
        posts.delete(moderator, post)
    posts.delete(moderator, post, reason="asiaton")
    post.refresh_from_db()
    assert (post.body, post.delete_reason) == ("", "asiaton")
    page = talk.browser(writer).get(talk.url(f"aihe/{topic.pk}/")).content.decode()
    assert "asiaton" in page


def test_a_deleted_post_keeps_nothing(talk, group, writer):
    topic = talk.topic(group)
    post = talk.reply(topic, "<p>eka</p>", by=writer)
    posts.edit(Viewer(writer), post, body="<p>toka</p>")
    posts.delete(Viewer(writer), post)
    assert not PostVersion.objects.exists()
    assert not Post.objects.filter(body__contains="toka").exists()


def test_numbers_have_no_gaps_and_pages_hold_twenty(talk, group, client, writer):
    topic = talk.topic(group)
    Post.objects.bulk_create(
        Post(topic=topic, number=n, author=writer, body=f"<p>nro {n}</p>") for n in range(2, 46)
    )
    Topic.objects.update(last_number=45)
    page = soup(client.get(talk.url(f"aihe/{topic.pk}/?alkaen=21")))
    shown = [tag["id"] for tag in page.select(".soskes-post")]
    assert shown == [f"viesti-{n}" for n in range(21, 41)]
    post = topic.posts.get(number=45)
    assert client.get(talk.url(f"viesti/{post.pk}/"))["Location"].endswith("?alkaen=41#viesti-45")


def test_moderation_is_told_and_logged(talk, group, writer):
    from soskes_wagtail.access.log import AccessLogEntry
    from soskes_wagtail.notifications.models import Notice

    topic = talk.topic(group)
    post = talk.reply(topic, "<p>paha</p>", by=writer)
    reader, owner = talk.person(), talk.owner(group)
    client = talk.browser(reader)
    for _ in range(2):
        client.post(talk.url(f"viesti/{post.pk}/ilmoita/"), {"reason": "rude", "note": "ikävä"})
    assert Report.objects.count() == 1
    assert Notice.objects.filter(user=owner, event__kind="ekollega.report").count() == 1
    moderator = talk.browser(owner)
    assert "ikävä" in moderator.get(talk.url("ilmoitukset/")).content.decode()
    act = talk.url(f"viesti/{post.pk}/kasittele/")
    moderator.post(act, {"do": "hide", "reason": ""})
    post.refresh_from_db()
    assert post.hidden_at is None, "a reason is needed"
    moderator.post(act, {"do": "hide", "reason": "loukkaava"})
    post.refresh_from_db()
    assert post.hidden_at and Report.objects.get().outcome == "hidden"
    assert "paha" not in client.get(talk.url(f"aihe/{topic.pk}/")).content.decode()
    moderator.post(act, {"do": "restore"})
    moderator.post(act, {"do": "warn", "reason": "Muista asiallisuus"})
    post.refresh_from_db()
    assert post.hidden_at is None and MemberWarning.objects.get().user == writer
    told = Notice.objects.filter(user=writer, event__kind="ekollega.moderation")
    assert told.count() == 2
    logged = set(AccessLogEntry.objects.values_list("event", flat=True))
    assert logged >= {
        "ekollega.post_hidden",
        "ekollega.post_restored",
        "ekollega.warned",
        "ekollega.report_closed",
    }
    assert client.get(talk.url("ilmoitukset/")).status_code == 404


def test_a_discussion_is_hidden_and_shown_again(talk, group, writer):
    topic = talk.topic(group, "Salattu")
    client, moderator = talk.browser(writer), Viewer(talk.owner(group))
    moderation.hide(moderator, topic, "syy")
    assert client.get(talk.url(f"aihe/{topic.pk}/")).status_code == 404
    assert "Salattu" not in client.get(talk.url(f"ryhma/{group.pk}/")).content.decode()
    moderation.restore(moderator, topic)
    assert client.get(talk.url(f"aihe/{topic.pk}/")).status_code == 200
