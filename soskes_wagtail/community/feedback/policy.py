"""Who reads and handles which feedback."""

from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.community.feedback.models import Feedback
from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.directory_snippets.services.ownership import edited_organisation_ids


def readable_q(user) -> Q:
    """Administrators all; editors what was given to them, what is of a section whose page they may
    change or of a municipality whose records they keep. The rest is for administrators."""
    viewer = Viewer(user)
    if viewer.is_admin:
        return Q()
    if not viewer.has_role(RoleKey.MUNICIPAL_EDITOR, RoleKey.SECTION_EDITOR, RoleKey.MODERATOR):
        return Q(pk__in=[])
    pages = PagePermissionPolicy().instances_user_has_any_permission_for(viewer.user, ["change"])
    sections = Page.objects.filter(pk__in=pages.order_by().values("pk"))
    organisations = Organisation.objects.filter(pk__in=edited_organisation_ids(viewer.user))
    return (
        Q(owner=viewer.user.pk)
        | Q(section__in=sections.values("pk"))
        | Q(area__in=organisations.exclude(area=None).values("area"))
    )


class FeedbackPolicy(ModelPermissionPolicy):
    """Model permissions, limited to the rows of ``readable_q``; nobody adds any in the admin."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        allowed = [action for action in actions if action != "add"]
        return bool(allowed) and super().user_has_any_permission(user, allowed)

    def instances_user_has_any_permission_for(self, user, actions):
        rows = super().instances_user_has_any_permission_for(user, actions)
        return rows.filter(readable_q(user))

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        allowed = self.instances_user_has_any_permission_for(user, actions)
        return allowed.filter(pk=instance.pk).exists()


feedback_policy = FeedbackPolicy(Feedback)
