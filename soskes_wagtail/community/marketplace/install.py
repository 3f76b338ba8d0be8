"""The marketplace's share of ``soskes_install``: its page and a first list of categories."""

from django.utils.translation import gettext as _

from soskes_wagtail.access import RoleKey
from soskes_wagtail.community.marketplace.models import Ad, AdCategory
from soskes_wagtail.community.marketplace.pages import MarketplacePage
from soskes_wagtail.community.marketplace.services.ads import remove
from soskes_wagtail.install import InstallContext, InstallStep, register_step
from soskes_wagtail.install.roles import register_role_permissions
from soskes_wagtail.install.tool_pages import ToolPage, install_tool_page, register_tool_page

CATEGORIES = (
    ("kalusteet", "Kalusteet", "Möbler", "Furniture"),
    ("apuvalineet", "Apuvälineet", "Hjälpmedel", "Assistive devices"),
    ("laitteet", "Laitteet ja tietotekniikka", "Apparater och datateknik", "Devices and IT"),
    ("kirjat", "Kirjat ja materiaalit", "Böcker och material", "Books and materials"),
    ("lapset", "Lasten tarvikkeet", "Barnartiklar", "Things for children"),
    ("tilat", "Tilat ja vuorot", "Lokaler och turer", "Rooms and time slots"),
    ("muut", "Muut", "Övrigt", "Other"),
)


def permissions() -> dict[RoleKey, list[str]]:
    actions = ("add", "change", "delete")
    return {RoleKey.ADMINISTRATOR: [f"soskes_community.{a}_adcategory" for a in actions]}


PAGE = ToolPage(
    MarketplacePage,
    "kirpputori",
    lambda: {
        "title": _("Marketplace"),
        "summary": _("What offices of the region offer, look for and give away."),
    },
    {"show_in_menus": True},
)


def register() -> None:
    register_tool_page(PAGE)
    register_role_permissions(permissions)
    register_step(InstallStep("marketplace", 37, install, uninstall))


def install(context: InstallContext) -> None:
    for order, (slug, fi, sv, en) in enumerate(CATEGORIES):
        category, created = AdCategory.objects.get_or_create(
            slug=slug,
            defaults={"name_fi": fi, "name_sv": sv, "name_en": en, "sort_order": order},
        )
        context.made_or_found(category, created)
    install_tool_page(context, PAGE)


def uninstall(context: InstallContext) -> None:
    for ad in Ad.objects.all():
        remove(ad)
    context.remove(AdCategory.objects.all())
    context.remove_pages(MarketplacePage.objects.all())
