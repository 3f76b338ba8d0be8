"""Who must not see what: groups × people × every place where it could show."""

from urllib.parse import unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from support import files

from soskes_wagtail import notifications
from soskes_wagtail.access import RoleKey, Viewer, can_see, visible_to
from soskes_wagtail.access.many import sight_of, target_of
from soskes_wagtail.community.attachments import services as attachments
from soskes_wagtail.community.ekollega import keys
from soskes_wagtail.community.ekollega.models import Draft, Group, GroupMember, Post, Report, Topic
from soskes_wagtail.community.ekollega.page import EkollegaPage
from soskes_wagtail.community.ekollega.services import groups, listing, moderation, posts, topics

pytestmark = pytest.mark.django_db
ROLE, STATE = GroupMember.Role, GroupMember.State


@pytest.fixture
def people(talk, circles):
    """Everybody who must not read what is in the closed and the hidden group."""
    other = talk.group("Toinen ryhmä", "closed")
    found = {
        "anonymous": None,
        "stranger": talk.person("vieras"),
        "pending": talk.person("pyytaja"),
        "member of another": talk.person("toinen"),
        "moderator of another": talk.owner(other),
        "moderator of SosKes": talk.person("moderaattori", RoleKey.MODERATOR),
        "section editor": talk.person("toimittaja", RoleKey.SECTION_EDITOR),
        "former member of the group": talk.person("entinen"),
        "former member of SosKes": talk.person("lahtenyt"),
        "inactive": talk.person("suljettu"),
    }
    talk.put(other, found["member of another"])
    for kind in ("closed", "hidden"):
        group = getattr(circles, kind).group
        if kind == "closed":
            talk.put(group, found["pending"], state=STATE.REQUESTED)
        row = talk.put(group, found["former member of the group"], role=ROLE.MODERATOR)
        notifications.subscribe(row.user, f"ekollega:{group.pk}")
        notifications.subscribe(row.user, f"topic:{getattr(circles, kind).topic.pk}")
        owner = Viewer(talk.owner(group))
        groups.remove(owner, row)
        for name in ("former member of SosKes", "inactive"):
            talk.put(group, found[name], role=ROLE.OWNER)
            notifications.subscribe(found[name], f"ekollega:{group.pk}")
    found["former member of SosKes"].groups.clear()
    found["inactive"].is_active = False
    found["inactive"].save()
    return found


OUTSIDERS = [
    "anonymous",
    "stranger",
    "pending",
    "member of another",
    "moderator of another",
    "moderator of SosKes",
    "section editor",
    "former member of the group",
    "former member of SosKes",
    "inactive",
]


def addresses(talk, circle):
    """Every address that belongs to something in a group."""
    group, topic, reply = circle.group.pk, circle.topic.pk, circle.reply.pk
    member = circle.group.members.first().pk
    return [
        f"ryhma/{group}/?q=kanaria",
        f"ryhma/{group}/?tunniste={circle.canary}",
        f"ryhma/{group}/uusi/",
        f"ryhma/{group}/jasenet/",
        f"ryhma/{group}/asetukset/",
        f"ryhma/{group}/arkistoi/",
        f"ryhma/{group}/seuraa/",
        f"ryhma/{group}/kutsu/",
        f"jasen/{member}/",
        f"aihe/{topic}/",
        f"aihe/{topic}/?lainaus={reply}",
        f"aihe/{topic}/uusin/",
        f"aihe/{topic}/toiminto/",
        f"aihe/{topic}/seuraa/",
        f"aihe/{topic}/otsikko/",
        f"aihe/{topic}/siirra/",
        f"aihe/{topic}/piilota/",
        f"viesti/{reply}/",
        f"viesti/{reply}/muokkaa/",
        f"viesti/{reply}/versiot/",
        f"viesti/{reply}/poista/",
        f"viesti/{reply}/ilmoita/",
        f"viesti/{reply}/kasittele/",
    ]


LISTS = ["", "uutta/", "uutta/?kaikki=1", "ryhmat/", "ryhmat/?q=kanaria", "ilmoitukset/"]


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("kind", ["closed", "hidden"])
def test_no_address_and_no_list_shows_it(talk, circles, people, who, kind):
    circle, client = getattr(circles, kind), talk.browser(people[who])
    shown = kind == "closed" and who not in ("anonymous", "former member of SosKes", "inactive")
    before = _state(circle)
    for path in [f"ryhma/{circle.group.pk}/", *addresses(talk, circle), *LISTS]:
        for method in (client.get, client.post):
            response = method(talk.url(path), {"do": "accept"} if method == client.post else {})
            text = response.content.decode()
            for secret in ("Otsikko", "Teksti", "Vastaus", "Tarkoitus" if not shown else "Teksti"):
                assert f"{secret} {circle.canary}" not in text, f"{who} {path}"
            if not shown:
                assert circle.canary not in text, path
                to = unquote(response.get("Location", ""))
                assert circle.canary not in to.replace(path, "")
            elif "aihe/" in path or "viesti/" in path:
                assert response.status_code in (404, 405), f"{who} {path} {response.status_code}"
    assert _state(circle) == before


