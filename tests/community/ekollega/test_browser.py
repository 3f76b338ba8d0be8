"""Three real browsers: one writes in a closed group, one of its members sees it and answers, and
somebody outside finds nothing, wherever they look."""

import pytest
from django.core import mail
from support import files

from soskes_wagtail.access import Viewer, role_groups
from soskes_wagtail.access.roles import RoleKey
from soskes_wagtail.community.attachments.models import Attachment
from soskes_wagtail.community.ekollega.models import Draft, Post, Topic
from soskes_wagtail.notifications.models import Notice

WORD = "pihlajanmarja"


@pytest.fixture
def site(live_server, talk):
    """The network at the address of the live server."""
    from wagtail.models import Site

    host, port = live_server.url.removeprefix("http://").split(":")
    Site.objects.update(hostname=host, port=int(port))
    Site.clear_site_root_paths_cache()
    assert role_groups(RoleKey.READER).exists()
    return live_server.url


@pytest.fixture
def window(browser, site, talk):
    """window(user): a page of a browser of its own, signed in as the user; on a phone."""
    opened, complaints = [], []

    def open_for(user):
        context = browser.new_context(locale="fi-FI", viewport={"width": 390, "height": 800})
        opened.append(context)
        cookie = talk.browser(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda m: complaints.append(m.text) if "Content Security" in m.text else None,
        )
        return page

    yield open_for
    for context in opened:
        context.close()
    assert not complaints, complaints


def test_a_closed_group_in_three_browsers(site, talk, window, tmp_path, settings):
    group = talk.group("Suljettu piiri", "closed")
    writer, member, stranger = talk.owner(group), talk.person(), talk.person()
    talk.put(group, member)
    from soskes_wagtail.notifications import subscribe

    subscribe(member, f"ekollega:{group.pk}")
    base = f"{site}{talk.base}" if talk.base.startswith("/") else talk.page.get_full_url()
    picture = tmp_path / "kuva.png"
    picture.write_bytes(files.picture("PNG"))

    first = window(writer)
    first.goto(f"{base}ryhma/{group.pk}/uusi/")
    first.fill("input[name=title]", f"Otsikko {WORD}")
    box = first.locator(".soskes-write__box")
    box.click()
    first.keyboard.type("Hei ")
    first.get_by_role("button", name="Lihavointi").click()
    first.keyboard.type(WORD)
    first.get_by_role("status").filter(has_text="Luonnos tallessa").wait_for()
    assert WORD in Draft.objects.get(user=writer).body
    first.locator(".soskes-attach > summary").click()
    first.set_input_files("input[type=file]", picture)
    first.get_by_role("button", name="Aloita keskustelu").click()
    first.locator(".soskes-post").wait_for()
    post = Post.objects.get()
    assert post.body == f"<p>Hei <strong>{WORD}</strong></p>"
    assert not Draft.objects.exists()
    attachment = Attachment.objects.get()
    assert attachment.target == post

    notice = Notice.objects.get(user=member)
    second = window(member)
    second.goto(base)
    second.get_by_role("link", name=f"Otsikko {WORD}").click()
    assert second.locator(".soskes-post img").evaluate("image => image.decode().then(() => true)")
    second.locator(".soskes-write__box").click()
    second.keyboard.type("Vastaan heti")
    second.get_by_role("button", name="Lähetä vastaus").click()
    second.locator("#viesti-2").wait_for()
    assert notice.event.title == f"Otsikko {WORD}"

    topic = Topic.objects.get()
    third = window(stranger)
    file_address = f"{base}liite/{attachment.key}/"
    for address in (
        base,
        f"{base}uutta/?kaikki=1",
        f"{base}ryhmat/?q={WORD}",
        f"{base}ryhma/{group.pk}/",
        f"{base}aihe/{topic.pk}/",
        f"{base}viesti/{post.pk}/",
        file_address,
    ):
        response = third.goto(address)
        text = third.content().replace(f'value="{WORD}"', "")
        assert WORD not in text, address
        if address.startswith((f"{base}aihe", f"{base}viesti", file_address)):
            assert response.status == 404, address
    assert not Notice.objects.filter(user=stranger).exists()
    assert stranger.email not in [to for message in mail.outbox for to in message.to]
    assert not Topic.objects.filter(Topic.visible_q(Viewer(stranger))).exists()
