"""The rows that a viewer gets, in one language; every other module here takes its rows from it.

Whatever the viewer may not see, is not in force, or was withdrawn is neither listed nor linked:
relations to such a record read as none.
"""

import uuid
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Locale

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.hsds.ids import service_id
from soskes_wagtail.directory_snippets.models import (
    Contact,
    Organisation,
    Service,
    ServiceChannel,
    ServiceOffering,
    Unit,
)
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES
from soskes_wagtail.directory_snippets.services.reach import with_own_area


class Directory:
    """``language``: fi, sv or en; what is missing in it falls back to Finnish, Swedish, English."""

    def __init__(self, viewer: Viewer, language: str):
        self.viewer = viewer
        self.language = language

    def organizations(self) -> QuerySet[Organisation]:
        rows = self._organizations()
        return rows.prefetch_related(Prefetch("parent", self._organizations())).order_by("pk")

    def units(self) -> QuerySet[Unit]:
        organisations = self._organizations().select_related("area__region")
        return (
            self._units()
            .select_related("area__region")
            .prefetch_related(Prefetch("organisation", organisations))
            .order_by("pk")
        )

    def contacts(self) -> QuerySet[Contact]:
        return visible_to(self.viewer, Contact.objects.current()).order_by("role_title_fi", "pk")

    def channels(self) -> QuerySet[ServiceChannel]:
        rows = visible_to(self.viewer, ServiceChannel.objects.current())
        return rows.filter(organisation__in=self._organizations().values("pk")).order_by("pk")

    def services(self) -> QuerySet[Service]:
        """One row for each service: that of the language, else of the next that is published.

        Rows carry ``any_ptv_id``, the PTV identifier of any of the versions.
        """
        return (
            self._seen_services.filter(self._best_version)
            .annotate(any_ptv_id=_any_ptv_id("translation_key", "ptv_id"))
            .prefetch_related(Prefetch("organisation", self._organizations()))
            .order_by("translation_key")
        )

    def versions(self) -> QuerySet[Service]:
        """Services in all languages."""
        return self._seen_services.select_related("locale")

    def offerings(self) -> QuerySet[ServiceOffering]:
        """Who offers a service, at a service point or not; rows carry ``own_area``,
        ``service_key`` and ``any_ptv_id`` (of the service)."""
        rows = visible_to(self.viewer, with_own_area(ServiceOffering.objects.current()))
        return (
            rows.filter(
                Q(organisation__isnull=True)
                | Q(organisation__in=self._organizations().values("pk")),
            )
            .annotate(
                service_key=Subquery(
                    Service.objects.filter(pk=OuterRef("service_id")).values("translation_key")[:1]
                ),
                any_ptv_id=_any_ptv_id("service__translation_key", "service__ptv_id"),
            )
            .prefetch_related(Prefetch("organisation", self._organizations()))
            .order_by("pk")
        )

    def offerings_at_units(self) -> QuerySet[ServiceOffering]:
        """Offerings at a service point that the viewer may see."""
        return self.offerings().filter(unit__in=self._units().values("pk"))

    def find_service(self, wanted: uuid.UUID) -> Service | None:
        keys = Service.objects.filter(Q(ptv_id=wanted) | Q(translation_key=wanted))
        for row in self.services().filter(translation_key__in=keys.values("translation_key")):
            if service_id(row.any_ptv_id, row.translation_key) == str(wanted):
                return row
        return None

    def _organizations(self) -> QuerySet[Organisation]:
        return visible_to(self.viewer, Organisation.objects.current())

    def _units(self) -> QuerySet[Unit]:
        return visible_to(self.viewer, Unit.objects.current())

    @property
    def _seen_services(self) -> QuerySet[Service]:
        return visible_to(self.viewer, Service.objects.all())

    @cached_property
    def _best_version(self) -> Q:
        order = {code: n for n, code in enumerate((self.language, *FALLBACK_LANGUAGES), start=-9)}
        order[self.language] = -10
        locales = sorted(
            Locale.objects.values_list("language_code", "pk"),
            key=lambda row: (order.get(row[0][:2], 0), row),
        )
        found, better = Q(pk__in=[]), []
        for _code, pk in locales:
            there = self._seen_services.filter(
                translation_key=OuterRef("translation_key"), locale_id__in=tuple(better)
            )
            found |= Q(locale_id=pk) & ~Exists(there) if better else Q(locale_id=pk)
            better.append(pk)
        return found


def _any_ptv_id(key: str, own: str) -> Coalesce:
    others = Service.objects.filter(translation_key=OuterRef(key), ptv_id__isnull=False)
    return Coalesce(own, Subquery(others.order_by("pk").values("ptv_id")[:1]))
