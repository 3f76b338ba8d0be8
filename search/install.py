"""The search app's share of ``soskes_install``: its page below the SosKes home."""

from django.utils.translation import gettext as _

from soskes_wagtail.access import RoleKey
from soskes_wagtail.install import InstallContext, InstallStep, register_step
from soskes_wagtail.install.roles import register_role_permissions
from soskes_wagtail.install.tool_pages import ToolPage, install_tool_page, register_tool_page
from soskes_wagtail.search.models import SearchPage

PAGE = ToolPage(SearchPage, "haku", lambda: {"title": _("Search")})


def register() -> None:
    register_tool_page(PAGE)
    # Before the parts' pages go (uninstall runs backwards), after the home is there.
    register_role_permissions(role_permissions)
    register_step(InstallStep("search", 40, install, uninstall))


def role_permissions() -> dict[RoleKey, list[str]]:
    """Those who look after texts keep the words that search knows."""
    words = [
        f"soskes_search.{action}_{model}"
        for model in ("synonym", "stopword")
        for action in ("add", "change", "delete")
    ]
    return {
        RoleKey.SECTION_EDITOR: words,
        RoleKey.MODERATOR: words,
        RoleKey.ADMINISTRATOR: words,
    }


def install(context: InstallContext) -> None:
    install_tool_page(context, PAGE)


def uninstall(context: InstallContext) -> None:
    context.remove_pages(SearchPage.objects.all())
