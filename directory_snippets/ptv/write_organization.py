"""Organisations: what to do with one, and the tree they form."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Organisation, OrganisationChannel
from soskes_wagtail.directory_snippets.ptv.lookups import Known, Lookups
from soskes_wagtail.directory_snippets.ptv.model import Kind, Organization
from soskes_wagtail.directory_snippets.ptv.plan import Plan
from soskes_wagtail.directory_snippets.ptv.report import Outcome, Report
from soskes_wagtail.directory_snippets.ptv.rows import save_row
from soskes_wagtail.directory_snippets.ptv.values import address, columns, contact_rows, named

Decision = tuple[Outcome, Callable[[], None] | None]


def decide(item: Organization, plan: Plan, lookups: Lookups) -> Decision:
    """What becomes of the item, and the function that writes it (None: nothing to write)."""
    known = lookups.organizations.get(item.id)
    adopted = None if known else _find_local(item, lookups)
    item = _without_taken_codes(item, known.pk if known else adopted, plan, lookups)
    areas = lookups.areas.usable([item.area] if item.area else [], item.warnings)
    mark = item.fingerprint([(area.kind, area.code) for area in areas])
    if known and known.source_hash == mark and not known.withdrawn:
        return Outcome.UNCHANGED, None

    def write() -> None:
        pk = known.pk if known else adopted
        values = _values(item, mark)
        if areas:
            values["area_id"] = lookups.areas.pk(areas[0], item.warnings)
        if pk and _is_wellbeing_county(pk) and item.type == Organisation.Type.JOINT_AUTHORITY:
            del values["type"]  # PTV has no type of its own for wellbeing services counties
        contacts = contact_rows(OrganisationChannel, item.contacts, item.warnings)
        row = save_row(Organisation, pk, values, {OrganisationChannel: contacts})
        _remember(row, mark, lookups)

    if adopted:
        item.warnings.append(
            _("It was joined with the organisation that was here with the same code.")
        )
    return Outcome.UPDATED if known or adopted else Outcome.CREATED, write


def write_parents(plan: Plan, lookups: Lookups, report: Report) -> None:
    """Set the tree, after all organisations are there. Broken and circular links become none."""
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
        _write_parent(identifier, known.pk, parent.pk if parent else None, lookups, report)


def _write_parent(identifier, pk, wanted, lookups: Lookups, report: Report) -> None:
    current = lookups.organization_parents.get(pk)
    local = current is not None and lookups.organization_ptv_ids.get(current) is None
    if current == wanted or (wanted is None and local):
        return
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
            return
    row = Organisation.objects.get(pk=pk)
    row.parent_id = wanted
    row.save(update_fields=["parent"])
    lookups.organization_parents[pk] = wanted
    report.changed(Kind.ORGANIZATION, identifier)


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
        if pk and lookups.organization_ptv_ids.get(pk) is None:
            return pk
    return None


def _without_taken_codes(item, pk, plan: Plan, lookups: Lookups) -> Organization:
    """A code belongs to one organisation: departments that repeat it go without."""
    business_id, oid = item.business_id, item.oid
    holder = lookups.business_ids.get(business_id, pk)
    if business_id and (holder != pk or plan.business_ids.get(business_id) != item.id):
        if item.parent_id is None:
            item.warnings.append(
                _("The business ID %(value)s belongs to another organisation here.")
                % {"value": business_id}
            )
        business_id = None
    if oid and lookups.organization_oids.get(oid, pk) != pk:
        item.warnings.append(
            _("The OID code %(value)s belongs to another organisation here.") % {"value": oid}
        )
        oid = None
    return replace(item, business_id=business_id, oid=oid)


def _values(item: Organization, mark: str) -> dict:
    values = {
        "ptv_id": item.id,
        "source_hash": mark,
        "withdrawn_at": None,
        "type": item.type,
        **named(item.names),
        **columns("description", item.descriptions),
        **address(item.place, item.warnings),
    }
    # PTV often leaves the codes empty: what is known here stays.
    values |= {k: v for k, v in (("business_id", item.business_id), ("oid", item.oid)) if v}
    return values


def _is_wellbeing_county(pk: int) -> bool:
    county = Organisation.Type.WELLBEING_COUNTY
    return Organisation.objects.filter(pk=pk, type=county).exists()


def _remember(row: Organisation, mark: str, lookups: Lookups) -> None:
    lookups.organizations[row.ptv_id] = Known(row.pk, mark, withdrawn=False)
    lookups.organization_ptv_ids[row.pk] = row.ptv_id
    lookups.organization_parents.setdefault(row.pk, row.parent_id)
    if row.business_id:
        lookups.business_ids[row.business_id] = row.pk
    if row.oid:
        lookups.organization_oids[row.oid] = row.pk
