"""Collect the texts of all parts into one catalogue and compile it: ``make messages``.

Needs gettext (Debian: gettext). Reads Python files and templates of the package, not of the
demo and the tests; writes ``soskes_wagtail/locale/{fi,sv,en}/LC_MESSAGES/django.po`` and ``.mo``.
Both are committed, so that neither a host nor a checkout needs gettext.
"""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages
from django.core.management.commands.makemessages import Command

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "soskes_wagtail" / "locale"
NOT_OURS = ["demo", "tests", "tools", "docs", "build", "dist", ".*"]


class MakeMessages(makemessages.Command):
    """Without guesses from similar texts: they are wrong more often than not, and in English, which
    needs no translation, they would stay."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def main() -> None:
    for language in ("fi", "sv", "en"):
        (CATALOGUE / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    # Without LOCALE_PATHS the mapped folders would have no catalogue to write to.
    settings.configure(USE_I18N=True, LOCALE_PATHS=[str(CATALOGUE)])
    django.setup()
    os.chdir(ROOT)
    # A guess from a text that only looks alike is worse than none: what is new stays empty.
    Command.msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]
    call_command(
        MakeMessages(),
        locale=["fi", "sv", "en"],
        ignore_patterns=NOT_OURS,
        add_location="file",
        no_wrap=True,
        no_obsolete=True,
    )
    os.chdir(CATALOGUE.parent)
    call_command("compilemessages")


if __name__ == "__main__":
    main()
