"""What a host is told before a file of a member is seen by the wrong people."""

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from soskes_wagtail.private_files import ALIAS, is_public, private_folder


@checks.register("soskes")
def check_private_files(**kwargs) -> list[checks.CheckMessage]:
    """E007: members' files have a place, and no web server shows it."""
    if not apps.is_installed("soskes_wagtail.community") or ALIAS in settings.STORAGES:
        return []
    hint = 'Set SOSKES["PRIVATE_FILES"] to a folder outside MEDIA_ROOT and STATIC_ROOT.'
    try:
        folder = private_folder()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), hint=hint, id="soskes_wagtail.E007")]
    if is_public(folder):
        text = f"Files of members would lie in {folder}, which web servers show."
        return [checks.Error(text, hint=hint, id="soskes_wagtail.E007")]
    return []
