"""The search app's share of ``soskes_install``: its page below the SosKes home."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from soskes_wagtail.access import RoleKey
from soskes_wagtail.install import InstallContext, InstallStep, register_step
from soskes_wagtail.install.roles import register_role_permissions
from soskes_wagtail.search.models import SearchPage


def register() -> None:
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
    if context.home is None:
        return
    page = SearchPage.objects.child_of(context.home).first()
    if page:
        context.found(page)
        return
    with override(context.locale.language_code):
        page = SearchPage(title=_("Search"), slug="haku", locale=context.locale)
    context.home.add_child(instance=page)
    page.save_revision().publish()
    context.created[str(SearchPage._meta.verbose_name_plural)] += 1


def uninstall(context: InstallContext) -> None:
    context.remove_pages(SearchPage.objects.all())
