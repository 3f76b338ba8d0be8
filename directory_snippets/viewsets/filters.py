"""Filters that several lists share."""

import django_filters
from django.db.models import Case, Q, When
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from soskes_wagtail.directory_snippets.models import Organisation, ServiceClass
from soskes_wagtail.directory_snippets.services.choices import choosable, network_areas
from soskes_wagtail.directory_snippets.services.coverage import name_order
from soskes_wagtail.directory_snippets.services.ownership import with_everything_below

IN_FORCE, ENDED, COMING = "current", "ended", "coming"


#: As many organisations stand in a select; a page with thousands of them takes seconds.
MOST_ORGANISATIONS = 400


def _organisations(request):
    """For a select: those the user may see, in force or not."""
    return choosable(request.user, Organisation.objects.all())


class _FewOrganisations(ModelChoiceIterator):
    """What the select shows: where there are too many, those first that others are a part of. A
    link may name any; others are found with the search field, which knows their names."""

    def __iter__(self):
        yield "", self.field.empty_label
        # A set that is made once; asked row by row, a database may look through all for each.
        above = Organisation.objects.filter(parent__isnull=False).order_by().values("parent_id")
        has_below = Case(When(pk__in=above, then=0), default=1)
        found = self.queryset.order_by(has_below, "name_fi")[:MOST_ORGANISATIONS]
        for row in sorted(found, key=lambda row: (name_order(row.name), row.pk)):
            yield self.choice(row)


class OrganisationField(django_filters.fields.ModelChoiceField):
    iterator = _FewOrganisations


class StateFilter(django_filters.ChoiceFilter):
    """In force, ended, not yet in force; for models with ``valid_from`` and ``valid_to``."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("In force"))
        kwargs.setdefault("empty_label", _("All"))
        kwargs["choices"] = [
            (IN_FORCE, _("In force")),
            (ENDED, _("Ended")),
            (COMING, _("Not yet in force")),
        ]
        super().__init__(**kwargs)

    def filter(self, qs, value):
        today = timezone.localdate()
        has_flag = any(field.name == "in_force" for field in qs.model._meta.fields)
        ended = Q(valid_to__lt=today) | (Q(in_force=False) if has_flag else Q())
        coming = Q(valid_from__gt=today)
        if value == ENDED:
            return qs.filter(ended)
        if value == COMING:
            return qs.filter(coming)
        if value == IN_FORCE:
            # exclude() would drop rows without dates: NULL is neither before nor after today.
            open_end = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
            open_start = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
            flag = Q(in_force=True) if has_flag else Q()
            return qs.filter(open_end, open_start, flag)
        return qs


class OrganisationFilter(django_filters.ModelChoiceFilter):
    """By organisation, with everything below it."""

    field_class = OrganisationField

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Organisation"))
        super().__init__(queryset=_organisations, empty_label=_("All"), **kwargs)

    def filter(self, qs, organisation):
        if organisation is None:
            return qs
        return qs.filter(**{f"{self.field_name}__in": with_everything_below([organisation.pk])})


class BelowFilter(OrganisationFilter):
    """Organisations by what they are part of, at any depth."""

    def __init__(self, **kwargs):
        super().__init__(field_name="pk", **kwargs)


class PlaceFilter(django_filters.ModelChoiceFilter):
    """By the area that a row names itself."""

    def __init__(self, **kwargs):
        super().__init__(queryset=lambda request: network_areas(), empty_label=_("All"), **kwargs)


class CoverageFilter(django_filters.ModelChoiceFilter):
    """By area served. Rows without areas serve the area of their organisation, and a county
    serves its municipalities."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Area served"))
        super().__init__(queryset=lambda request: network_areas(), empty_label=_("All"), **kwargs)

    def filter(self, qs, area):
        if area is None:
            return qs
        covering = area.covering_ids
        named = qs.model.objects.filter(areas__in=covering).values("pk")
        whole = Q(areas__isnull=True, organisation__area__in=covering)
        return qs.filter(Q(pk__in=named) | whole)


class ClassFilter(django_filters.ModelChoiceFilter):
    """By service class; a main class includes the classes under it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Service class"))
        kwargs.setdefault("field_name", "service_classes")
        super().__init__(queryset=ServiceClass.objects.all(), empty_label=_("All"), **kwargs)

    def filter(self, qs, service_class):
        if service_class is None:
            return qs
        path = self.field_name
        wanted = Q(**{path: service_class}) | Q(**{f"{path}__parent": service_class})
        return qs.filter(pk__in=qs.model.objects.filter(wanted).values("pk"))


class KeptFilterSet(WagtailFilterSet):
    """Filters for rows that belong to an organisation."""

    organisation = OrganisationFilter(field_name="organisation")
