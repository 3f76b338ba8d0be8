"""Organisations: what to do with one, and the tree they form."""

from dataclasses import dataclass, replace
from hashlib import blake2b

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Organisation, OrganisationChannel
from soskes_wagtail.directory_snippets.ptv.changes import Change
from soskes_wagtail.directory_snippets.ptv.fitting import fitted
from soskes_wagtail.directory_snippets.ptv.lookups import Known, Lookups
from soskes_wagtail.directory_snippets.ptv.model import (
    LANGUAGES,
    MAPPING_VERSION,
    AreaRef,
    Kind,
    Organization,
)
from soskes_wagtail.directory_snippets.ptv.plan import Entry, Plan
from soskes_wagtail.directory_snippets.ptv.report import Outcome, Report
from soskes_wagtail.directory_snippets.ptv.rows import RowChange
from soskes_wagtail.directory_snippets.ptv.values import address, columns, contact_rows, named

#: ``source_hash`` is a fingerprint of the content, and then, of a record that gave no cause for a
#: warning, the trace of its raw item and a mark of what else it depends on.
_CONTENT, _TRACE = 32, 16


@dataclass
class OrganizationChange(Change):
    item: Organization
    mark: str
    row: RowChange
    area: AreaRef | None

    @property
    def rows(self) -> list[RowChange]:
        return [self.row]

    def prepare(self, lookups: Lookups) -> None:
        if self.area:
            self.row.values["area_id"] = lookups.areas.pk(self.area, self.item.warnings)

    def remember(self, lookups: Lookups) -> None:
        pk, item = self.row.pk, self.item
        lookups.organizations[item.id] = Known(pk, self.mark, withdrawn=False)
        lookups.organization_ptv_ids[pk] = item.id
        lookups.organization_parents.setdefault(pk, None)
        _claim(item, pk, lookups)

    def forget(self, lookups: Lookups) -> None:
        for holders in (lookups.business_ids, lookups.organization_oids):
            for code in [code for code, holder in holders.items() if holder == self.item.id]:
                del holders[code]
        if self.row.pk and lookups.organization_ptv_ids.get(self.row.pk) == self.item.id:
            known = lookups.organizations.get(self.item.id)
            lookups.organization_ptv_ids[self.row.pk] = self.item.id if known else None


def decide(
    item: Organization, trace: str, plan: Plan, lookups: Lookups
) -> tuple[Outcome, OrganizationChange | None]:
    """What becomes of the item, and what has to be written (None: nothing).

    Raises ValidationError when a value does not fit its column.
    """
    known = lookups.organizations.get(item.id)
    adopted = None if known else _find_local(item, lookups)
    pk = known.pk if known else adopted
    item = _without_taken_codes(item, pk, plan, lookups)
    areas = lookups.areas.usable([item.area] if item.area else [], item.warnings)
    content = item.fingerprint([(area.kind, area.code) for area in areas])[:_CONTENT]
    if known and known.source_hash[:_CONTENT] == content and not known.withdrawn:
        return Outcome.UNCHANGED, None
    values = _values(item)
    if pk in lookups.wellbeing_counties and item.type == Organisation.Type.JOINT_AUTHORITY:
        del values["type"]  # PTV has no type of its own for wellbeing services counties
    values = fitted(Organisation, values)
    # PTV often leaves the codes empty: what is known here stays. Both were checked when read.
    values |= {k: v for k, v in (("business_id", item.business_id), ("oid", item.oid)) if v}
    contacts = contact_rows(OrganisationChannel, item.contacts, item.warnings)
    mark = content
    if trace and not item.warnings and item.names.keys() <= set(LANGUAGES):
        mark += trace + _context(item, areas, plan)
    values["source_hash"] = mark
    row = RowChange(Organisation, pk, values, {OrganisationChannel: contacts})
    if adopted:
        lookups.organization_ptv_ids[adopted] = item.id
        item.warnings.append(
            _("It was joined with the organisation that was here with the same code.")
        )
    _claim(item, item.id, lookups)
    change = OrganizationChange(item, mark, row, areas[0] if areas else None)
    return Outcome.UPDATED if pk else Outcome.CREATED, change


def is_unchanged(entry: Entry, plan: Plan, lookups: Lookups) -> bool:
    """Whether an item that is word for word as before would also be written as before."""
    item = entry.brief
    known = lookups.organizations.get(item.id)
    if known is None or known.withdrawn:
        return False
    plan.codes.fill(item)
    item = _without_taken_codes(item, known.pk, plan, lookups)
    areas = lookups.areas.usable([item.area] if item.area else [], item.warnings)
    return known.source_hash[_CONTENT:] == entry.trace + _context(item, areas, plan)


