from django.db.models import QuerySet

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import Membership, Profile


def colleagues(viewer: Viewer, profile: Profile) -> QuerySet[Profile]:
    """Who may stand in for somebody: people of the same organisations, by name."""
    active = Membership.objects.active()
    own = active.filter(user=profile.user_id).values("organisation_id")
    users = active.filter(organisation__in=own).values("user_id")
    people = visible_to(viewer, Profile.objects.filter(user__in=users))
    return people.exclude(user=profile.user_id).order_by("name", "pk")
