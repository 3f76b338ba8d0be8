"""Memberships out of what an organisation's own login says of a person (OpenID Connect claims).

A host names its adapter in ``SOSKES["MEMBERSHIP_ADAPTER"]`` and calls ``apply_claims`` when
somebody signs in: see docs/login.md.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.utils.module_loading import import_string

from soskes_wagtail.access import RoleKey
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import Membership, Organisation
from soskes_wagtail.directory_snippets.services.membership import end_membership, give_membership

logger = logging.getLogger(__name__)


class ClaimedMembership(NamedTuple):
    organisation: Organisation
    role: RoleKey = RoleKey.READER


class MembershipAdapter:
    """Says which memberships somebody has by the claims of their login. Subclass it."""

    def memberships_from_claims(
        self, claims: Mapping[str, Any]
    ) -> Iterable[ClaimedMembership] | None:
        """The memberships that hold by these claims. What an earlier sign-in gave and is not
        among them ends; what administrators or invitations gave stays. None: the claims say
        nothing about memberships, and nothing changes."""
        return None


def membership_adapter() -> MembershipAdapter:
    """The host's adapter. ImproperlyConfigured when the setting names none."""
    path = app_settings.MEMBERSHIP_ADAPTER
    if not path:
        return MembershipAdapter()
    try:
        adapter = import_string(path)()
    except (ImportError, TypeError) as error:
        raise ImproperlyConfigured(f"SOSKES['MEMBERSHIP_ADAPTER']: {error}") from error
    if not isinstance(adapter, MembershipAdapter):
        raise ImproperlyConfigured(
            f"SOSKES['MEMBERSHIP_ADAPTER'] must name a MembershipAdapter, not {path!r}."
        )
    return adapter


def apply_claims(user, claims: Mapping[str, Any]) -> None:
    """Bring the memberships that come from the login in step with its claims.

    Where no seat is free the person is signed in without membership, and the log says so.
    """
    claimed = membership_adapter().memberships_from_claims(claims)
    if claimed is None:
        return
    wanted = {(one.organisation.pk, str(one.role)): one for one in claimed}
    with transaction.atomic():
        own = Membership.objects.open().filter(user=user, source=Membership.Source.LOGIN)
        for membership in own:
            if (membership.organisation_id, membership.role) not in wanted:
                end_membership(membership, actor=None)
        for one in wanted.values():
            try:
                give_membership(
                    user=user,
                    organisation=one.organisation,
                    role=RoleKey(one.role),
                    actor=None,
                    source=Membership.Source.LOGIN,
                )
            except ValidationError as error:
                logger.warning("No membership of %s by login: %s", one.organisation, error.messages)
