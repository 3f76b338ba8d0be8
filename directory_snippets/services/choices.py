"""Which rows somebody may pick in the admin."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, QuerySet

from soskes_wagtail.access import visible_to
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import Area, Service
from soskes_wagtail.directory_snippets.policies import policy_for


def choosable(user, queryset: QuerySet) -> QuerySet:
    """Rows of the directory that a user may point to: those to be seen, and those to be edited
    (a draft, for example, is hidden from readers but not from its editor)."""
    own = policy_for(queryset.model).instances_user_has_any_permission_for(
        user, ["add", "change", "delete"]
    )
    visible = visible_to(user, queryset.model._default_manager.all())
    return queryset.filter(
        Q(pk__in=visible.order_by().values("pk")) | Q(pk__in=own.order_by().values("pk"))
    )


def network_areas(chosen: Iterable[int] = ()) -> QuerySet:
    """The wellbeing services county of the network and its municipalities in force, county
    first, with those ``chosen`` already. All areas in force when the county is unknown."""
    county = Area.objects.filter(
        kind=Area.Kind.WELLBEING_COUNTY, code=app_settings.WELLBEING_COUNTY
    ).first()
    rows = Area.objects.current()
    if county:
        rows = rows.filter(Q(pk=county.pk) | Q(wellbeing_county=county))
    wanted = Q(pk__in=rows.order_by().values("pk")) | Q(pk__in=list(chosen))
    # "wellbeing_county" and "region" sort after "municipality".
    return Area.objects.filter(wanted).order_by("-kind", "name_fi", "pk")


def linkable_services(user, chosen: Iterable[int] = ()) -> QuerySet:
    """Services that a record may point to: those ``choosable`` in the language they are written
    in first (their translations follow by themselves), with those ``chosen`` already."""
    rows = Service.objects.filter(locale__language_code=settings.LANGUAGE_CODE[:2])
    if user is not None:
        rows = choosable(user, rows)
    return Service.objects.filter(Q(pk__in=rows.order_by().values("pk")) | Q(pk__in=list(chosen)))
