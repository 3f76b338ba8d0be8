"""Whose rows a table may touch: those that its sender may, of the organisation chosen."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.directory_snippets.policies import RowPolicy, policy_for
from soskes_wagtail.directory_snippets.services.disclosure import hidden_names
from soskes_wagtail.directory_snippets.services.ownership import (
    edited_organisation_ids,
    owned_q,
    with_everything_below,
)


@dataclass(frozen=True)
class Scope:
    """``user`` None: a command, which may do everything. ``organisation``: rows that name none
    belong to it, and none may belong to an organisation outside it."""

    user: Any = None
    organisation: Organisation | None = None

    @cached_property
    def organisation_ids(self) -> frozenset[int] | None:
        """Organisations that rows may belong to; None: all."""
        found = None
        if self.organisation is not None:
            found = with_everything_below([self.organisation.pk])
        if self.is_limited:
            own = edited_organisation_ids(self.user)
            found = own if found is None else found & own
        return found

    @cached_property
    def is_limited(self) -> bool:
        """Whether the sender may touch own rows only."""
        if self.user is None:
            return False
        # Contacts stand for all rows that belong to organisations: roles have them alike.
        policy = policy_for(Organisation._meta.apps.get_model("soskes_directory", "Contact"))
        assert isinstance(policy, RowPolicy)
        return policy.is_limited(self.user, ["add", "change"])

    def may(self, model: type[Model], action: str) -> bool:
        """Whether the sender may ("add", "change") rows of a model at all."""
        return self.user is None or policy_for(model).user_has_permission(self.user, action)

    def changeable(self, rows: QuerySet) -> QuerySet:
        """The part of a queryset that the sender may change here."""
        if self.user is not None:
            allowed = policy_for(rows.model).instances_user_has_permission_for(self.user, "change")
            rows = rows.filter(pk__in=allowed.order_by().values("pk"))
        if self.organisation_ids is not None:
            rows = rows.filter(owned_q(rows.model, self.organisation_ids))
        return rows

    def hidden(self, record: Model) -> frozenset[str]:
        """Fields of a record that the sender is not shown, and so cannot change."""
        if self.user is None:
            return frozenset()
        return hidden_names(self._viewer, record)

    @cached_property
    def _viewer(self) -> Viewer:
        return Viewer(self.user)
