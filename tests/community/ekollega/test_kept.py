"""What is kept in the cache for many is shown to nobody who would not have got it without."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.community.ekollega.models import GroupMember
from soskes_wagtail.community.ekollega.services import drafts, moderation, posts
from soskes_wagtail.community.ekollega.views import topic_page
from soskes_wagtail.kept_rows import Row, kept_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(talk):
    """A discussion in a closed group, of which two people are members."""
    group = talk.group("Suljettu", "closed")
    first, second = talk.person(), talk.person()
    for user in (first, second):
        talk.put(group, user)
    topic = talk.topic(group, "Aihe", "<p>Avaus</p>")
    return talk, group, topic, first, second


def page(talk, user, path):
    response = talk.browser(user).get(talk.url(path))
    return response.content.decode() if response.status_code == 200 else response.status_code


def test_the_second_reader_s_page_comes_from_the_cache(here, monkeypatch):
    talk, _, topic, first, second = here
    path = f"aihe/{topic.pk}/"
    page(talk, first, path)
    rendered = []
    monkeypatch.setattr(topic_page, "render_to_string", lambda *args: rendered.append(args))
    assert "Avaus" in page(talk, second, path)
    assert not rendered


@pytest.mark.parametrize("path", ["", "uutta/", "uutta/?kaikki=1", "ryhmat/", "ryhma/{}/"])
def test_lists_are_as_those_who_read_them(here, path):
    talk, group, _topic, first, _ = here
    path = path.format(group.pk)
    stranger = talk.person()
    before = page(talk, stranger, path)
    assert "Aihe" in page(talk, first, path) or path == "ryhmat/"
    assert "Aihe" not in str(page(talk, stranger, path))
    assert strip(page(talk, stranger, path)) == strip(before)


def strip(html):
    """Without tokens and times, which are new each time."""
    return re.sub(r'value="[^"]{30,}"', "", str(html))


def test_whoever_is_no_longer_in_gets_nothing_of_what_is_kept(here):
    talk, group, topic, first, second = here
    paths = [f"aihe/{topic.pk}/", "uutta/?kaikki=1", ""]
    for path in paths:
        assert "Aihe" in page(talk, first, path)
        page(talk, second, path)
    GroupMember.objects.filter(group=group, user=second).delete()
    assert page(talk, second, f"aihe/{topic.pk}/") == 404
    assert "Aihe" not in page(talk, second, "uutta/?kaikki=1")
    assert "Aihe" not in page(talk, second, "")
    first.groups.clear()
    assert all("Aihe" not in str(page(talk, first, path)) for path in paths)


def test_a_hidden_post_is_for_moderators(here):
    talk, group, topic, first, second = here
    bad = talk.reply(topic, "<p>kanaria</p>", by=first)
    path = f"aihe/{topic.pk}/"
    assert "kanaria" in page(talk, second, path)
    owner = talk.owner(group)
    moderation.hide(Viewer(owner), bad, "ei sovi")
    assert "kanaria" in page(talk, owner, path)
    shown = page(talk, second, path)
    assert "kanaria" not in shown and "ei sovi" in shown
    assert "kanaria" not in page(talk, first, path)


def test_buttons_are_of_those_who_may(here):
    talk, group, topic, first, second = here
    own = talk.reply(topic, by=first)
    path = f"aihe/{topic.pk}/"
    edit, moderate = f"viesti/{own.pk}/muokkaa/", f"viesti/{own.pk}/kasittele/"
    for _ in range(2):
        assert edit in page(talk, first, path)
        assert edit not in page(talk, second, path)
        assert moderate in page(talk, talk.owner(group), path)
        assert moderate not in page(talk, second, path)


def test_tokens_are_new_for_everybody(here):
    talk, group, topic, first, second = here
    path = f"aihe/{topic.pk}/"
    owner = talk.owner(group)
    talk.reply(topic, by=first)
    found = [page(talk, user, path) for user in (owner, owner, first, second)]
    once = [re.search(r'name="token" value="([\w-]{36})"', html)[1] for html in found]
    assert len(set(once)) == len(found)
    for html in found:
        assert set(map(len, re.findall(r'csrfmiddlewaretoken" value="(\w*)"', html))) == {64}
    assert (
        len({t for html in found for t in re.findall(r'middlewaretoken" value="(\w+)"', html)}) > 3
    )


def test_a_kept_form_can_be_sent(here):
    talk, _group, topic, first, second = here
    path = talk.url(f"aihe/{topic.pk}/")
    talk.browser(first).get(path)
    client = Client(enforce_csrf_checks=True)
    client.force_login(second)
    html = client.get(path).content.decode()
    form = html[html.index('id="vastaa"') :]
    sent = dict(re.findall(r'name="(csrfmiddlewaretoken|token)" value="([^"]+)"', form))
    response = client.post(path, sent | {"body": "Kiitos tästä"})
    assert response.status_code == 302
    assert "Kiitos tästä" in page(talk, first, f"aihe/{topic.pk}/")


def test_a_draft_is_its_writer_s(here):
    talk, _group, topic, first, second = here
    drafts.save(first, f"topic:{topic.pk}", body="<p>kesken</p>")
    assert "kesken" in page(talk, first, f"aihe/{topic.pk}/")
    assert "kesken" not in page(talk, second, f"aihe/{topic.pk}/")


def test_changes_are_seen_at_once(here):
    talk, group, topic, first, second = here
    own = talk.reply(topic, "<p>ensin</p>", by=first)
    talk.reply(topic, "<p>lainaan</p>", by=second, quoted=own)
    path = f"aihe/{topic.pk}/"
    assert page(talk, second, path).count("ensin") == 2
    posts.edit(Viewer(first), own, body="<p>sitten</p>")
    assert page(talk, second, path).count("sitten") == 2
    assert "ensin" not in page(talk, second, path)
    first.last_name = "Uusinimi"
    first.save()
    assert "Uusinimi" in page(talk, second, path)
    first.is_active = False
    first.save()
    assert "Uusinimi" not in page(talk, second, path)
    group.name = "Toinen nimi"
    group.save()
    for where in (path, "uutta/", "", f"ryhma/{group.pk}/"):
        assert "Toinen nimi" in page(talk, second, where)


def test_new_is_what_one_has_not_read(here):
    talk, _group, topic, first, second = here
    path = f"aihe/{topic.pk}/"
    page(talk, first, path)
    page(talk, second, path)
    talk.reply(topic, by=first)
    assert page(talk, second, path).count("soskes-post--new") == 1
    assert page(talk, second, path).count("soskes-post--new") == 0
    assert page(talk, first, path).count("soskes-post--new") == 0


def test_messages_are_for_one(here):
    talk, _group, topic, first, second = here
    client = talk.browser(first)
    client.post(talk.url("luettu/"))
    told = client.get(talk.url("")).content.decode()
    assert "soskes-messages" in told
    assert "soskes-messages" not in page(talk, second, "")


def test_languages_do_not_mix(db):
    row = Row("x", ("same",), lambda: translation.gettext("Quote"))
    shown = []
    for language in ("fi", "sv", "fi"):
        with translation.override(language):
            shown += kept_rows([row])
    assert shown == ["Lainaus", "Citat", "Lainaus"]


def test_nothing_is_kept_where_the_host_says_so(here, settings):
    talk, _group, topic, first, _ = here
    settings.SOSKES = {**settings.SOSKES, "PAGE_CACHE_SECONDS": 0}
    cache.clear()
    assert "Avaus" in page(talk, first, f"aihe/{topic.pk}/")
    assert not [key for key in cache._cache if "soskes:rows" in key or "soskes:page" in key]


def test_an_administrator_s_page_is_not_a_member_s(here):
    talk, _group, topic, first, _ = here
    admin = talk.person(key=RoleKey.ADMINISTRATOR)
    path = f"aihe/{topic.pk}/"
    assert f"aihe/{topic.pk}/siirra/" in page(talk, admin, path)
    assert f"aihe/{topic.pk}/siirra/" not in page(talk, first, path)
