"""Coming into groups and out of them, what is new, and what moderators do with discussions."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from support.html import faults, soup

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.community.ekollega.models import Group, GroupMember, Post, ReadMarker, Topic
from soskes_wagtail.community.ekollega.services import groups, reading, topics
from soskes_wagtail.community.ekollega.standing import Standing

pytestmark = pytest.mark.django_db
ROLE, STATE = GroupMember.Role, GroupMember.State


def row(group, user):
    return group.members.filter(user=user).first()


def test_somebody_starts_a_group_and_owns_it(talk):
    user = talk.person()
    client = talk.browser(user)
    form = {"name": "Sijaishuolto", "kind": "closed", "joining": "request", "purpose": "x"}
    page = client.get(talk.url("ryhmat/uusi/"))
    assert faults(soup(page)) == []
    client.post(talk.url("ryhmat/uusi/"), form)
    group = Group.objects.get()
    assert row(group, user).role == ROLE.OWNER
    page = client.post(talk.url("ryhmat/uusi/"), form | {"kind": "hidden"})
    assert page.status_code == 200 and Group.objects.count() == 1


@pytest.mark.parametrize(("kind", "joining"), [("hidden", "free"), ("closed", "free")])
def test_what_does_not_go_together_is_not_stored(db, kind, joining):
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.create(name="x", kind=kind, joining=joining)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("members", {"reader", "editor", "admin"}), ("editors", {"editor", "admin"})]
    + [("administrators", {"admin"})],
)
def test_who_may_start_a_group_is_a_setting(talk, settings, who, allowed):
    settings.SOSKES = {**settings.SOSKES, "GROUP_STARTERS": who}
    people = {
        "reader": talk.person(),
        "editor": talk.person(key=RoleKey.MUNICIPAL_EDITOR),
        "admin": talk.person(key=RoleKey.ADMINISTRATOR),
    }
    for name, user in people.items():
        status = talk.browser(user).get(talk.url("ryhmat/uusi/")).status_code
        assert status == (200 if name in allowed else 403), name


def test_joining_as_the_group_wants_it(talk):
    user = talk.person()
    client = talk.browser(user)
    free, closed, hidden = (talk.group(kind, kind) for kind in ("open", "closed", "hidden"))
    for group in (free, closed, hidden):
        client.post(talk.url(f"ryhma/{group.pk}/liity/"), {"message": "Hei"})
    assert row(free, user).state == STATE.ACTIVE
    assert row(closed, user).state == STATE.REQUESTED and row(closed, user).message == "Hei"
    assert row(hidden, user) is None
    owner = talk.browser(talk.owner(closed))
    assert "Hei" in owner.get(talk.url(f"ryhma/{closed.pk}/jasenet/")).content.decode()
    owner.post(talk.url(f"jasen/{row(closed, user).pk}/"), {"do": "accept"})
    assert Standing(Viewer(user), closed).reads


def test_an_invitation_is_accepted_or_declined(talk):
    group, yes, no = talk.group("Salaseura", "hidden"), talk.person(), talk.person()
    owner = talk.browser(talk.owner(group))
    page = owner.post(
        talk.url(f"ryhma/{group.pk}/kutsu/"),
        {"who": f"{yes.get_full_name()}\n{no.email}\nEi Ketään"},
        follow=True,
    )
    assert "Ei Ketään" in page.content.decode()
    assert {row(group, yes).state, row(group, no).state} == {STATE.INVITED}
    assert not Standing(Viewer(yes), group).reads, "invited is not in"
    client = talk.browser(yes)
    assert "Salaseura" in client.get(talk.url()).content.decode()
    client.post(talk.url(f"ryhma/{group.pk}/liity/"))
    talk.browser(no).post(talk.url(f"ryhma/{group.pk}/eroa/"))
    assert row(group, yes).state == STATE.ACTIVE and row(group, no) is None
    assert "Salaseura" not in talk.browser(no).get(talk.url("ryhmat/")).content.decode()


def test_people_outside_sos_kes_are_not_invited(talk, person):
    group = talk.group()
    stranger = person("ulkopuolinen", first_name="Ulla", last_name="Ulkona")
    owner = talk.browser(talk.owner(group))
    owner.post(talk.url(f"ryhma/{group.pk}/kutsu/"), {"who": "Ulla Ulkona"})
    assert row(group, stranger) is None


def test_a_group_is_never_without_an_owner(talk):
    group = talk.group()
    owner, other = talk.owner(group), talk.person()
    member = talk.put(group, other)
    viewer = Viewer(owner)
    with pytest.raises(ValidationError):
        groups.leave(viewer, group)
    with pytest.raises(ValidationError):
        groups.set_role(viewer, row(group, owner), ROLE.MEMBER)
    with pytest.raises(ValidationError):
        groups.remove(viewer, row(group, owner))
    groups.set_role(viewer, member, ROLE.OWNER)
    groups.leave(viewer, group)
    assert list(group.members.values_list("user", flat=True)) == [other.pk]


def test_a_moderator_takes_out_members_but_no_owner(talk):
    group = talk.group(kind="closed")
    moderator, member = talk.person(), talk.person()
    talk.put(group, moderator, role=ROLE.MODERATOR)
    mine, theirs = talk.put(group, member), row(group, talk.owner(group))
    client = talk.browser(moderator)
    assert client.post(talk.url(f"jasen/{mine.pk}/"), {"do": "remove"}).status_code == 302
    assert client.post(talk.url(f"jasen/{theirs.pk}/"), {"do": "remove"}).status_code == 403
    changed = client.post(talk.url(f"jasen/{theirs.pk}/"), {"do": "role", "role": "member"})
    assert changed.status_code == 403
    assert group.members.count() == 2


@pytest.mark.parametrize("way", ["archive", "last day"])
def test_what_has_ended_is_read_and_not_written(talk, way):
    group, user = talk.group(), talk.person()
    topic = talk.topic(group)
    client = talk.browser(user)
    if way == "archive":
        owner = talk.browser(talk.owner(group))
        owner.post(talk.url(f"ryhma/{group.pk}/arkistoi/"), {"arkistoi": "1"})
    else:
        Group.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    page = client.get(talk.url(f"aihe/{topic.pk}/"))
    assert page.status_code == 200 and not soup(page).select("textarea[name=body]")
    form = {"body": "x", "title": "x", "token": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}
    assert client.post(talk.url(f"aihe/{topic.pk}/"), form).status_code == 403
    assert client.post(talk.url(f"ryhma/{group.pk}/uusi/"), form).status_code == 403
    assert Post.objects.count() == 1


def test_pin_lock_and_answer(talk):
    group, asker = talk.group(), talk.person()
    topic = talk.topic(group, by=asker)
    answer = talk.reply(topic)
    act = talk.url(f"aihe/{topic.pk}/toiminto/")
    assert talk.browser(talk.person()).post(act, {"do": "pin"}).status_code == 403
    assert talk.browser(talk.person()).post(act, {"do": "answered"}).status_code == 403
    talk.browser(asker).post(act, {"do": "answered", "post": answer.pk})
    owner = talk.browser(talk.owner(group))
    owner.post(act, {"do": "pin"})
    owner.post(act, {"do": "lock"})
    topic.refresh_from_db()
    assert (topic.answer, topic.is_answered) == (answer, True)
    assert topic.is_pinned and topic.is_locked
    form = {"body": "x", "token": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}
    assert talk.browser(asker).post(talk.url(f"aihe/{topic.pk}/"), form).status_code == 403
    only = talk.browser(asker).get(talk.url(f"ryhma/{group.pk}/?vain=open"))
    assert topic.title not in soup(only).select_one(".soskes-content").text.replace(group.name, "")


def test_merging_keeps_every_post_and_the_old_address(talk):
    group = talk.group()
    one, two = talk.topic(group, "Yksi", "<p>a</p>"), talk.topic(group, "Kaksi", "<p>b</p>")
    quoted = talk.reply(two, "<p>c</p>")
    talk.reply(two, "<p>d</p>", quoted=quoted)
    talk.reply(one, "<p>e</p>")
    two.refresh_from_db()
    merged = topics.merge(Viewer(talk.owner(group)), two, one)
    bodies = list(merged.posts.order_by("number").values_list("number", "body"))
    assert bodies == [(n + 1, f"<p>{x}</p>") for n, x in enumerate("aebcd")]
    assert merged.last_number == 5
    client = talk.browser(talk.person())
    assert client.get(talk.url(f"aihe/{two.pk}/"))["Location"] == talk.url(f"aihe/{one.pk}/")
    third = talk.topic(group, "Kolme")
    topics.merge(Viewer(talk.owner(group)), merged, third)
    assert client.get(talk.url(f"aihe/{two.pk}/"))["Location"] == talk.url(f"aihe/{third.pk}/")
    with pytest.raises(ValidationError):
        topics.merge(Viewer(talk.owner(group)), third, third)


def test_what_is_new_is_shown_and_jumped_to(talk):
    group, user = talk.group(), talk.person()
    old = talk.topic(group, "Vanha")
    client = talk.browser(user)
    client.post(talk.url(f"ryhma/{group.pk}/liity/"))
    assert reading.unread_by_group(Viewer(user)) == {}
    new = talk.topic(group, "Uusi")
    talk.reply(old)
    assert reading.unread_by_group(Viewer(user)) == {group.pk: 2}
    found = reading.unread(Viewer(user), Topic.objects.all())
    assert found[new.pk].first == 1
    to = client.get(talk.url(f"aihe/{new.pk}/uusin/"))["Location"]
    assert to.endswith(f"aihe/{new.pk}/#viesti-1")
    client.get(talk.url(f"aihe/{new.pk}/"))
    assert reading.unread_by_group(Viewer(user)) == {group.pk: 1}
    talk.reply(new)
    found = reading.unread(Viewer(user), [Topic.objects.get(pk=new.pk)])
    assert (found[new.pk].count, found[new.pk].first) == (1, 2)
    client.post(talk.url("luettu/"))
    assert reading.unread_by_group(Viewer(user)) == {}
    assert not reading.unread(Viewer(user), Topic.objects.all())


def test_a_mark_never_goes_back(talk):
    topic, user = talk.topic(talk.group()), talk.person()
    for number in (3, 1, 3, 2):
        reading.mark(user, topic.pk, number)
    assert ReadMarker.objects.get(user=user).number == 3


def test_who_has_read_is_shown_only_where_the_group_wants_it(talk):
    group, user = talk.group(), talk.person()
    talk.put(group, user)
    topic = talk.topic(group)
    client, owner = talk.browser(user), talk.browser(talk.owner(group))
    client.get(talk.url(f"aihe/{topic.pk}/"))
    address = talk.url(f"aihe/{topic.pk}/")
    assert not soup(owner.get(address)).select(".soskes-readers")
    Group.objects.update(shows_readers=True)
    assert user.get_full_name() in soup(owner.get(address)).select_one(".soskes-readers").text
    outside = talk.browser(talk.person())
    assert not soup(outside.get(address)).select(".soskes-readers")


def test_people_are_told_of_what_they_follow(talk):
    from soskes_wagtail.notifications.models import Notice

    group, user, called = talk.group(), talk.person(), talk.person()
    talk.browser(user).post(talk.url(f"ryhma/{group.pk}/liity/"))
    topic = talk.topic(group, "Uutta", f"<p>@{called.first_name} {called.last_name} katso</p>")
    notice = Notice.objects.get(user=user)
    assert notice.event.kind == "ekollega.topic" and notice.event.title == "Uutta"
    assert Notice.objects.get(user=called).event.kind == "ekollega.mention"
    talk.browser(user).post(talk.url(f"aihe/{topic.pk}/seuraa/"), {"seuraa": "1"})
    talk.reply(topic)
    assert Notice.objects.filter(user=user, event__kind="ekollega.reply").count() == 1
    talk.browser(user).post(talk.url(f"aihe/{topic.pk}/seuraa/"))
    talk.reply(topic)
    assert Notice.objects.filter(user=user, event__kind="ekollega.reply").count() == 1
    assert not Notice.objects.filter(user=talk.owner(group)).exists(), "nobody is told of oneself"


def test_a_person_s_data_out_and_the_person_erased(talk):
    from soskes_wagtail.person_data.erase import erase_person
    from soskes_wagtail.person_data.export import as_json, held_about

    group, user, heir = talk.group(), talk.person(first_name="Kanaria"), talk.person()
    own = talk.group("Oma", owner=user)
    talk.put(own, heir)
    topic = talk.topic(group, "Aihe", "<p>oma teksti</p>", by=user)
    talk.reply(topic, "<p>vastaus</p>")
    text = as_json(user, held_about(user))
    assert "oma teksti" in text and "Oma" in text
    erase_person(user)
    assert row(own, heir).role == ROLE.OWNER
    page = talk.browser(heir).get(talk.url(f"aihe/{topic.pk}/")).content.decode()
    assert "oma teksti" in page and "Kanaria" not in page
    assert not GroupMember.objects.filter(user=user).exists()
    assert not Post.objects.filter(author=user).exists()
