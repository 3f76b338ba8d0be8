"""eKollega's share of ``soskes_install``: its page below the SosKes home."""

from django.utils.translation import gettext as _

from soskes_wagtail.community.ekollega.models import Group, TopicTag
from soskes_wagtail.community.ekollega.page import EkollegaPage
from soskes_wagtail.install import InstallContext, InstallStep, register_step
from soskes_wagtail.install.tool_pages import ToolPage, install_tool_page, register_tool_page

PAGE = ToolPage(
    EkollegaPage,
    "ekollega",
    lambda: _texts(
        _(
            "Ask a colleague, tell what you have learnt, and plan together: in open groups "
            "and in closed ones."
        )
    ),
    {"show_in_menus": True},
)


def _texts(introduction: str) -> dict[str, str]:
    return {
        "title": "eKollega",
        "introduction": introduction,
        "search_description": introduction,  # what its card on the home page says
        "rules": _(
            "Write about work, not about clients: no names, no numbers, nothing by which "
            "somebody could be recognised."
        ),
    }


def register() -> None:
    register_tool_page(PAGE)
    register_step(InstallStep("ekollega", 36, install, uninstall))


def install(context: InstallContext) -> None:
    install_tool_page(context, PAGE)


def uninstall(context: InstallContext) -> None:
    """Remove groups with all that is written in them, and the pages."""
    context.remove(Group.objects.all())
    context.remove(TopicTag.objects.all())
    context.remove_pages(EkollegaPage.objects.all())
