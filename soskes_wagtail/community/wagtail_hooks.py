from wagtail import hooks

from soskes_wagtail.community.ekollega.viewsets import (
    GroupViewSet,
    ReportViewSet,
    group_policy,
    report_policy,
)
from soskes_wagtail.community.feedback.policy import feedback_policy
from soskes_wagtail.community.feedback.viewset import FeedbackViewSet
from soskes_wagtail.community.marketplace.viewsets import category_viewset
from soskes_wagtail.community.member_chooser import member_chooser

hooks.register("register_admin_viewset", member_chooser)
hooks.register("register_admin_viewset", FeedbackViewSet)
hooks.register("register_admin_viewset", category_viewset)
hooks.register("register_admin_viewset", GroupViewSet)
hooks.register("register_admin_viewset", ReportViewSet)

try:  # Wagtail 8 asks for the policy by model
    from wagtail.permissions import register_permission_policy
except ImportError:
    pass
else:
    for policy in (feedback_policy, group_policy, report_policy):
        register_permission_policy(policy.model, policy)
