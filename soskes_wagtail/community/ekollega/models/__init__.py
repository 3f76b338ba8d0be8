from soskes_wagtail.community.ekollega.models.group import Group, GroupMember
from soskes_wagtail.community.ekollega.models.moderation import MemberWarning, Report
from soskes_wagtail.community.ekollega.models.post import Post, PostVersion
from soskes_wagtail.community.ekollega.models.reading import Draft, ReadMarker
from soskes_wagtail.community.ekollega.models.topic import TaggedTopic, Topic, TopicTag

__all__ = [
    "Draft",
    "Group",
    "GroupMember",
    "MemberWarning",
    "Post",
    "PostVersion",
    "ReadMarker",
    "Report",
    "TaggedTopic",
    "Topic",
    "TopicTag",
]
