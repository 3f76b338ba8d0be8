"""The languages of the network: made where the host has them in its settings but not yet in use."""

from django.core.management.base import CommandError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page

from soskes_wagtail.install.context import InstallContext

NETWORK_LANGUAGES = ("fi", "sv", "en")


def ensure_locales(context: InstallContext) -> None:
    """Make the missing locales of fi, sv, en and set ``context.locale`` to Finnish.

    Raises CommandError when Finnish is not among the host's content languages.
    """
    languages = get_content_languages()
    if "fi" not in languages:
        raise CommandError(
            _(
                "Finnish is not among the content languages. Add ('fi', 'Suomi') to "
                "WAGTAIL_CONTENT_LANGUAGES and LANGUAGES and run this again."
            )
        )
    for code in NETWORK_LANGUAGES:
        if code in languages:
            locale, created = Locale.all_objects.get_or_create(language_code=code)
            context.made_or_found(locale, created)
    context.locale = Locale.objects.get(language_code="fi")


def remove_locales(context: InstallContext) -> None:
    """Remove the locales that the installation made and that no page uses."""
    for locale in context.installed(Locale):
        if not Page.objects.filter(Q(locale=locale)).exists():
            context.remove(Locale.objects.filter(pk=locale.pk))