def _state(circle):
    return (
        list(Topic.objects.values_list("pk", "title", "is_pinned", "is_locked", "hidden_at")),
        list(Post.objects.values_list("pk", "body", "deleted_at", "hidden_at")),
        list(circle.group.members.values_list("pk", "role", "state")),
        Report.objects.count(),
    )


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_query_finds_it_however_it_is_asked(circles, people, who):
    viewer = Viewer(people[who])
    for kind in ("closed", "hidden"):
        circle = getattr(circles, kind)
        for thing in (circle.topic, circle.reply):
            assert not can_see(viewer, thing)
            may_see = sight_of([target_of(thing)])
            assert not may_see(viewer, target_of(thing))
        assert f"{keys.IN}:{circle.group.pk}" not in viewer.access_keys
        rows = visible_to(viewer, GroupMember.objects.filter(group=circle.group))
        assert not rows.exclude(user=viewer.user.pk).exists()
    assert not can_see(viewer, circles.hidden.group)
    assert listing.feed(viewer, mine=False).rows in ([], [circles.open.topic])


def test_the_two_ways_to_ask_agree_for_everybody(talk, circles, people):
    """``visible_q`` for one viewer and ``sight_keys`` for many, of what is not hidden."""
    insiders = [talk.owner(getattr(circles, kind).group) for kind in ("open", "closed", "hidden")]
    admin = talk.person("yllapitaja", RoleKey.ADMINISTRATOR)
    users = [user for user in [*people.values(), *insiders, admin] if user is not None]
    invited = talk.person("kutsuttu")
    talk.put(circles.hidden.group, invited, state=STATE.INVITED)
    things = []
    for kind in ("open", "closed", "hidden"):
        circle = getattr(circles, kind)
        things += [circle.group, circle.topic, circle.reply]
    targets = [target_of(thing) for thing in things]
    viewers = Viewer.of_many([*users, invited])
    may_see = sight_of(targets)
    seen = 0
    for user in [*users, invited]:
        for thing, target in zip(things, targets, strict=True):
            alone = can_see(Viewer(user), thing)
            assert may_see(viewers[user.pk], target) == alone, f"{user} {thing}"
            seen += alone
    assert seen > 20


@pytest.mark.parametrize("who", ["owner", "admin", "superuser"])
def test_those_inside_do_see_it(talk, circles, django_user_model, who):
    """The walk above is not passed by showing nothing to anybody."""
    user = {
        "owner": lambda: talk.owner(circles.hidden.group),
        "admin": lambda: talk.person(key=RoleKey.ADMINISTRATOR),
        "superuser": lambda: django_user_model.objects.create_superuser("super"),
    }[who]()
    client = talk.browser(user)
    circle = circles.hidden
    assert (
        f"Otsikko {circle.canary}"
        in client.get(talk.url(f"ryhma/{circle.group.pk}/?q={circle.canary}")).content.decode()
    )
    text = client.get(talk.url(f"aihe/{circle.topic.pk}/")).content.decode()
    assert f"Teksti {circle.canary}" in text and f"Vastaus {circle.canary}" in text
    for path in addresses(talk, circle):
        if any(name in path for name in ("arkistoi", "seuraa", "kutsu", "jasen/", "toiminto")):
            continue
        allowed = (200, 302) if "muokkaa" not in path else (200, 403)
        assert client.get(talk.url(path)).status_code in allowed, path


def test_an_open_group_is_for_members_only(talk, circles, people):
    circle = circles.open
    for who in ("anonymous", "former member of SosKes", "inactive"):
        client = talk.browser(people[who])
        for path in [*addresses(talk, circle), *LISTS]:
            assert circle.canary not in client.get(talk.url(path)).content.decode()
        assert not can_see(Viewer(people[who]), circle.topic)


