"""What a profile still lacks, said as a hint."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Profile


@dataclass(frozen=True)
class Completeness:
    """``percent``: 0–100; ``missing``: what to add, in words, what helps colleagues most first."""

    percent: int
    missing: list[str]


def completeness(profile: Profile) -> Completeness:
    """Of a saved profile; four queries. An unsaved one is empty."""
    saved = profile.pk is not None
    parts = [
        (_("job title"), bool(profile.title)),
        (_("phone number"), bool(profile.phone)),
        (_("e-mail address"), bool(profile.email)),
        (_("areas of expertise"), saved and profile.expertise.exists()),
        (
            _("what you can be asked about"),
            bool(profile.ask_me) or (saved and profile.network_roles.exists()),
        ),
        (_("languages"), bool(profile.languages)),
        (_("municipalities served"), saved and profile.areas.exists()),
        (_("photo"), saved and hasattr(profile, "photo")),
    ]
    missing = [name for name, is_there in parts if not is_there]
    return Completeness(round(100 * (len(parts) - len(missing)) / len(parts)), missing)
