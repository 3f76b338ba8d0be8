"""SosKes: the professionals' network of municipal social services, as a Wagtail add-on.

This module can be imported in a settings file, before Django is set up.
"""

from pathlib import Path

__version__ = "0.1.0"

#: Every app that SosKes needs and that a host made by ``wagtail start`` does not list.
#: ``INSTALLED_APPS += [app for app in SOSKES_APPS if app not in INSTALLED_APPS]``
SOSKES_APPS = [
    "soskes_wagtail",
    "soskes_wagtail.directory_snippets",
    "soskes_wagtail.sections",
    "soskes_wagtail.community",
    "soskes_wagtail.search",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.table_block",
]

# In a bare checkout the mapped folders (sections, search, …) lie beside this one; in an
# installed package they lie inside it, and this does nothing.
_root = Path(__file__).resolve().parent.parent
if (_root / "setup.cfg").is_file() and (_root / "sections" / "apps.py").is_file():
    __path__.append(str(_root))
