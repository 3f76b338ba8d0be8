"""What somebody may do in a group. No queries: the viewer's access keys say it all."""

from dataclasses import dataclass

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.community.ekollega import keys
from soskes_wagtail.community.ekollega.models import Group, GroupMember, Post, Topic
from soskes_wagtail.conf import app_settings


@dataclass(frozen=True)
class Standing:
    """One viewer in one group."""

    viewer: Viewer
    group: Group

    def _holds(self, prefix: str) -> bool:
        return f"{prefix}:{self.group.pk}" in self.viewer.access_keys

    @property
    def is_admin(self) -> bool:
        return keys.ADMIN in self.viewer.access_keys

    @property
    def is_in(self) -> bool:
        return self._holds(keys.IN)

    @property
    def is_invited(self) -> bool:
        return self._holds(keys.INVITED)

    @property
    def reads(self) -> bool:
        """May read what is written in the group."""
        return not self.viewer.access_keys.isdisjoint(self.group.reading_keys)

    @property
    def owns(self) -> bool:
        """May change the group and who is in it."""
        return self.is_admin or self._holds(keys.OWNS)

    @property
    def moderates(self) -> bool:
        """Moderators of SosKes do so in open groups; in others only those whom the group has."""
        if self.is_admin or self._holds(keys.MODERATES):
            return True
        is_open = self.group.kind == Group.Kind.OPEN
        return is_open and self.reads and self.viewer.has_role(RoleKey.MODERATOR)

    @property
    def writes(self) -> bool:
        """May start a topic and reply: members, and in a group that is free to join everybody."""
        if self.group.is_over or not self.reads:
            return False
        is_free = self.group.kind == Group.Kind.OPEN and self.group.joining == Group.Joining.FREE
        return self.is_in or is_free or self.is_admin

    @property
    def joins(self) -> bool:
        """May come in at once: the group is free, or has invited."""
        if self.is_in or self.group.is_over or keys.OPEN not in self.viewer.access_keys:
            return False
        return self.is_invited or self.group.joining == Group.Joining.FREE

    @property
    def asks(self) -> bool:
        """May ask to be let in."""
        outside = not (self.is_in or self.is_invited or self.group.is_over)
        knows = self.group.kind != Group.Kind.HIDDEN and keys.OPEN in self.viewer.access_keys
        return outside and knows and self.group.joining == Group.Joining.REQUEST

    @property
    def sees_members(self) -> bool:
        return self.moderates_inside or (self.is_in and self.group.members_visible)

    @property
    def moderates_inside(self) -> bool:
        """Moderates as one of the group, not as a moderator of SosKes."""
        return self.is_admin or self._holds(keys.MODERATES)

    def replies(self, topic: Topic) -> bool:
        return self.writes and topic.hidden_at is None and (not topic.is_locked or self.moderates)

    def edits(self, post: Post, topic: Topic) -> bool:
        """Own posts, as long as one may reply to them."""
        is_own = post.author_id is not None and post.author_id == self.viewer.user.pk
        return is_own and not post.is_gone and self.replies(topic)


def may_start_groups(viewer: Viewer) -> bool:
    """As ``SOSKES["GROUP_STARTERS"]`` says."""
    if keys.OPEN not in viewer.access_keys:
        return False
    who = app_settings.GROUP_STARTERS
    if who == "members" or viewer.is_admin:
        return True
    return who == "editors" and not viewer.role_keys <= {RoleKey.READER}


def is_last_owner(member: GroupMember) -> bool:
    """Whether the group would be left without an owner."""
    if member.role != GroupMember.Role.OWNER or member.state != GroupMember.State.ACTIVE:
        return False
    others = member.group.members.filter(
        role=GroupMember.Role.OWNER, state=GroupMember.State.ACTIVE, user__is_active=True
    )
    return not others.exclude(pk=member.pk).exists()
