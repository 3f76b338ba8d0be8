"""What docs/login.md tells a host to write: one adapter, and one receiver."""

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.directory_snippets.services.claims import (
    ClaimedMembership,
    MembershipAdapter,
    apply_claims,
)


class ByBusinessId(MembershipAdapter):
    """The municipality's directory gives the business ID of the employer and groups."""

    def memberships_from_claims(self, claims):
        employer = Organisation.objects.filter(business_id=claims.get("employer") or None).first()
        if employer is None or "soskes" not in claims.get("groups", ()):
            return []
        editor = "soskes-editors" in claims["groups"]
        return [ClaimedMembership(employer, RoleKey.MUNICIPAL_EDITOR if editor else RoleKey.READER)]


def signed_in(request, user, sociallogin=None, **kwargs):
    if sociallogin is None:
        return
    data = sociallogin.account.extra_data
    apply_claims(user, {**data.get("id_token", {}), **data.get("userinfo", {})})
