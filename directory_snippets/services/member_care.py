"""For whose members a contact person cares: the own organisation and all below it."""

from soskes_wagtail.directory_snippets.models import Membership
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
