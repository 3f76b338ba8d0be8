"""The share of feedback in ``soskes_install``: its page, and who may work in the inbox."""

from django.utils.translation import gettext as _

from soskes_wagtail.access import RoleKey
from soskes_wagtail.community.feedback.models import Feedback
from soskes_wagtail.community.feedback.pages import FeedbackPage
from soskes_wagtail.install import InstallContext, InstallStep, register_step
from soskes_wagtail.install.roles import register_role_permissions
from soskes_wagtail.install.tool_pages import ToolPage, install_tool_page, register_tool_page

INBOX = [
    RoleKey.MUNICIPAL_EDITOR,
    RoleKey.SECTION_EDITOR,
    RoleKey.MODERATOR,
    RoleKey.ADMINISTRATOR,
]

PAGE = ToolPage(FeedbackPage, "palaute", lambda: {"title": _("Give feedback")})


def register() -> None:
    register_tool_page(PAGE)
    register_step(InstallStep("feedback", 46, install, uninstall))
    register_role_permissions(role_permissions)


def role_permissions() -> dict[RoleKey, list[str]]:
    """Which rows, says ``feedback.policy``; only administrators delete."""
    found = {role: ["soskes_community.change_feedback"] for role in INBOX}
    found[RoleKey.ADMINISTRATOR] = [
        "soskes_community.change_feedback",
        "soskes_community.delete_feedback",
    ]
    return found


def install(context: InstallContext) -> None:
    install_tool_page(context, PAGE)


def uninstall(context: InstallContext) -> None:
    context.remove_pages(FeedbackPage.objects.all())
    context.remove(Feedback.objects.all())