def traces(lookups: Lookups) -> dict:
    """Traces of the raw items that the organisations here were made of, by identifier."""
    return {
        identifier: known.source_hash[_CONTENT : _CONTENT + _TRACE]
        for identifier, known in lookups.organizations.items()
        if len(known.source_hash) > _CONTENT
    }


def _context(item: Organization, areas: list[AreaRef], plan: Plan) -> str:
    depends_on = (
        MAPPING_VERSION,
        [(area.kind, area.code) for area in areas],
        item.business_id,
        item.oid,
        plan.codes.digest(),
    )
    return blake2b(repr(depends_on).encode(), digest_size=8).hexdigest()


def decide_parents(plan: Plan, lookups: Lookups, report: Report) -> dict[int, int | None]:
    """Parents to set, by id, after all organisations are there. Broken and circular links become
    none."""
    changed: dict[int, int | None] = {}
    circular = _circular(plan.parents)
    for identifier, parent_id in plan.parents.items():
        known = lookups.organizations.get(identifier)
        if known is None or (Kind.ORGANIZATION, identifier) not in report.outcomes:
            continue
        parent = lookups.organizations.get(parent_id) if parent_id else None
        if identifier in circular:
            report.warn(
                identifier, Kind.ORGANIZATION, _("It would be a part of itself: left without one.")
            )
            parent = None
        elif parent_id and parent is None:
            report.warn(
                identifier,
                Kind.ORGANIZATION,
                _("The organisation %(id)s it belongs to is not here.") % {"id": parent_id},
            )
        wanted = parent.pk if parent else None
        if _take_parent(identifier, known.pk, wanted, lookups, report):
            changed[known.pk] = lookups.organization_parents[known.pk]
    return changed


def _take_parent(identifier, pk, wanted, lookups: Lookups, report: Report) -> bool:
    """Note the parent that an organisation is to have; whether that is another than before."""
    current = lookups.organization_parents.get(pk)
    local = current is not None and lookups.organization_ptv_ids.get(current) is None
    if current == wanted or (wanted is None and local):
        return False
    step, seen = wanted, set()
    while step is not None and step not in seen:
        seen.add(step)
        step = lookups.organization_parents.get(step)
    if pk in seen:
        report.warn(
            identifier, Kind.ORGANIZATION, _("It would be a part of itself: left without one.")
        )
        wanted = None
        if current is None:
            return False
    lookups.organization_parents[pk] = wanted
    report.changed(Kind.ORGANIZATION, identifier)
    return True


def _circular(parents: dict) -> set:
    """Identifiers that come back to themselves on the way up; each is visited once."""
    circular, done = set(), set()
    for start in parents:
        path, on_path, step = [], set(), start
        while step is not None and step not in done and step not in on_path:
            path.append(step)
            on_path.add(step)
            step = parents.get(step)
        if step in on_path:
            circular.update(path[path.index(step) :])
        done.update(path)
    return circular


def _find_local(item: Organization, lookups: Lookups) -> int | None:
    """An organisation that was here before PTV: the same OID, or the same business ID when
    the item is no department."""
    candidates = [lookups.organization_oids.get(item.oid)]
    if item.parent_id is None:
        candidates.append(lookups.business_ids.get(item.business_id))
    for pk in candidates:
        # An id in place of a number: another item of this import has the code.
        if type(pk) is int and lookups.organization_ptv_ids.get(pk) is None:
            return pk
    return None


def _without_taken_codes(item, pk, plan: Plan, lookups: Lookups) -> Organization:
    """A code belongs to one organisation: departments that repeat it go without."""
    business_id, oid = item.business_id, item.oid
    holder = lookups.business_ids.get(business_id, pk)
    if business_id and (
        holder not in (pk, item.id) or plan.business_ids.get(business_id) != item.id
    ):
        if item.parent_id is None:
            item.warnings.append(
                _("The business ID %(value)s belongs to another organisation here.")
                % {"value": business_id}
            )
        business_id = None
    if oid and lookups.organization_oids.get(oid, pk) not in (pk, item.id):
        item.warnings.append(
            _("The OID code %(value)s belongs to another organisation here.") % {"value": oid}
        )
        oid = None
    return replace(item, business_id=business_id, oid=oid)


def _values(item: Organization) -> dict:
    values = {
        "ptv_id": item.id,
        "withdrawn_at": None,
        "type": item.type,
        **named(item.names),
        **columns("description", item.descriptions),
        **address(item.place, item.warnings),
    }
    return values


def _claim(item: Organization, holder, lookups: Lookups) -> None:
    """Note whose the codes are: a row's, or an item's that is yet to be written."""
    if item.business_id:
        lookups.business_ids[item.business_id] = holder
    if item.oid:
        lookups.organization_oids[item.oid] = holder
