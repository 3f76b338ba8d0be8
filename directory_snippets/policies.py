"""Row permissions: an editor changes the rows of the own organisation and of what is below it."""

from django.contrib.auth.models import Permission
from django.db.models import Q
from wagtail.permission_policies import ModelPermissionPolicy

from soskes_wagtail.access import RoleKey, held_groups
from soskes_wagtail.directory_snippets.services.ownership import (
    edited_organisation_ids,
    is_owned,
    owned_q,
)

#: Whoever has a model permission through one of these roles has it for every row.
WIDE_ROLES = (RoleKey.SECTION_EDITOR, RoleKey.ADMINISTRATOR)


def wide_permissions(user) -> frozenset[str]:
    """Codenames that a user holds for all rows of the directory; one query per user object."""
    if not user.is_authenticated:
        return frozenset()
    known = getattr(user, "_soskes_wide_permissions", None)
    if known is None:
        held = Permission.objects.filter(
            content_type__app_label="soskes_directory",
            group__in=held_groups(user).filter(soskes_role__key__in=WIDE_ROLES).order_by(),
        )
        known = frozenset(held.values_list("codename", flat=True))
        user._soskes_wide_permissions = known
    return known


class RowPolicy(ModelPermissionPolicy):
    """Model permissions, limited to own rows unless they come from a wide role.

    A permission that somebody has in any other way (a host's group, a direct permission) is
    limited too: what nobody thought about stays closed. Superusers may do everything.
    """

    def is_limited(self, user, actions) -> bool:
        """Whether the actions, if allowed at all, are allowed for own rows only."""
        if user.is_active and user.is_superuser:
            return False
        return wide_permissions(user).isdisjoint(self._get_permission_codenames(actions))

    def instances_user_has_any_permission_for(self, user, actions):
        rows = super().instances_user_has_any_permission_for(user, actions)
        if self.is_limited(user, actions):
            rows = rows.filter(owned_q(self.model, edited_organisation_ids(user)))
        return rows

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if not self.user_has_any_permission(user, actions):
            return False
        # The stored row decides: a draft or a half-filled form may name another organisation.
        return (
            not self.is_limited(user, actions)
            or self.instances_user_has_any_permission_for(user, actions)
            .filter(pk=instance.pk)
            .exists()
        )

    def users_with_any_permission_for_instance(self, actions, instance):
        users = self.users_with_any_permission(actions)
        allowed = [
            user.pk
            for user in users
            if self.user_has_any_permission_for_instance(user, actions, instance)
        ]
        return users.filter(Q(pk__in=allowed))


_policies: dict[type, ModelPermissionPolicy] = {}


def policy_for(model) -> ModelPermissionPolicy:
    """The one policy of a model of the directory."""
    if model not in _policies:
        _policies[model] = (RowPolicy if is_owned(model) else ModelPermissionPolicy)(model)
    return _policies[model]


def register_policies(models) -> None:
    """Tell Wagtail 8 and later; before, each viewset hands its policy on."""
    try:
        from wagtail.permissions import register_permission_policy
    except ImportError:
        return
    for model in models:
        register_permission_policy(model, policy_for(model))
