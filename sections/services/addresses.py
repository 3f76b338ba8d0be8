"""Where on the site a record is shown."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Locale

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.services.classes import ClassTree
from soskes_wagtail.search_sources import SearchRequest


@dataclass(frozen=True)
class Addresses:
    """URLs for one viewer and language; empty where there is no page that they may open.

    ``municipalities``: by id of the area; ``sections``: by id of the service class, classes below
    included; ``directory``: the municipal directory.
    """

    municipalities: dict[int, str]
    sections: dict[int, str]
    directory: str

    @classmethod
    def load(cls, viewer: Viewer, language: str, request: HttpRequest | None = None) -> "Addresses":
        """Four queries, whatever the number of pages."""
        from soskes_wagtail.sections.models import (
            MunicipalityDirectoryPage,
            MunicipalityPage,
            ServiceSectionPage,
        )

        def shown(model):
            return visible_to(viewer, model.objects.filter(locale__language_code=language))

        tree = ClassTree.load()
        sections: dict[int, str] = {}
        pages = {page.pk: page for page in shown(ServiceSectionPage).order_by("-depth")}
        links = ServiceSectionPage.service_classes.through.objects.filter(
            servicesectionpage_id__in=pages
        ).values_list("servicesectionpage_id", "serviceclass_id")
        for page_id, class_id in links:
            for below in tree.below([class_id]):
                sections.setdefault(below, pages[page_id].get_url(request) or "")
        directory = shown(MunicipalityDirectoryPage).first()
        return cls(
            municipalities={
                page.area_id: page.get_url(request) or "" for page in shown(MunicipalityPage)
            },
            sections=sections,
            directory=(directory.get_url(request) or "") if directory else "",
        )

    @classmethod
    def shared(cls, viewer: Viewer, asked: SearchRequest) -> "Addresses":
        """Those of one search, loaded once for all kinds of results; where the reader's language
        has no directory, that of the default language."""
        if "addresses" not in asked.memo:
            found = cls.load(viewer, asked.language, asked.request)
            default = Locale.get_default().language_code
            if not found.directory and asked.language != default:
                found = cls.load(viewer, default, asked.request)
            asked.memo["addresses"] = found
        return asked.memo["addresses"]

    def of_areas(self, area_ids) -> str:
        """Page of the first area that has one, else the directory."""
        for area_id in area_ids:
            if self.municipalities.get(area_id):
                return self.municipalities[area_id]
        return self.directory

    def of_classes(self, class_ids) -> str:
        """Section of the first service class that has one; empty when none has."""
        return next((self.sections[pk] for pk in class_ids if self.sections.get(pk)), "")
