"""For whose members somebody cares: a contact person for those of the own organisation and of all
below it, administrators for all."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation
from soskes_wagtail.directory_snippets.services.invitations import CONTACTS_ROLES
from soskes_wagtail.directory_snippets.services.ownership import with_everything_below


def cared_for_ids(user) -> frozenset[int]:
    """Ids of the organisations whose members a user invites and ends as a contact person.

    One query and one per level of the tree, once per user object (a request makes its own).
    """
    if not user.is_authenticated:
        return frozenset()
    known = getattr(user, "_soskes_cared_for", None)
    if known is None:
        own = Membership.objects.active().filter(user=user, is_contact=True)
        known = with_everything_below(own.values_list("organisation_id", flat=True))
        user._soskes_cared_for = known
    return known


def cares(viewer: Viewer) -> bool:
    return viewer.is_admin or bool(cared_for_ids(viewer.user))


def places_of(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations that somebody may choose between: for a contact person the own ones, for an
    administrator those with a licence that has not ended."""
    if viewer.is_admin:
        today = timezone.localdate()
        licences = Licence.objects.filter(Q(valid_until=None) | Q(valid_until__gte=today))
        return Organisation.objects.filter(pk__in=licences.order_by().values("organisation_id"))
    own = Membership.objects.active().filter(user=viewer.user, is_contact=True)
    return Organisation.objects.filter(pk__in=own.order_by().values("organisation_id"))


def in_care(viewer: Viewer, queryset: QuerySet) -> QuerySet:
    """The memberships, invitations or requests that somebody may decide about."""
    if viewer.is_admin:
        return queryset
    if not viewer.is_authenticated:
        return queryset.none()
    return queryset.filter(organisation__in=cared_for_ids(viewer.user))


def members_in_care(viewer: Viewer) -> QuerySet[Membership]:
    """Memberships that somebody may end or confirm: never the own ones, and for a contact person
    none of roles that only administrators give."""
    rows = in_care(viewer, Membership.objects.exclude(user=viewer.user))
    return rows if viewer.is_admin else rows.filter(role__in=CONTACTS_ROLES)


def not_seen_since(memberships: QuerySet[Membership], day) -> QuerySet[Membership]:
    """Those of people who have not signed in, and whom nobody has confirmed, since a day."""
    silent = Q(user__last_login__isnull=True) | Q(user__last_login__date__lt=day)
    unconfirmed = Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=day)
    return memberships.filter(silent, unconfirmed, valid_from__lt=day)
