"""What the directory holds already, read once in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.apps import apps
from wagtail.models import Locale

from soskes_wagtail.directory_snippets.models import (
    Organisation,
    Service,
    ServiceChannel,
    ServiceClass,
    ServiceOffering,
    Statute,
    TargetGroup,
    Unit,
)
from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES
from soskes_wagtail.directory_snippets.ptv.references import AreaIndex, ConceptIndex


@dataclass(slots=True)
class Known:
    """A row that is there: its id, what it was made of, and whether it is withdrawn."""

    pk: int
    source_hash: str
    withdrawn: bool
    organisation_id: int | None = None


@dataclass(slots=True)
class KnownService:
    """A language version of a service."""

    pk: int
    ptv_id: UUID | None
    locale_id: int
    translation_key: UUID
    source_hash: str
    withdrawn: bool


@dataclass(slots=True)
class KnownOffering:
    pk: int
    service_pk: int
    organisation_id: int | None
    unit_id: int | None
    role: str
    source_hash: str

    @property
    def key(self) -> tuple[int | None, int | None, str]:
        return self.organisation_id, self.unit_id, self.role


@dataclass
class Lookups:
    """Maps from PTV's identifiers and from codes to the rows that are there."""

    organizations: dict[UUID, Known] = field(default_factory=dict)
    #: Whose a code is: the id of a row, or the identifier of an item that is yet to be written.
    business_ids: dict[str, int | UUID] = field(default_factory=dict)
    organization_oids: dict[str, int | UUID] = field(default_factory=dict)
    wellbeing_counties: set[int] = field(default_factory=set)
    organization_ptv_ids: dict[int, UUID | None] = field(default_factory=dict)
    organization_parents: dict[int, int | None] = field(default_factory=dict)
    units: dict[UUID, Known] = field(default_factory=dict)
    unit_oids: dict[str, int | UUID] = field(default_factory=dict)
    channels: dict[UUID, Known] = field(default_factory=dict)
    services: dict[UUID, list[KnownService]] = field(default_factory=lambda: defaultdict(list))
    offerings: dict[UUID, list[KnownOffering]] = field(default_factory=lambda: defaultdict(list))
    unit_offerings: dict[int, list[tuple[UUID, KnownOffering]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    channel_links: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    service_links: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    service_ids: dict[int, UUID] = field(default_factory=dict)
    translated: set[tuple[UUID, int]] = field(default_factory=set)
    statutes: dict[tuple[int, str], int] = field(default_factory=dict)
    locales: dict[str, int] = field(default_factory=dict)

    def __post_init__(self):
        self.areas = AreaIndex()
        self.classes = ConceptIndex(ServiceClass)
        self.target_groups = ConceptIndex(TargetGroup)
        for year, number, pk in Statute.objects.values_list("year", "number", "pk"):
            self.statutes[year, number] = pk
        self.locales = _locales()
        self._read_organizations()
        self._read_channels()
        self._read_services()

    def source_row(self, ptv_id: UUID) -> KnownService | None:
        """The row of a service that connections hang on: Finnish, else Swedish, else English."""
        ranks = {pk: rank for rank, pk in enumerate(self.locales.values())}
        rows = [row for row in self.services.get(ptv_id, ()) if row.ptv_id == ptv_id]
        return min(rows, key=lambda r: (ranks.get(r.locale_id, len(ranks)), r.pk), default=None)

    def pretend(self) -> None:
        """Make no areas and classes from now on: nothing is to be written."""
        for index in (self.areas, self.classes, self.target_groups):
            index.pretends = True

    def forget_new_references(self) -> None:
        """Areas and classes made in a transaction that was rolled back are not there."""
        for index in (self.areas, self.classes, self.target_groups):
            index.forget_new()

    def keep_new_references(self) -> None:
        for index in (self.areas, self.classes, self.target_groups):
            index.keep_new()

    def _read_organizations(self) -> None:
        columns = (
            "pk",
            "ptv_id",
            "source_hash",
            "withdrawn_at",
            "business_id",
            "oid",
            "parent_id",
            "type",
        )
        for (
            pk,
            ptv_id,
            source_hash,
            withdrawn_at,
            business_id,
            oid,
            parent_id,
            kind,
        ) in Organisation.objects.values_list(*columns):
            if ptv_id:
                self.organizations[ptv_id] = Known(pk, source_hash, withdrawn_at is not None)
            if business_id:
                self.business_ids[business_id] = pk
            if oid:
                self.organization_oids[oid] = pk
            if kind == Organisation.Type.WELLBEING_COUNTY:
                self.wellbeing_counties.add(pk)
            self.organization_ptv_ids[pk] = ptv_id
            self.organization_parents[pk] = parent_id

    def _read_channels(self) -> None:
        columns = ("pk", "ptv_id", "source_hash", "withdrawn_at", "organisation_id")
        for model, known in ((Unit, self.units), (ServiceChannel, self.channels)):
            for pk, ptv_id, source_hash, withdrawn_at, organisation_id in model.objects.filter(
                ptv_id__isnull=False
            ).values_list(*columns):
                known[ptv_id] = Known(pk, source_hash, withdrawn_at is not None, organisation_id)
        self.unit_oids = dict(Unit.objects.filter(oid__isnull=False).values_list("oid", "pk"))

    def _read_services(self) -> None:
        columns = ("pk", "ptv_id", "locale_id", "translation_key", "source_hash", "withdrawn_at")
        rows = [
            KnownService(*values[:5], withdrawn=values[5] is not None)
            for values in Service.objects.values_list(*columns)
        ]
        by_key = {row.translation_key: row.ptv_id for row in rows if row.ptv_id}
        for row in rows:
            # A version that was written here belongs to the service too, by its key.
            if ptv_id := row.ptv_id or by_key.get(row.translation_key):
                self.services[ptv_id].append(row)
                self.service_ids[row.pk] = ptv_id
        columns = ("pk", "service_id", "organisation_id", "unit_id", "role", "source_hash")
        for values in ServiceOffering.objects.values_list(*columns):
            offering = KnownOffering(*values)
            if ptv_id := self.service_ids.get(offering.service_pk):
                self.offerings[ptv_id].append(offering)
                self.unit_offerings[offering.unit_id].append((ptv_id, offering))
        for channel_id, service_id in ServiceChannel.services.through.objects.filter(
            servicechannel__ptv_id__isnull=False, service__ptv_id__isnull=False
        ).values_list("servicechannel_id", "service_id"):
            self.channel_links[channel_id].add(service_id)
            self.service_links[service_id].add(channel_id)
        self.translated = _translated()


def _locales() -> dict[str, int]:
    """Our languages to locales of the site, in our order; ``en`` finds ``en-gb`` too."""
    found = {}
    rows = [(code.lower(), pk) for code, pk in Locale.objects.values_list("language_code", "pk")]
    for language in LANGUAGES:
        for code, pk in sorted(rows, key=lambda row: row[0] != language):
            if code.split("-")[0] == language:
                found.setdefault(language, pk)
    return found


def _translated() -> set[tuple[UUID, int]]:
    """Services (by key) and locales that wagtail-localize keeps a translation in."""
    if not apps.is_installed("wagtail_localize"):
        return set()
    from wagtail_localize.models import Translation

    return set(
        Translation.objects.filter(
            enabled=True,
            source__specific_content_type__app_label=Service._meta.app_label,
            source__specific_content_type__model=Service._meta.model_name,
        ).values_list("source__object_id", "target_locale_id")
    )
