"""No table of ours points to people without somebody having thought about their rights to it."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.models import Page

from matrix.world import CANARIES
from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.person_data.erase import erase_person
from soskes_wagtail.person_data.export import as_html, as_json, held_about
from soskes_wagtail.person_data.registry import person_data

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

#: Which part of ``person_data()`` exports and erases what a column tells of a person.
REVIEWED = {
    "soskes.AccessLogEntry.actor": "access_log",
    "soskes.Mailing.user": "notices",
    "soskes.NoticeEvent.actor": "notices",
    "soskes.Notice.user": "notices",
    "soskes.NoticePreferences.user": "notices",
    "soskes.Subscription.user": "notices",
    "soskes_directory.Membership.user": "memberships",
    "soskes_directory.Invitation.invited_by": "entrance",
    "soskes_directory.JoinRequest.user": "entrance",
    "soskes_directory.Merger.created_by": "entrance",
    "soskes_directory.Profile.user": "profile",
    "soskes_directory.TableUpload.user": "entrance",
    "soskes_community.Attachment.owner": "ekollega_posts",
    "soskes_community.Consultation_experts.user": "consultations",
    "soskes_community.Consultation.asker": "consultations",
    "soskes_community.ConsultationMessage.author": "consultations",
    "soskes_community.BankedCase.written_by": "consultations",
    "soskes_community.PanelExpert.user": "consultations",
    "soskes_community.GroupMember.user": "ekollega_groups",
    "soskes_community.GroupMember.invited_by": "ekollega_groups",
    "soskes_community.Topic.author": "ekollega_posts",
    "soskes_community.Topic.last_author": "ekollega_posts",
    "soskes_community.Post.author": "ekollega_posts",
    "soskes_community.Report.reporter": "ekollega_traces",
    "soskes_community.Report.closed_by": "ekollega_traces",
    "soskes_community.MemberWarning.user": "ekollega_traces",
    "soskes_community.MemberWarning.given_by": "ekollega_traces",
    "soskes_community.ReadMarker.user": "ekollega_traces",
    "soskes_community.Draft.user": "ekollega_traces",
    "soskes_community.Feedback.owner": "feedback",
    "soskes_community.Feedback.user": "feedback",
    "soskes_community.FeedbackAnswer.by": "feedback",
    "soskes_community.Ad.author": "marketplace",
    "soskes_community.Conversation.asker": "marketplace",
    "soskes_community.ConversationMessage.sender": "marketplace",
    "soskes_community.AdReport.reporter": "marketplace",
    "soskes_community.WatchedSearch.user": "marketplace",
}
#: Columns of Wagtail's own on our page types; the account, which has no name then, stays there.
OF_PAGES = {"owner", "locked_by"}
#: What somebody has written stands in the export of their data, by who has written it.
WRITTEN = {
    "reader": {"question", "ad", "hidden_ad", "profile_title", "notice"},
    "head_a": {"group_a_topic", "group_a_post", "question_note", "case_draft"},
    "member_b": {"group_b_topic", "group_b_name", "ad_report"},
    "member_a": {"ad_message"},
}


def columns() -> dict[str, object]:
    """Foreign keys to the user model in tables of ours, through tables included."""
    user = get_user_model()
    return {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label.startswith("soskes")
        for field in model._meta.local_fields
        if field.is_relation and field.related_model is user
        if not (issubclass(model, Page) and field.name in OF_PAGES)
    }


def test_every_column_is_reviewed():
    unknown = sorted(set(columns()) - set(REVIEWED))
    assert not unknown, "register what these tell of a person (register_person_data), and say so"


def test_what_is_reviewed_is_there():
    assert not set(REVIEWED) - set(columns())
    assert set(REVIEWED.values()) <= {part.name for part in person_data()}


@pytest.mark.parametrize("name", WRITTEN)
def test_people_get_what_they_have_written(world, name):
    user = world.users[name]
    held = held_about(user)
    text = as_json(user, held)
    missing = [what for what in WRITTEN[name] if CANARIES[what] not in text.lower()]
    assert not missing
    assert as_html(user, held)


@pytest.mark.parametrize("name", ["reader", "head_a", "member_a", "member_b", "admin", "editor_1"])
def test_an_erased_person_is_nowhere(world, name):
    user = get_user_model().objects.get(pk=world.users[name].pk)
    before = {
        label: field.model._base_manager.filter(**{field.name: user}).count()
        for label, field in columns().items()
    }
    assert any(before.values())
    erase_person(user)
    left = [
        label
        for label, field in columns().items()
        if field.model._base_manager.filter(**{field.name: user}).exists()
    ]
    assert not left
    assert user.get_username().startswith("erased-")
    known = world.users[name].username
    for column in ("actor_name", "subject_name"):
        entries = AccessLogEntry.objects.filter(
            Q(**{column: known}) | Q(**{f"{column}__startswith": f"{known} –"})
        )
        assert not entries.exists()
