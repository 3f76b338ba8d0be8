"""Members for tests: memberships, and clients that have signed in."""

import pytest
from django.test import Client

from soskes_wagtail.access import RoleKey


def keeps(user, organisation):
    """Make a user the municipal editor of an organisation; returns the membership."""
    from soskes_wagtail.directory_snippets.models import Membership

    return Membership.objects.create(
        user=user, organisation=organisation, role=RoleKey.MUNICIPAL_EDITOR
    )


@pytest.fixture
def memberships_count(settings):
    """SosKes as hosts have it unless they say otherwise: open to members only. The test project
    switches this off, see its settings."""
    settings.SOSKES = {k: v for k, v in settings.SOSKES.items() if k != "MEMBERSHIPS"}


@pytest.fixture
def signed_in():
    """signed_in(user): a client of that user."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in
