"""Pages that are there to be used and have no texts of their own to translate: one for each part,
in every language that the SosKes home is in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.dispatch import receiver
from django.utils.text import slugify
from django.utils.translation import override
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page
from wagtail.signals import page_published

from soskes_wagtail.install.context import InstallContext


@dataclass(frozen=True)
class ToolPage:
    """``texts()``: title and what else is text, in the active language. ``slug``: of the page
    that is installed; versions in other languages are called after their title. ``fields``: what
    else the page is made with."""

    model: type[Page]
    slug: str
    texts: Callable[[], Mapping[str, Any]]
    fields: Mapping[str, Any] = field(default_factory=dict)


_tools: dict[type[Page], ToolPage] = {}


def register_tool_page(tool: ToolPage) -> None:
    """Have the page made in each language in which the SosKes home is published."""
    _tools[tool.model] = tool


def install_tool_page(context: InstallContext, tool: ToolPage) -> None:
    """Make the page below the home, unless it is there, and its missing language versions."""
    if context.home is None:
        return
    page = tool.model.objects.child_of(context.home).first()
    if page:
        context.found(page)
    else:
        page = _made(tool, context.home, context.locale)
        _count(context, page)
    for version in _ensure_versions(tool, page, context.home.get_translations().live()):
        _count(context, version)


@receiver(page_published, dispatch_uid="soskes_tool_pages")
def home_published(instance, **kwargs):
    """A home that is published for the first time brings its tools along. One that somebody has
    taken away does not come back with every change of the home."""
    is_home = getattr(instance, "is_soskes_home", False)
    if not is_home or instance.first_published_at != instance.last_published_at:
        return
    _count_children(instance)
    homes = instance.get_translations()
    for tool in _tools.values():
        page = tool.model.objects.filter(
            depth=instance.depth + 1, locale__in=homes.values("locale")
        ).order_by("pk")
        source = next((p for p in page if any(p.is_child_of(home) for home in homes)), None)
        if source is not None:
            _ensure_versions(tool, source, [instance])


def _ensure_versions(tool: ToolPage, page: Page, homes) -> list[Page]:
    there = set(page.get_translations(inclusive=True).values_list("locale_id", flat=True))
    made = []
    for home in homes:
        if home.locale_id not in there:
            made.append(_translated(tool, page, home))
    return made


def _count_children(home: Page) -> None:
    """wagtail-localize publishes after the commit what it read before: with it comes the number of
    children that the home had then, and the next child would get the place of the first."""
    below = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1).count()
    if Page.objects.filter(pk=home.pk).exclude(numchild=below).update(numchild=below):
        home.numchild = below


def _translated(tool: ToolPage, page: Page, home: Page) -> Page:
    version = page.specific.copy_for_translation(home.locale)
    with override(home.locale.language_code):
        texts = {name: str(text) for name, text in tool.texts().items()}
    for name, text in texts.items():
        setattr(version, name, text)
    parent = Page.objects.get(pk=home.pk)
    version.slug = find_available_slug(
        parent, slugify(texts["title"]) or tool.slug, ignore_page_id=version.pk
    )
    version.save_revision().publish()
    return version


def _made(tool: ToolPage, home: Page, locale: Locale) -> Page:
    with override(locale.language_code):
        texts = {name: str(text) for name, text in tool.texts().items()}
    parent = Page.objects.get(pk=home.pk)  # the tree has changed below it since it was read
    slug = find_available_slug(parent, tool.slug)
    page = tool.model(slug=slug, locale=locale, **texts, **tool.fields)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _count(context: InstallContext, page: Page) -> None:
    context.created[str(page._meta.verbose_name_plural)] += 1
