"""Models of the shell (app label ``soskes``)."""

from soskes_wagtail.access.copies import PrivacyCopy
from soskes_wagtail.access.roles import Role
from soskes_wagtail.install_record import InstalledObject

__all__ = ["InstalledObject", "PrivacyCopy", "Role"]
