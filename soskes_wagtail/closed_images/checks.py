"""What a host is told before an image of a closed collection is seen by the wrong people."""

from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from soskes_wagtail.closed_images.places import has_address, has_place
from soskes_wagtail.conf import app_settings


@checks.register("soskes")
def check_closed_images(**kwargs) -> list[checks.CheckMessage]:
    """W008: images of closed collections can be kept apart and handed out."""
    try:
        if app_settings.CLOSED_IMAGES == "none":
            return []
    except ImproperlyConfigured:
        return []  # reported by check_settings
    if not has_address():
        what = "soskes_wagtail.urls is not included"
        hint = 'Add path("soskes-osoitteet/", include("soskes_wagtail.urls")) to urls.py'
    elif not has_place():
        what = "there is no place for private files"
        hint = 'Set SOSKES["PRIVATE_FILES"] to a folder outside MEDIA_ROOT and STATIC_ROOT'
    else:
        return []
    return [
        checks.Warning(
            f"Images of closed collections are handed out to everybody: {what}.",
            hint=f'{hint}, or say SOSKES = {{"CLOSED_IMAGES": "none"}}.',
            id="soskes_wagtail.W008",
        )
    ]
