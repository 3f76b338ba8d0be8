"""Who may see what. ``visible_to`` is the only way a list gets its pages or records."""

from soskes_wagtail.access.audiences import Audience
from soskes_wagtail.access.roles import Role, RoleKey, role_groups
from soskes_wagtail.access.viewer import Viewer, viewer_for
from soskes_wagtail.access.visibility import can_see, visible_to

__all__ = [
    "Audience",
    "Role",
    "RoleKey",
    "Viewer",
    "can_see",
    "role_groups",
    "viewer_for",
    "visible_to",
]
