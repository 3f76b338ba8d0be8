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
from soskes_wagtail.community.marketplace.models import (
    Ad,
    AdCategory,
    AdReport,
    Conversation,
    ConversationMessage,
    WatchedSearch,
)
from soskes_wagtail.community.marketplace.pages import MarketplacePage

__all__ = [
    "Ad",
    "AdCategory",
    "AdReport",
    "Attachment",
    "BankedCase",
    "Consultation",
    "ConsultationMessage",
    "ConsultationPanelPage",
    "Conversation",
    "ConversationMessage",
    "Draft",
    "EkollegaPage",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackPage",
    "Group",
    "GroupMember",
    "MarketplacePage",
    "MemberWarning",
    "PanelExpert",
    "Post",
    "PostVersion",
    "ReadMarker",
    "Report",
    "TaggedTopic",
    "Topic",
    "TopicTag",
    "WatchedSearch",
]
