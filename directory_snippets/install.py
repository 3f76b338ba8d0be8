"""The directory's share of ``soskes_install``: the region's official facts."""

from django.contrib.contenttypes.models import ContentType
from django.utils.dateparse import parse_date

from soskes_wagtail.directory_snippets.models import (
    Area,
    Contact,
    Expertise,
    Invitation,
    JoinRequest,
    Licence,
    Membership,
    Merger,
    NetworkRole,
    Organisation,
    Profile,
    Service,
    ServiceChannel,
    ServiceClass,
    ServiceOffering,
    Statute,
    TableUpload,
    TargetGroup,
    Unit,
)
from soskes_wagtail.directory_snippets.services.permissions import role_permissions
from soskes_wagtail.fixtures.loader import load
from soskes_wagtail.install import InstallContext, InstallStep, register_step
from soskes_wagtail.install.roles import register_role_permissions

#: Deleted in this order, since rows protect those that they point to.
MODELS = [
    Merger,
    TableUpload,
    Profile,
    Expertise,
    NetworkRole,
    JoinRequest,
    Invitation,
    Membership,
    Licence,
    Contact,
    ServiceOffering,
    ServiceChannel,
    Service,
    Unit,
    Organisation,
    Statute,
    ServiceClass,
    TargetGroup,
    Area,
]
SELF_LINKS = ("parent", "successor", "region", "wellbeing_county")


def register() -> None:
    register_step(InstallStep("directory", 20, install, uninstall))
    register_role_permissions(role_permissions)


def install(context: InstallContext) -> None:
    """Make the missing areas, classes, statutes and organisations; leave what is there."""
    _install_areas(context)
    for model, name in ((ServiceClass, "service_classes"), (TargetGroup, "target_groups")):
        for row in load(name):
            _ensure(
                context,
                model,
                {"code": row["code"]},
                {
                    **_names(row),
                    "uri": row["uri"],
                    "sort_order": row["order"],
                    "parent": model.objects.filter(code=row["parent"]).first(),
                },
            )
    _install_network_roles(context)
    _install_statutes(context)
    _install_organisations(context)


def uninstall(context: InstallContext) -> None:
    """Remove every record of the directory, whoever made it."""
    for model in MODELS:
        names = {field.name for field in model._meta.get_fields()}
        links = {name: None for name in SELF_LINKS if name in names}
        if links:
            model.objects.update(**links)
        context.remove(model.objects.all())
    # The host's log keeps nothing of records that are gone.
    _remove_log_entries()


def _remove_log_entries() -> None:
    from wagtail.models import ModelLogEntry

    types = ContentType.objects.filter(app_label="soskes_directory")
    ModelLogEntry.objects.filter(content_type__in=types).delete()


def _names(row: dict) -> dict:
    return {name: row[name] for name in ("name_fi", "name_sv", "name_en")}


def _ensure(context: InstallContext, model, key: dict, values: dict):
    obj, created = model.objects.get_or_create(**key, defaults=values)
    if created:
        context.created[str(model._meta.verbose_name_plural)] += 1
    else:
        context.found(obj)
    return obj, created


def _install_areas(context: InstallContext) -> None:
    rows, made = load("areas"), []
    for row in rows:
        values = {
            **_names(row),
            "slug": row["slug"],
            "valid_from": _date(row["valid_from"]),
            "valid_to": _date(row["valid_to"]),
            "population": row["population"],
            "population_date": _date(row["population_date"]),
            "tile_row": row["tile_row"],
            "tile_column": row["tile_column"],
        }
        area, created = _ensure(context, Area, {"kind": row["kind"], "code": row["code"]}, values)
        if created:
            made.append((area, row))
    # Links come second: a municipality may be succeeded by one that stands later in the file.
    for area, row in made:
        area.region = _area(Area.Kind.REGION, row["region"])
        area.wellbeing_county = _area(Area.Kind.WELLBEING_COUNTY, row["wellbeing_county"])
        area.successor = _area(row["kind"], row["successor"])
        area.save()


def _install_network_roles(context: InstallContext) -> None:
    """Once: they have no official code, and administrators may have renamed or deleted some."""
    if NetworkRole.objects.exists():
        context.existing[str(NetworkRole._meta.verbose_name_plural)] += NetworkRole.objects.count()
        return
    for row in load("network_roles"):
        NetworkRole.objects.create(sort_order=row.pop("order"), **row)
        context.created[str(NetworkRole._meta.verbose_name_plural)] += 1


def _install_statutes(context: InstallContext) -> None:
    made = []
    for row in load("statutes"):
        values = {
            name: row[name]
            for name in (
                "title_fi",
                "title_sv",
                "title_en",
                "short_name_fi",
                "short_name_sv",
                "abbreviation",
                "in_force",
            )
        }
        values |= {name: _date(row[name]) for name in ("valid_from", "valid_to")}
        key = {"number": row["number"], "year": row["year"]}
        statute, created = _ensure(context, Statute, key, values)
        if created and row["superseded_by"]:
            made.append((statute, row["superseded_by"]))
    for statute, citation in made:
        number, year = citation.split("/")
        statute.successor = Statute.objects.filter(number=number, year=year).first()
        statute.save()


def _install_organisations(context: InstallContext) -> None:
    for row in load("organisations"):
        area = _area(row["area_kind"], row["area_code"])
        values = {**_names(row), "business_id": row["business_id"], "oid": row["oid"]}
        if (
            row["business_id"]
            and Organisation.objects.filter(business_id=row["business_id"]).exists()
        ):
            context.existing[str(Organisation._meta.verbose_name_plural)] += 1
            continue
        _ensure(context, Organisation, {"type": row["type"], "area": area, "parent": None}, values)


def _area(kind: str, code: str | None) -> Area | None:
    return Area.objects.filter(kind=kind, code=code).first() if code else None


def _date(value: str | None):
    return parse_date(value) if value else None