def test_page_privacy_covers_all_of_it(talk, circles, close, role):
    """Where the eKollega page is closed to somebody, so is every group, in search and notices."""
    owner = talk.owner(circles.hidden.group)
    assert can_see(owner, circles.hidden.topic)
    close(talk.page, "groups", [role(RoleKey.MODERATOR)])
    assert not can_see(owner, circles.hidden.topic)
    assert not can_see(owner, circles.open.topic)
    viewers = Viewer.of_many([owner])
    for viewer in (Viewer(owner), viewers[owner.pk]):
        assert not any(key.startswith("ekollega") for key in viewer.access_keys)
    EkollegaPage.objects.get().unpublish()
    admin = talk.person(key=RoleKey.ADMINISTRATOR)
    assert not can_see(admin, circles.open.topic)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_files_of_a_closed_group(talk, circles, people, who):
    circle = circles.closed
    owner = talk.owner(circle.group)
    kept = attachments.store(files.upload("a.txt", b"kanaria"), owner=owner)
    attachments.attach([kept.key], to=circle.reply, owner=owner)
    address = talk.url(f"liite/{kept.key}/")
    assert b"kanaria" in b"".join(talk.browser(owner).get(address).streaming_content)
    response = talk.browser(people[who]).get(address)
    assert response.status_code in (302, 403, 404)


def test_a_file_goes_out_of_sight_with_its_post(talk, circles):
    circle = circles.closed
    owner, reader = talk.owner(circle.group), talk.person()
    talk.put(circle.group, reader)
    kept = attachments.store(files.upload("a.txt", b"kanaria"), owner=owner)
    attachments.attach([kept.key], to=circle.reply, owner=owner)
    address = talk.url(f"liite/{kept.key}/")
    assert talk.browser(reader).get(address).status_code == 200
    moderation.hide(Viewer(owner), circle.reply, "syy")
    assert talk.browser(reader).get(address).status_code == 404
    moderation.restore(Viewer(owner), circle.reply)
    posts.delete(Viewer(owner), circle.reply)
    assert talk.browser(owner).get(address).status_code == 404


def test_who_leaves_sees_nothing_at_the_next_request(talk, circles):
    circle, user = circles.closed, talk.person()
    talk.put(circle.group, user)
    client = talk.browser(user)
    assert client.get(talk.url(f"aihe/{circle.topic.pk}/")).status_code == 200
    left = client.post(talk.url(f"ryhma/{circle.group.pk}/eroa/"), follow=True)
    assert circle.group.name in left.content.decode(), "the one message that they are out"
    assert client.get(talk.url(f"aihe/{circle.topic.pk}/")).status_code == 404
    assert circle.canary not in client.get(talk.url("uutta/")).content.decode()


def test_a_hidden_post_is_quoted_no_more(talk, circles):
    circle, reader = circles.open, talk.person()
    secret = talk.reply(circle.topic, "<p>salaisuus</p>")
    talk.reply(circle.topic, "<p>samaa mieltä</p>", quoted=secret)
    client = talk.browser(reader)
    address = talk.url(f"aihe/{circle.topic.pk}/")
    assert client.get(address).content.decode().count("salaisuus") == 2
    moderation.hide(Viewer(talk.owner(circle.group)), secret, "syy")
    text = client.get(address).content.decode()
    assert "salaisuus" not in text and "samaa mieltä" in text
    assert "salaisuus" not in client.get(f"{address}?lainaus={secret.pk}").content.decode()
    assert "salaisuus" not in client.get(
        talk.url(f"ryhma/{circle.group.pk}/?q=salaisuus")
    ).content.decode().replace('value="salaisuus"', "")
    for path in ("", "versiot/", "ilmoita/", "muokkaa/"):
        assert client.get(talk.url(f"viesti/{secret.pk}/{path}")).status_code == 404


def test_words_of_a_hidden_post_find_nothing(talk, circles):
    """Not even that a topic has them: that would be an oracle."""
    circle, reader = circles.open, talk.person()
    secret = talk.reply(circle.topic, "<p>oraakkeli</p>")
    address = talk.url(f"ryhma/{circle.group.pk}/?q=oraakkeli")
    title = circle.topic.title
    assert title in talk.browser(reader).get(address).content.decode()
    moderation.hide(Viewer(talk.owner(circle.group)), secret, "syy")
    assert title not in talk.browser(reader).get(address).content.decode()


def test_a_quote_of_another_topic_is_not_taken(talk, circles):
    """Nor one that the form names of a group that the writer may not enter."""
    writer = talk.person()
    post = talk.reply(circles.open.topic, by=writer, quoted=circles.closed.reply)
    assert post.quoted is None
    client = talk.browser(writer)
    client.post(
        talk.url(f"aihe/{circles.open.topic.pk}/"),
        {
            "body": "hei",
            "token": "6f9619ff-8b86-d011-b42d-00c04fc964ff",
            "quoted": circles.closed.reply.pk,
        },
    )
    assert Post.objects.latest("pk").quoted is None


