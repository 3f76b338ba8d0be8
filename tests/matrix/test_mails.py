"""What is mailed: nobody is told of what is not theirs, or is theirs no more when it is sent."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from matrix.world import CANARIES, MEMBERS, RULES
from soskes_wagtail.community.ekollega.models import GroupMember
from soskes_wagtail.directory_snippets.models import Invitation, JoinRequest, Membership
from soskes_wagtail.notifications import notify
from soskes_wagtail.notifications.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]


def targets(world) -> dict:
    """Closed things by the name of their canary."""
    found = {
        name: Page.objects.get(pk=world.ids[name])
        for name in ("open_page", "closed_page", "draft_page", "expired_page")
    }
    return found | {
        "contact_admins": world.records["hidden"],
        "group_a_topic": world.topic_a,
        "group_a_post": world.topic_a.posts.first(),
        "group_b_topic": world.topic_b,
        "group_b_name": world.group_b,
        "question": world.question,
        "case_draft": world.case,
        "ad": world.ad,
        "hidden_ad": world.hidden_ad,
        "ad_message": world.conversation,
        "invitation": Invitation.objects.get(),
        "join_request": JoinRequest.objects.get(),
    }


@pytest.fixture
def told(world):
    """Everybody is told of everything, as far as they may; nothing is sent yet."""
    Notice.objects.all().delete()
    mail.outbox.clear()
    for name, target in targets(world).items():
        notify(
            "page.changed",
            target=target,
            title=CANARIES[name],
            url=f"/soskes/{CANARIES[name]}/",
            body=CANARIES[name],
            recipients=world.users.values(),
        )


def mails(world) -> dict[str, set[str]]:
    """Sent now: by the role of whom it went to, the objects that it tells of."""
    call_command("soskes_send_digests", verbosity=0)
    found: dict[str, set[str]] = {}
    for message in mail.outbox:
        (address,) = message.to
        text = f"{message.subject} {message.message().as_string()} {message.body}".lower()
        for content in getattr(message, "alternatives", ()):
            text += str(content[0]).lower()
        found[address.partition("@")[0]] = {n for n, word in CANARIES.items() if word in text}
    return found


def _may(who: str, name: str) -> bool:
    # The insider is a member, though no role of the table.
    return who in RULES[name] or (who == "insider" and RULES[name] >= MEMBERS)


def test_nobody_is_mailed_what_is_not_theirs(world, told):
    found = mails(world)
    leaks = [(who, name) for who in found for name in found[who] if not _may(who, name)]
    assert not leaks
    assert not set(found) & {"host", "suspended", "former", "early", "unlicensed"}
    seen = set().union(*found.values())
    assert seen >= {"open_page", "closed_page", "group_a_topic", "group_b_topic", "ad", "question"}


def test_nor_what_is_theirs_no_more_when_it_is_sent(world, told):
    """Told first, closed afterwards, sent last."""
    GroupMember.objects.filter(group=world.group_a, user=world.users["member_a"]).delete()
    for membership in Membership.objects.filter(user=world.users["section_editor"]):
        membership.ended_at = timezone.now()
        membership.save()
    Page.objects.filter(pk=world.ids["open_page"]).update(live=False)
    found = mails(world)
    assert "section_editor" not in found
    assert not found.get("member_a", set()) & {"group_a_topic", "group_a_post"}
    assert not any("open_page" in names for names in found.values())
    assert "group_a_topic" in found["head_a"]
