"""Who may see what. ``visible_to`` is the only way a list gets its pages or records."""

from soskes_wagtail.access.audiences import Audience, Disclosure
from soskes_wagtail.access.backing import held_groups, register_role_backing
from soskes_wagtail.access.roles import Role, RoleKey, role_groups
from soskes_wagtail.access.viewer import (
    Viewer,
    register_access_keys,
    register_kept_organisations,
    viewer_for,
)
from soskes_wagtail.access.visibility import can_see, visible_to

__all__ = [
    "Audience",
    "Disclosure",
    "Role",
    "RoleKey",
    "Viewer",
    "can_see",
    "held_groups",
    "register_access_keys",
    "register_kept_organisations",
    "register_role_backing",
    "role_groups",
    "viewer_for",
    "visible_to",
]
