"""The consultation's share of ``soskes_install``: a panel without experts, to be filled."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from soskes_wagtail.community.consultations.models import BankedCase, Consultation
from soskes_wagtail.community.consultations.pages import ConsultationPanelPage
from soskes_wagtail.install import InstallContext, InstallStep, register_step


def register() -> None:
    register_step(InstallStep("consultations", 36, install, uninstall))


def install(context: InstallContext) -> None:
    if context.home is None:
        return
    page = ConsultationPanelPage.objects.child_of(context.home).first()
    if page:
        context.found(page)
        return
    with override(context.locale.language_code):
        page = ConsultationPanelPage(
            title=_("Online consultation"),
            slug="konsultaatio",
            summary=_("Ask experienced colleagues about a case that is hard, without client data."),
            is_closed=True,
            show_in_menus=True,
            locale=context.locale,
        )
    context.home.add_child(instance=page)
    page.save_revision().publish()
    context.created[str(ConsultationPanelPage._meta.verbose_name_plural)] += 1


def uninstall(context: InstallContext) -> None:
    context.remove(BankedCase.objects.all())
    context.remove(Consultation.objects.all())
    context.remove_pages(ConsultationPanelPage.objects.all())
