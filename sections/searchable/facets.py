"""What people read of the values by which they narrow a search."""

from collections.abc import Mapping, Sequence

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.search_sources import SearchRequest, section_key


def area_labels(viewer: Viewer, codes: Sequence[str], asked: SearchRequest) -> Mapping[str, str]:
    areas = visible_to(viewer, Area.objects.municipalities().filter(code__in=codes))
    return {area.code: area.name for area in areas}


def section_labels(viewer: Viewer, keys: Sequence[str], asked: SearchRequest) -> Mapping[str, str]:
    """Titles of the section pages that the viewer may open, in their language if there are."""
    from soskes_wagtail.sections.models import ServiceSectionPage

    pages = visible_to(viewer, ServiceSectionPage.objects.select_related("locale"))
    found = sorted(
        pages.filter(translation_key__in=keys),
        key=lambda page: page.locale.language_code == asked.language,
    )
    return {section_key(page): page.title for page in found}


def tag_labels(viewer: Viewer, tags: Sequence[str], asked: SearchRequest) -> Mapping[str, str]:
    return {tag: tag for tag in tags}
