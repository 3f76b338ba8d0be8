"""What the directory holds about a person as a member, for ``soskes_export_person`` and
``soskes_erase_person``."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soskes_wagtail.access import audit
from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.directory_snippets.models import Invitation, JoinRequest, Membership
from soskes_wagtail.directory_snippets.services.membership import end_membership
from soskes_wagtail.person_data import Erasure, PersonData, register_person_data, values_of


def register() -> None:
    register_person_data(
        PersonData(
            "memberships",
            export=export_memberships,
            erase=erase_memberships,
            label=gettext_lazy("Memberships"),
            retention=gettext_lazy(
                "For letting in those who belong to a member organisation. Kept as long as your "
                "account."
            ),
        )
    )
    register_person_data(
        PersonData(
            "access_log",
            export=export_log,
            erase=erase_log,
            label=gettext_lazy("Changes of access"),
            retention=gettext_lazy(
                "For finding out who gave whom which right. Kept without your name after you leave."
            ),
            order=95,  # after the endings that it is told of
        )
    )


def export_memberships(user) -> list[dict]:
    names = ("organisation", "role", "is_contact", "valid_from", "valid_until", "ended_at")
    rows = [values_of(one, *names) for one in Membership.objects.filter(user=user)]
    for request in _requests(user):
        rows.append(values_of(request, "organisation", "name", "email", "message", "created_at"))
    for invitation in _invitations(user):
        rows.append(values_of(invitation, "organisation", "role", "email", "created_at"))
    return rows


def erase_memberships(user) -> Erasure:
    """End what is open; who was a member when stays, without a name as the account has none."""
    rows = Membership.objects.filter(user=user)
    for membership in rows.filter(ended_at__isnull=True):
        end_membership(membership, actor=None)
    deleted = _requests(user).delete()[0] + _invitations(user).delete()[0]
    why = _("Others need to know that somebody was a member, and when.") if rows else ""
    return Erasure(deleted=deleted, kept=rows.count(), why=why)


def export_log(user) -> list[dict]:
    return [
        {"event": audit.event_label(entry.event), "object": entry.subject_name, "at": entry.at}
        for entry in AccessLogEntry.objects.filter(_about(user))
    ]


def erase_log(user) -> Erasure:
    return Erasure(anonymised=audit.anonymise(user))


def _about(user) -> Q:
    return Q(actor=user) | Q(subject_type=user._meta.label_lower, subject_id=str(user.pk))


def _address(user) -> str:
    return getattr(user, user.get_email_field_name(), "") or ""


def _requests(user):
    theirs = Q(user=user)
    if _address(user):
        theirs |= Q(email__iexact=_address(user))
    return JoinRequest.objects.filter(theirs)


def _invitations(user):
    address = _address(user)
    return (
        Invitation.objects.filter(email__iexact=address) if address else Invitation.objects.none()
    )
