"""What the directory holds about people: profiles, memberships, duties of an editor, and contacts
that name them; and how long."""

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.directory_snippets.models import (
    Contact,
    Membership,
    Profile,
)
from soskes_wagtail.directory_snippets.models.languages import LANGUAGE_NAMES
from soskes_wagtail.directory_snippets.services.ownership import with_everything_below
from soskes_wagtail.person_data import Erasure, PersonData, register_person_data, values_of
from soskes_wagtail.retention import RetentionRule, kept_days, register_retention_rule

PROFILE_FIELDS = (
    *("name", "title", "phone", "phone_audience", "email", "email_audience", "photo_audience"),
    *("areas", "areas_audience", "expertise", "expertise_audience", "languages"),
    *("languages_audience", "network_roles", "ask_me", "network_roles_audience"),
    *("absence_audience", "confirmed_on", "updated_at"),
)
CONTACT_FIELDS = ("role_title_fi", "organisation", "person_name", "phone", "direct_phone", "email")
MEMBERSHIP_FIELDS = (
    *("organisation", "role", "is_contact", "valid_from", "valid_until", "ended_at"),
    *("source", "created_at"),
)


def register() -> None:
    for part in (
        PersonData(
            "profile",
            export=export_profile,
            erase=erase_profile,
            label=gettext_lazy("Profile"),
            labels=_labels(Profile, *PROFILE_FIELDS) | {"absences": gettext_lazy("absences")},
            retention=_profile_retention,
            files=profile_files,
            order=20,
        ),
        PersonData(
            "memberships",
            export=lambda user: _rows(user.soskes_memberships.all(), MEMBERSHIP_FIELDS),
            erase=erase_memberships,
            label=gettext_lazy("Memberships"),
            labels=_labels(Membership, *MEMBERSHIP_FIELDS),
            retention=_membership_retention,
            order=80,  # after what asks to whose organisations the person belonged
        ),
        PersonData(
            "contacts",
            export=lambda user: _rows(contacts_of(user), CONTACT_FIELDS),
            erase=erase_contacts,
            label=gettext_lazy("Contacts that name you"),
            labels=_labels(Contact, *CONTACT_FIELDS),
            retention=gettext_lazy(
                "So that the right person is called. Kept by your organisation as long as the "
                "task is yours."
            ),
            order=10,  # before the profile goes, which knows another name of the person
        ),
    ):
        register_person_data(part)
    register_retention_rule(
        RetentionRule(
            "profiles",
            gettext_lazy("Profiles of people who have left"),
            365,
            lambda before: Profile.objects.filter(_gone("user_id", before), updated_at__lt=before),
        )
    )
    register_retention_rule(
        RetentionRule(
            "memberships",
            gettext_lazy("Memberships that have ended"),
            3 * 365,
            lambda before: Membership.objects.filter(~_open_since(before)),
        )
    )


def _labels(model, *names: str) -> dict[str, str]:
    return {name: model._meta.get_field(name).verbose_name for name in names}


def _rows(queryset: QuerySet, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [values_of(row, *names) for row in queryset]


def _profile_retention() -> str:
    days = kept_days("profiles")
    if not days:
        return _("So that colleagues find you. Kept until you delete it.")
    return _(
        "So that colleagues find you. Kept until you delete it, or %(days)s days after your last "
        "membership has ended."
    ) % {"days": days}


def _membership_retention() -> str:
    days = kept_days("memberships")
    if not days:
        return _("For letting you in. Kept also after the membership has ended.")
    return _("For letting you in. Kept for %(days)s days after the membership has ended.") % {
        "days": days
    }


def _open_since(before: datetime.datetime) -> Q:
    """Memberships that were not over at a moment."""
    return (Q(valid_until__isnull=True) | Q(valid_until__gte=before.date())) & (
        Q(ended_at__isnull=True) | Q(ended_at__gte=before)
    )


def _gone(user_field: str, before: datetime.datetime) -> Q:
    """Rows of users who have had no membership since a moment."""
    still = Membership.objects.filter(_open_since(before), user=OuterRef(user_field))
    return ~Q(Exists(still))


def export_profile(user) -> list[dict[str, Any]]:
    profile = Profile.objects.filter(user=user).first()
    if profile is None:
        return []
    row = values_of(profile, *PROFILE_FIELDS)
    row["languages"] = [str(LANGUAGE_NAMES.get(code, code)) for code in profile.languages]
    row["absences"] = [
        values_of(absence, "first_day", "last_day", "note", "stand_in")
        for absence in profile.absences.all()
    ]
    return [row]


def profile_files(user) -> dict[str, bytes]:
    profile = Profile.objects.filter(user=user, photo__isnull=False).first()
    return {"photo.jpg": bytes(profile.photo.data)} if profile else {}


def erase_profile(user) -> Erasure:
    """Delete the profile with photo and absences; lines of the log about it lose the name."""
    profile = Profile.objects.filter(user=user).first()
    if profile is None:
        return Erasure()
    about = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Profile), object_id=str(profile.pk)
    )
    deleted = profile.delete()[1].get(Profile._meta.label, 0)
    # After the deletion, which may write a line of its own.
    anonymised = about.update(label="–", data={})
    why = _("The log says that a profile was changed, and when; not whose.") if anonymised else ""
    return Erasure(deleted, anonymised, why=why)


def erase_memberships(user) -> Erasure:
    """Delete the memberships; lines of the access log about them lose the name."""
    ids = list(Membership.objects.filter(user=user).values_list("pk", flat=True))
    for membership in Membership.objects.filter(pk__in=ids):
        membership.delete()
    # After the deletion, which is logged with the name, too.
    ours = Q(subject_id__in=[str(pk) for pk in ids]) | Q(data__user_id=user.pk)
    lines = AccessLogEntry._base_manager.filter(ours, subject_type=Membership._meta.label_lower)
    anonymised = lines.update(subject_name="–")
    why = _("The log proves who has been let in; the name is taken out.") if anonymised else ""
    return Erasure(len(ids), anonymised, why=why)


def contacts_of(user) -> QuerySet[Contact]:
    """Contacts with the e-mail address of a user, or with the name in an organisation to which
    the user belongs or belonged. A namesake elsewhere is somebody else."""
    found = Q(pk__in=[])
    email = getattr(user, user.get_email_field_name(), "")
    if email:
        found |= Q(email__iexact=email)
    own = Membership.objects.filter(user=user).values_list("organisation_id", flat=True)
    organisations = with_everything_below(own)
    names = {
        user.get_full_name(),
        *Profile.objects.filter(user=user).values_list("name", flat=True),
    }
    for name in filter(None, names):
        found |= Q(person_name__iexact=name, organisation__in=organisations)
    return Contact.objects.filter(found).order_by("pk")


def erase_contacts(user) -> Erasure:
    """Take the person out of contacts; the task, its number and its place stay."""
    email = getattr(user, user.get_email_field_name(), "").casefold()
    contacts = list(contacts_of(user))
    for contact in contacts:
        contact.person_name = contact.direct_phone = ""
        if email and contact.email.casefold() == email:
            contact.email = ""
        contact.save(update_fields=["person_name", "direct_phone", "email"])
    why = ""
    if contacts:
        why = _("Others need the tasks. Check whose numbers these are: %(ids)s.") % {
            "ids": ", ".join(f"{contact.role_title} ({contact.pk})" for contact in contacts)
        }
    return Erasure(anonymised=len(contacts), why=why)
