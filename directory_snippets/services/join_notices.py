"""Telling those who decide that somebody asks to join."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import JoinRequest, Membership, Organisation
from soskes_wagtail.notifications import NoticeKind, notify, register_kind

KIND = "members.asked"


def register() -> None:
    register_kind(
        NoticeKind(
            name=KIND,
            label=_("Somebody asks to join"),
            topic_label=_("You look after the members of an organisation"),
            weight=60,
        )
    )


def tell_of_request(request: JoinRequest, url: str) -> int:
    """A notice to those who may decide, once for a request; returns how many were told.

    ``url``: where it is decided. Whoever may not see the request any more, when the notice is
    shown or mailed, is told nothing.
    """
    return notify(
        KIND,
        target=request,
        title=f"{request.name} – {request.organisation}",
        url=url,
        recipients=deciding_about(request.organisation),
        actor=request.user,
        key=f"{KIND}:{request.pk}",
    )


def deciding_about(organisation: Organisation) -> list:
    """Contact persons of the organisation and of those above it; administrators without any."""
    active = Membership.objects.active()
    contacts = active.filter(organisation__in=_with_all_above(organisation), is_contact=True)
    who = Q(pk__in=contacts.order_by().values("user_id"))
    people = get_user_model()._default_manager.filter(is_active=True)
    if found := list(people.filter(who)):
        return found
    administrators = active.filter(role=RoleKey.ADMINISTRATOR).order_by()
    return list(people.filter(Q(pk__in=administrators.values("user_id")) | Q(is_superuser=True)))


def _with_all_above(organisation: Organisation) -> list[int]:
    found, step = [], organisation
    while step is not None and step.pk not in found:
        found.append(step.pk)
        step = step.parent
    return found
