"""Member organisations of the demo: two with a good licence, one whose licence ends soon."""

from datetime import timedelta

from django.utils import timezone

from soskes_demo.organisations import organisation
from soskes_wagtail.directory_snippets.models import Licence

#: slug of the organisation: (seats, days until the licence ends; None: until further notice)
LICENCES = {
    "keski-suomen-hyvinvointialue": (40, None),
    "aanekosken-kaupunki": (6, 21),
    "laukaan-kunta": (8, 300),
}


def ensure_licences() -> int:
    """Issue the missing licences. Returns how many were made."""
    made, today = 0, timezone.localdate()
    for slug, (seats, days) in LICENCES.items():
        member = organisation(slug)
        if not member.licences.exists():
            Licence.objects.create(
                organisation=member,
                seats=seats,
                valid_from=today - timedelta(days=60),
                valid_until=days and today + timedelta(days=days),
            )
            made += 1
    return made
