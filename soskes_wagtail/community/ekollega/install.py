"""eKollega's share of ``soskes_install``: its page below the SosKes home."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from soskes_wagtail.community.ekollega.models import Group, TopicTag
from soskes_wagtail.community.ekollega.page import EkollegaPage
from soskes_wagtail.install import InstallContext, InstallStep, register_step


def register() -> None:
    register_step(InstallStep("ekollega", 36, install, uninstall))


def install(context: InstallContext) -> None:
    if context.home is None:
        return
    page = EkollegaPage.objects.child_of(context.home).first()
    if page:
        context.found(page)
        return
    with override(context.locale.language_code):
        page = EkollegaPage(
            title="eKollega",
            slug="ekollega",
            locale=context.locale,
            show_in_menus=True,
            introduction=_(
                "Ask a colleague, tell what you have learnt, and plan together: in open groups "
                "and in closed ones."
            ),
            rules=_(
                "Write about work, not about clients: no names, no numbers, nothing by which "
                "somebody could be recognised."
            ),
        )
    context.home.add_child(instance=page)
    page.save_revision().publish()
    context.created[str(EkollegaPage._meta.verbose_name_plural)] += 1


def uninstall(context: InstallContext) -> None:
    """Remove groups with all that is written in them, and the pages."""
    context.remove(Group.objects.all())
    context.remove(TopicTag.objects.all())
    context.remove_pages(EkollegaPage.objects.all())
