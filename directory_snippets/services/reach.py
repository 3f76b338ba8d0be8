"""Whom a record speaks for: its own areas, else those of its organisation, and client groups."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from soskes_wagtail.directory_snippets.models import Contact, TargetGroup


def with_own_area(queryset: QuerySet) -> QuerySet:
    """Annotates ``own_area``: the area that holds where a contact or offering names none.

    It is the area of the organisation, or of the one that the organisation is a part of.
    """
    return queryset.annotate(
        own_area=Coalesce(
            "organisation__area_id",
            "organisation__parent__area_id",
            "organisation__parent__parent__area_id",
        )
    )


def reaching(queryset: QuerySet, area_ids: Iterable[int]) -> QuerySet:
    """Contacts, offerings or service channels that serve one of the areas.

    For a municipality pass its ``covering_ids``: what serves the whole county serves it too.
    A row without areas whose organisation has none either is bound to no area and serves all.
    """
    ids = list(area_ids)
    model = queryset.model
    areas = model.areas.through.objects.filter(**{f"{model._meta.model_name}_id": OuterRef("pk")})
    found = Exists(areas.filter(area_id__in=ids)) | (
        ~Exists(areas) & (Q(own_area__in=ids) | Q(own_area__isnull=True))
    )
    if any(field.name == "whole_country" for field in model._meta.fields):
        found |= Q(whole_country=True)
    return with_own_area(queryset).filter(found)


def serving(contacts: QuerySet, group: TargetGroup) -> QuerySet:
    """Contacts that serve a client group: those that name it, the group around it or one within
    it, and those that name none, who serve all clients."""
    named = Contact.client_groups.through.objects.filter(contact_id=OuterRef("pk"))
    related = Q(targetgroup=group.pk) | Q(targetgroup__parent=group.pk)
    if group.parent_id:
        related |= Q(targetgroup=group.parent_id)
    return contacts.filter(~Exists(named) | Exists(named.filter(related)))


def answering(contacts: QuerySet, class_ids: QuerySet) -> QuerySet:
    """Contacts of service classes (ids as a subquery), and duty lines that name no class, which
    answer in every matter."""
    named = Contact.service_classes.through.objects.filter(contact_id=OuterRef("pk"))
    in_classes = Exists(named.filter(serviceclass_id__in=class_ids))
    return contacts.filter(in_classes | (Q(is_duty_line=True) & ~Exists(named)))