def test_a_moved_topic_is_out_of_reach_for_those_outside(talk, circles):
    """Into a closed group: address, feed, followers and files of the old one find nothing."""
    owner = talk.owner(circles.closed.group)
    talk.put(circles.open.group, owner, role=ROLE.MODERATOR)
    reader = talk.person()
    talk.reply(circles.open.topic, by=reader)
    assert can_see(reader, circles.open.topic)
    topics.move(Viewer(owner), circles.open.topic, circles.closed.group)
    assert not can_see(reader, circles.open.topic)
    client = talk.browser(reader)
    assert client.get(talk.url(f"aihe/{circles.open.topic.pk}/")).status_code == 404
    assert circles.open.topic.title not in client.get(talk.url("uutta/?kaikki=1")).content.decode()


def test_a_topic_merged_into_a_closed_one_leads_nowhere_for_those_outside(talk, circles):
    owner = talk.owner(circles.closed.group)
    talk.put(circles.open.group, owner, role=ROLE.MODERATOR)
    topics.merge(Viewer(owner), circles.open.topic, circles.closed.topic)
    stranger = talk.browser(talk.person())
    response = stranger.get(talk.url(f"aihe/{circles.open.topic.pk}/"))
    assert response.status_code == 404
    inside = talk.browser(owner).get(talk.url(f"aihe/{circles.open.topic.pk}/"))
    assert inside["Location"].endswith(f"aihe/{circles.closed.topic.pk}/")


def test_a_moderator_moves_nothing_where_they_have_no_say(talk, circles):
    """Neither into a group that they only read, nor into one that they do not know of."""
    owner = talk.owner(circles.open.group)
    client = talk.browser(owner)
    for target in (circles.closed.group, circles.hidden.group):
        client.post(
            talk.url(f"aihe/{circles.open.topic.pk}/siirra/"),
            {"do": "move", "ryhma": target.pk},
        )
    client.post(
        talk.url(f"aihe/{circles.open.topic.pk}/siirra/"),
        {"do": "merge", "aihe": circles.hidden.topic.pk},
    )
    circles.open.topic.refresh_from_db()
    assert circles.open.topic.group == circles.open.group
    assert circles.open.topic.merged_into is None
    page = client.get(talk.url(f"aihe/{circles.open.topic.pk}/siirra/")).content.decode()
    assert "kanariaclosed" not in page and "kanariahidden" not in page


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_outside_is_told(talk, circles, people, who):
    from soskes_wagtail.notifications.models import Notice

    user = people[who]
    if user is None:
        return
    first, last = user.first_name, user.last_name
    for kind in ("closed", "hidden"):
        circle = getattr(circles, kind)
        talk.topic(circle.group, f"Uusi {circle.canary}", f"<p>@{first} {last} katso</p>")
        talk.reply(circle.topic, f"<p>@{first} {last} katso tätä</p>")
    told = Notice.objects.filter(user=user, event__title__contains="kanaria")
    assert not told.filter(event__kind__in=["ekollega.topic", "ekollega.reply"]).exists()
    assert not told.filter(event__kind="ekollega.mention").exists()


def test_topics_that_can_be_followed_are_those_one_may_read(talk, circles, people):
    from soskes_wagtail.notifications.topics import names_of

    for who in OUTSIDERS:
        if people[who] is None:
            continue
        asked = [f"ekollega:{circles.hidden.group.pk}", f"topic:{circles.closed.topic.pk}"]
        assert names_of(Viewer(people[who]), asked) == {}
    inside = Viewer(talk.owner(circles.closed.group))
    asked = [f"ekollega:{circles.closed.group.pk}", f"topic:{circles.closed.topic.pk}"]
    assert set(names_of(inside, asked)) == set(asked)


def test_the_list_of_members_is_shown_as_the_group_wants(talk, circles):
    circle, user = circles.closed, talk.person()
    talk.put(circle.group, user)
    client, address = talk.browser(user), talk.url(f"ryhma/{circle.group.pk}/jasenet/")
    assert talk.owner(circle.group).get_full_name() in client.get(address).content.decode()
    Group.objects.filter(pk=circle.group.pk).update(members_visible=False)
    assert client.get(address).status_code == 404
    assert visible_to(user, GroupMember.objects.filter(group=circle.group)).count() == 1
    assert talk.browser(talk.owner(circle.group)).get(address).status_code == 200


def test_drafts_are_their_writer_s(talk, circles):
    one, other = talk.person(), talk.person()
    place = f"topic:{circles.open.topic.pk}"
    Draft.objects.create(user=one, place=place, body="<p>luonnos</p>")
    address = talk.url(f"aihe/{circles.open.topic.pk}/")
    assert "luonnos" in talk.browser(one).get(address).content.decode().split("data-soskes-html")[1]
    assert "<p>luonnos" not in talk.browser(other).get(address).content.decode()


def test_anonymous_has_no_keys_and_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert keys.find(Viewer(AnonymousUser())) == frozenset()
