"""The share of notices in ``soskes_install``: their page below the SosKes home."""

from django.utils.translation import gettext as _

from soskes_wagtail.install import InstallContext, InstallStep, register_step
from soskes_wagtail.install.tool_pages import ToolPage, install_tool_page, register_tool_page
from soskes_wagtail.notifications.models import (
    Mailing,
    NoticeEvent,
    NoticePreferences,
    Subscription,
)
from soskes_wagtail.notifications.page import NoticesPage

PAGE = ToolPage(NoticesPage, "ilmoitukset", lambda: {"title": _("Notices")})


def register() -> None:
    register_tool_page(PAGE)
    register_step(InstallStep("notices", 45, install, uninstall))


def install(context: InstallContext) -> None:
    install_tool_page(context, PAGE)


def uninstall(context: InstallContext) -> None:
    context.remove_pages(NoticesPage.objects.all())
    # Without signals or a word to anybody: what was told goes with what it was told of.
    for model in (NoticeEvent, Mailing, Subscription, NoticePreferences):
        model.objects.all().delete()
