"""What is said in a group is found by those who may read it, and by nobody else."""

import pytest

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.community.ekollega.services import groups, moderation, topics
from soskes_wagtail.search.services.query import Asked, search

WORD = "pihlajanmarja"


@pytest.fixture
def found():
    """found(user): titles of what somebody finds by the word."""

    def find(user):
        results = search(Viewer(user), Asked(WORD, "fi"))
        return sorted(hit.title for hit in results.hits)

    return find


@pytest.mark.django_db(transaction=True)
def test_found_by_those_who_may_read_it(talk, found):
    closed, opened = talk.group("Suljettu", "closed"), talk.group("Avoin")
    owner, member, stranger = talk.owner(closed), talk.person(), talk.person()
    moderator, admin = talk.person(key=RoleKey.MODERATOR), talk.person(key=RoleKey.ADMINISTRATOR)
    row = talk.put(closed, member)
    topic = talk.topic(closed, "Salainen aihe", f"<p>{WORD}</p>")
    for user in (owner, member, admin):
        assert found(user) == ["Salainen aihe"]
    for user in (stranger, moderator, None):
        assert found(user) == []
    groups.remove(Viewer(owner), row)
    assert found(member) == []
    post = talk.reply(talk.topic(opened, "Julki"), f"<p>{WORD}</p>")
    assert found(stranger) == ["Julki"]
    moderation.hide(Viewer(talk.owner(opened)), post, "syy")
    assert found(stranger) == []
    moderation.restore(Viewer(talk.owner(opened)), post)
    assert found(stranger) == ["Julki"]
    talk.put(opened, owner, role="moderator")
    topics.move(Viewer(owner), post.topic, closed)
    assert found(stranger) == []
    assert found(owner) == ["Julki", "Salainen aihe"]
    closed.kind, closed.joining = "open", "free"
    groups.change(Viewer(owner), closed)
    assert found(stranger) == ["Julki", "Salainen aihe"]
    stranger.groups.clear()
    assert found(stranger) == []
    assert topic.title == "Salainen aihe"
