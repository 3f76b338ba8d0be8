"""Texts on the way: kept on the server while somebody writes."""

import re

from django.core.exceptions import ValidationError

from soskes_wagtail.community import member_text
from soskes_wagtail.community.ekollega.models import Draft
from soskes_wagtail.identity_codes import refuse_identity_codes

_PLACE = re.compile(r"(group|topic|post):\d{1,18}")
MOST = 100  # drafts of one person


def save(user, place: str, *, title: str = "", body: str = "") -> Draft | None:
    """Keep a draft; an empty one is forgotten. ValidationError for identity codes: they are not
    stored in drafts either."""
    if not _PLACE.fullmatch(place):
        raise ValidationError("place", code="place")
    refuse_identity_codes(title)
    refuse_identity_codes(body)
    title = member_text.without_controls(title).strip()[:200]
    body = member_text.clean(body[: member_text.MAX_LENGTH])
    if not (title or body):
        forget(user, place)
        return None
    draft, made = Draft.objects.update_or_create(
        user=user, place=place, defaults={"title": title, "body": body}
    )
    if made:
        old = Draft.objects.filter(user=user).order_by("-saved_at", "-pk")[MOST:]
        Draft.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return draft


def draft_for(user, place: str) -> Draft | None:
    return Draft.objects.filter(user=user, place=place).first()


def forget(user, place: str) -> None:
    Draft.objects.filter(user=user, place=place).delete()
