"""The pages' share of ``soskes_install``: the starter tree below the host's page."""

import json

from django.utils.translation import gettext as _
from wagtail.models import Page

from soskes_wagtail.access import RoleKey
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import Area, ServiceClass
from soskes_wagtail.fixtures.loader import load
from soskes_wagtail.install import InstallContext, InstallStep, register_step
from soskes_wagtail.install.roles import register_role_permissions
from soskes_wagtail.install.tool_pages import ToolPage, install_tool_page, register_tool_page
from soskes_wagtail.sections.models import (
    Alert,
    ArticlePage,
    EventListingPage,
    EventTag,
    MembersPage,
    MunicipalityDirectoryPage,
    OwnProfilePage,
    PeopleSearchPage,
    ResponsiblePage,
    ServiceSectionPage,
    SosKesHomePage,
)
from soskes_wagtail.sections.services.municipality_pages import ensure_pages
from soskes_wagtail.sections.services.starter_blocks import to_stream

PAGE_TYPES = {
    "home": SosKesHomePage,
    "section": ServiceSectionPage,
    "article": ArticlePage,
    "event_listing": EventListingPage,
    "directory": MunicipalityDirectoryPage,
    "responsible": ResponsiblePage,
}


TOOLS = (
    ToolPage(
        PeopleSearchPage,
        "henkilohaku",
        lambda: _described(
            _("People search"), _("Find a colleague by name, title, municipality or expertise.")
        ),
        {"show_in_menus": True},
    ),
    ToolPage(
        OwnProfilePage,
        "oma-profiili",
        lambda: _described(
            _("My profile"), _("Tell colleagues who you are and what you can be asked.")
        ),
    ),
    ToolPage(MembersPage, "jasenet", lambda: {"title": _("Members")}),
)


def _described(title: str, summary: str) -> dict[str, str]:
    return {"title": title, "summary": summary, "search_description": summary}


def register() -> None:
    for tool in TOOLS:
        register_tool_page(tool)
    register_step(InstallStep("sections", 30, install, uninstall))
    register_role_permissions(role_permissions)


def role_permissions() -> dict[RoleKey, list[str]]:
    """Who may put up alerts at all; where, says ``alerts.policy``."""
    alerts = [f"soskes_sections.{action}_alert" for action in ("add", "change", "delete")]
    roles = (RoleKey.MUNICIPAL_EDITOR, RoleKey.SECTION_EDITOR, RoleKey.ADMINISTRATOR)
    return dict.fromkeys(roles, alerts)


def install(context: InstallContext) -> None:
    """Make the starter tree once; later runs add nothing but the missing municipality pages."""
    home = SosKesHomePage.objects.filter(locale=context.locale).order_by("path").first()
    if home is None:
        for row in load("starter_pages"):
            home = _add(context, context.parent, row, taken=True)
    else:
        context.existing[str(Page._meta.verbose_name_plural)] += home.get_descendant_count() + 1
    context.home = home
    for tool in TOOLS:
        install_tool_page(context, tool)
    made = ensure_pages()
    context.created[str(Page._meta.verbose_name_plural)] += len(made.created)


def uninstall(context: InstallContext) -> None:
    """Remove every SosKes branch in every language, with what the log says of it."""
    context.remove(Alert.objects.all())
    context.remove_pages(SosKesHomePage.objects.all())
    context.remove(EventTag.objects.all())


def _add(context: InstallContext, parent: Page, row: dict, taken: bool = False) -> Page:
    """Add a page of the starter tree, published, and what lies below it."""
    model = PAGE_TYPES[row["type"]]
    page = model(
        title=row["title"],
        slug=_free_slug(parent, row["slug"]) if taken else row["slug"],
        summary=row["summary"],
        search_description=row["summary"],
        body=json.dumps(to_stream([*_intro(row), *row["body"]])),
        locale=context.locale,
        show_in_menus=row["type"] != "article",
    )
    if row["type"] == "section":
        page.service_classes = ServiceClass.objects.filter(code__in=row["service_classes"])
    if row["type"] == "directory":
        page.area = Area.objects.filter(
            kind=Area.Kind.WELLBEING_COUNTY, code=app_settings.WELLBEING_COUNTY
        ).first()
    parent.add_child(instance=page)
    page.save_revision().publish()
    context.created[str(Page._meta.verbose_name_plural)] += 1
    for child in row["children"]:
        _add(context, page, child)
    return page


def _intro(row: dict) -> list[dict]:
    return [{"type": "paragraph", "html": row["intro"]}] if row.get("intro") else []


def _free_slug(parent: Page, slug: str) -> str:
    """The slug, or one with a number where the host has a page of that address already."""
    wanted, number = slug, 1
    while parent.get_children().filter(slug=wanted).exists():
        number += 1
        wanted = f"{slug}-{number}"
    return wanted
