"""Municipality pages follow the records: made, renamed and closed as the areas are."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.db import transaction
from django.utils import translation
from wagtail.models import Page

from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.services.coverage import coverage_of


@dataclass
class EnsuredPages:
    """Pages that ``ensure_pages`` made, and those whose title or address it brought up to date."""

    created: list[Page] = field(default_factory=list)
    changed: list[Page] = field(default_factory=list)


def ensure_pages(directory_page: Page | None = None) -> EnsuredPages:
    """Give every municipality covered by a municipal directory its published page.

    ``directory_page``: only this directory (and its translations); default: all of them. The
    language the directory was written in comes first; each translation of the directory gets
    copies. Titles follow the records unless an editor wrote another; addresses always follow.
    Pages of municipalities that have ended stay: they lead to the successor's page. A page that
    an editor unpublished stays unpublished. Safe to run again; one transaction a directory.
    """
    done = EnsuredPages()
    directories = _directory_model().objects.select_related("locale", "area")
    if directory_page is not None:
        directories = directories.filter(translation_key=directory_page.translation_key)
    versions: dict = {}
    for directory in directories.filter(alias_of__isnull=True).order_by("pk"):
        versions.setdefault(directory.translation_key, []).append(directory)
    for source, *translations in versions.values():
        with transaction.atomic():
            _fill(source, done)
            for translated in translations:
                _fill_translation(source, translated, done)
    return done


def _fill(directory: Page, done: EnsuredPages) -> None:
    existing = _pages_below(directory)
    covered = coverage_of(directory.area)
    with translation.override(directory.locale.language_code):
        for area in covered.municipalities:
            page = existing.pop(area.pk, None)
            if page is None:
                page = _model()(
                    title=area.name,
                    record_title=area.name,
                    slug=_free_slug(directory, area),
                    area=area,
                    locale=directory.locale,
                )
                directory.add_child(instance=page)
                page.save_revision().publish()
                done.created.append(page)
            elif _follow(page, area, directory):
                done.changed.append(page)


def _fill_translation(source: Page, translated: Page, done: EnsuredPages) -> None:
    existing = _pages_below(translated)
    with translation.override(translated.locale.language_code):
        for page in _pages_below(source).values():
            area = page.area
            own = existing.get(area.pk)
            if not area.is_current():
                continue
            if own is None:
                own = page.copy_for_translation(translated.locale)
                own.title = own.draft_title = own.record_title = area.name
                own.slug = _free_slug(translated, area, but=own.pk)
                own.save_revision().publish()
                done.created.append(own)
            elif _follow(own, area, translated):
                done.changed.append(own)


def _follow(page: Page, area: Area, directory: Page) -> bool:
    """Bring title and address up to date; an editor's unpublished draft stays a draft."""
    changes = {}
    if page.title == page.record_title and page.title != area.name:
        changes = {"title": area.name, "record_title": area.name}
    if page.slug != area.slug:
        slug = _free_slug(directory, area, but=page.pk)
        if page.slug != slug:
            changes["slug"] = slug
    if not changes or page.alias_of_id:
        return False
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    for name, value in changes.items():
        setattr(page, name, value)
    if page.live:
        page.save_revision(clean=False).publish()
    else:
        page.save(clean=False)
    if draft is not None:
        for name, value in changes.items():
            setattr(draft, name, value)
        draft.save_revision(clean=False)
    return True


def _free_slug(directory: Page, area: Area, but: int | None = None) -> str:
    """The area's own ending of the address; its code is added where a sibling has it."""
    siblings = directory.get_children().filter(slug=area.slug).exclude(pk=but)
    return f"{area.slug}-{area.code}" if siblings.exists() else area.slug


def _pages_below(directory: Page) -> dict[int, Page]:
    pages: Iterable = _model().objects.child_of(directory).select_related("area", "locale")
    return {page.area_id: page for page in pages}


def _model():
    return apps.get_model("soskes_sections", "MunicipalityPage")


def _directory_model():
    return apps.get_model("soskes_sections", "MunicipalityDirectoryPage")
