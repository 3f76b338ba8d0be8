"""The consultation's share of ``soskes_install``: a panel without experts, to be filled."""

from django.utils.translation import gettext as _

from soskes_wagtail.community.consultations.models import BankedCase, Consultation
from soskes_wagtail.community.consultations.pages import ConsultationPanelPage
from soskes_wagtail.install import InstallContext, InstallStep, register_step
from soskes_wagtail.install.tool_pages import ToolPage, install_tool_page, register_tool_page

PAGE = ToolPage(
    ConsultationPanelPage,
    "konsultaatio",
    lambda: {
        "title": _("Online consultation"),
        "summary": _("Ask experienced colleagues about a case that is hard, without client data."),
    },
    {"is_closed": True, "show_in_menus": True},
)


def register() -> None:
    register_tool_page(PAGE)
    register_step(InstallStep("consultations", 36, install, uninstall))


def install(context: InstallContext) -> None:
    install_tool_page(context, PAGE)


def uninstall(context: InstallContext) -> None:
    context.remove(BankedCase.objects.all())
    context.remove(Consultation.objects.all())
    context.remove_pages(ConsultationPanelPage.objects.all())
