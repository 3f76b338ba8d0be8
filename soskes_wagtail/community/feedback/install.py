"""The share of feedback in ``soskes_install``: its page, and who may work in the inbox."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from soskes_wagtail.access import RoleKey
from soskes_wagtail.community.feedback.models import Feedback
from soskes_wagtail.community.feedback.pages import FeedbackPage
from soskes_wagtail.install import InstallContext, InstallStep, register_step
from soskes_wagtail.install.roles import register_role_permissions

INBOX = [
    RoleKey.MUNICIPAL_EDITOR,
    RoleKey.SECTION_EDITOR,
    RoleKey.MODERATOR,
    RoleKey.ADMINISTRATOR,
]


def register() -> None:
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
    if context.home is None:
        return
    page = FeedbackPage.objects.child_of(context.home).first()
    if page:
        context.found(page)
        return
    with override(context.locale.language_code):
        page = FeedbackPage(title=_("Give feedback"), slug="palaute", locale=context.locale)
    context.home.add_child(instance=page)
    page.save_revision().publish()
    context.created[str(FeedbackPage._meta.verbose_name_plural)] += 1


def uninstall(context: InstallContext) -> None:
    context.remove_pages(FeedbackPage.objects.all())
    context.remove(Feedback.objects.all())
