"""Models of the community (app label ``soskes_community``); each sub-package has its own."""

from soskes_wagtail.community.attachments.models import Attachment
from soskes_wagtail.community.consultations.models import (
    BankedCase,
    Consultation,
    ConsultationMessage,
)
from soskes_wagtail.community.consultations.pages import ConsultationPanelPage, PanelExpert
from soskes_wagtail.community.ekollega.models import (
    Draft,
    Group,
    GroupMember,
    MemberWarning,
    Post,
    PostVersion,
    ReadMarker,
    Report,
    TaggedTopic,
    Topic,
    TopicTag,
)
from soskes_wagtail.community.ekollega.page import EkollegaPage
from soskes_wagtail.community.feedback.models import Feedback, FeedbackAnswer
from soskes_wagtail.community.feedback.pages import FeedbackPage

__all__ = [
    "Attachment",
    "BankedCase",
    "Consultation",
    "ConsultationMessage",
    "ConsultationPanelPage",
    "Draft",
    "EkollegaPage",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackPage",
    "Group",
    "GroupMember",
    "MemberWarning",
    "PanelExpert",
    "Post",
    "PostVersion",
    "ReadMarker",
    "Report",
    "TaggedTopic",
    "Topic",
    "TopicTag",
]
