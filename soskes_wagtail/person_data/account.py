"""The account itself and what it has left in Wagtail: pages, versions, logs, files.

The row of the account stays, without a name and closed for good: pages, their versions and the
log point to it, and an erased one must not become somebody else's.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from soskes_wagtail.person_data.registry import Erasure, PersonData, register_person_data

#: Of Wagtail's rows about a user, those that are of use to nobody else.
OWN_ROWS = (
    "wagtailusers.UserProfile",
    "wagtailadmin.EditingSession",
    "wagtailcore.PageSubscription",
)


def register() -> None:
    register_person_data(
        PersonData(
            "account",
            export=export_account,
            erase=erase_account,
            label=gettext_lazy("Account"),
            retention=gettext_lazy(
                "For signing in. Kept by the host of this system as long as you use it."
            ),
            order=100,  # erased last: the other parts still need to know who it was
        )
    )
    register_person_data(
        PersonData(
            "traces",
            export=export_traces,
            erase=erase_traces,
            label=gettext_lazy("What you have done with pages and records"),
            labels={
                "kind": gettext_lazy("What"),
                "object": gettext_lazy("Where"),
                "at": gettext_lazy("When"),
            },
            retention=gettext_lazy(
                "For finding out who changed what. Kept as long as the page or record."
            ),
            order=90,
        )
    )


def pseudonym(user) -> str:
    """The name of an erased account; one for each."""
    return f"erased-{user.pk}"


def export_account(user) -> list[dict[str, Any]]:
    """Every column of the host's user model but the password, and the groups."""
    row = {
        str(field.verbose_name): getattr(user, field.attname)
        for field in user._meta.concrete_fields
        if field.name != "password"
    }
    if hasattr(user, "groups"):
        row[_("groups")] = [group.name for group in user.groups.all()]
    return [row]


def erase_account(user) -> Erasure:
    """Empty every text of the account, shut it, and take it out of its groups."""
    names = []
    for field in user._meta.concrete_fields:
        if field.primary_key or field.is_relation or field.name == "password":
            continue
        if isinstance(field, models.BooleanField):
            continue
        if field.name == user.USERNAME_FIELD:
            name = pseudonym(user)
            is_mail = isinstance(field, models.EmailField)
            setattr(user, field.attname, f"{name}@erased.invalid" if is_mail else name)
        elif field.null:
            setattr(user, field.attname, None)
        elif isinstance(field, models.CharField | models.TextField | models.FileField):
            setattr(user, field.attname, pseudonym(user) if field.unique else "")
        else:
            continue
        names.append(field.name)
    user.set_unusable_password()  # ends the sessions that are open
    for flag in ("is_active", "is_staff", "is_superuser"):
        if any(field.name == flag for field in user._meta.concrete_fields):
            setattr(user, flag, False)
            names.append(flag)
    user.save(update_fields=[*names, "password"])
    for relation in ("groups", "user_permissions"):
        if hasattr(user, relation):
            getattr(user, relation).clear()
    return Erasure(
        anonymised=1,
        why=_("Pages, versions and logs point to the account; it has no name now and is closed."),
    )


def export_traces(user) -> list[dict[str, Any]]:
    """Pages kept, versions written, files uploaded, and lines of the logs."""
    return sorted(_traces(user), key=lambda row: str(row["at"] or ""))


def _traces(user) -> Iterator[dict[str, Any]]:
    for page in Page.objects.filter(owner=user):
        yield _trace(_("Page made"), page.title, page.first_published_at)
    for revision in Revision.objects.filter(user=user):
        yield _trace(_("Version written"), revision.object_str, revision.created_at)
    for model in (PageLogEntry, ModelLogEntry):
        for entry in model.objects.filter(user=user):
            yield _trace(str(entry.message), entry.label, entry.timestamp)
    for model in _file_models():
        for file in model.objects.filter(uploaded_by_user=user):
            yield _trace(_("File uploaded"), file.title, file.created_at)


def _trace(kind: str, what: str, at) -> dict[str, Any]:
    return {"kind": kind, "object": what, "at": at}


def erase_traces(user) -> Erasure:
    """Delete what only the person used; lines about the account itself lose its name."""
    deleted = anonymised = 0
    for name in OWN_ROWS:
        model = _model(name)
        if model is not None:
            deleted += model.objects.filter(user=user).delete()[0]
    about = {
        "content_type": ContentType.objects.get_for_model(type(user)),
        "object_id": str(user.pk),
    }
    anonymised += ModelLogEntry.objects.filter(**about).update(label=pseudonym(user), data={})
    if admin_log := _model("admin.LogEntry"):
        entries = admin_log.objects.filter(**about)
        anonymised += entries.update(object_repr=pseudonym(user), change_message="")
    kept = len(export_traces(user))
    why = _("Others need to know that a page or record was changed, and when.") if kept else ""
    return Erasure(deleted, anonymised, kept, why)


def _model(name: str) -> type[models.Model] | None:
    label, _dot, model = name.partition(".")
    return apps.get_model(label, model) if _has_model(label, model) else None


def _has_model(label: str, model: str) -> bool:
    try:
        apps.get_model(label, model)
    except LookupError:
        return False
    return True


def _file_models() -> list[type[models.Model]]:
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model

    return [get_document_model(), get_image_model()]
