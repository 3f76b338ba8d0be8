"""When role groups and the access log are due. Decisions are in the services."""

from django.contrib.auth import get_user_model
from django.core.signals import request_started
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.log_actions import get_active_log_context

from soskes_wagtail.access import Role, audit
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation
from soskes_wagtail.directory_snippets.services import access_events, new_day
from soskes_wagtail.directory_snippets.services.role_sync import is_syncing, sync_roles


def membership_saved(instance, created, raw, **kwargs):
    if raw:
        return
    before = instance.stored_values.get("user_id")
    access_events.record_saved(instance, created)
    sync_roles({instance.user_id, before} - {None})


def membership_deleted(instance, **kwargs):
    access_events.record_deleted(instance)
    sync_roles([instance.user_id])


def licence_saved(instance, created, raw, **kwargs):
    if not raw:
        access_events.record_saved(instance, created)
        sync_roles()


def licence_deleted(instance, **kwargs):
    access_events.record_deleted(instance)
    sync_roles()


def organisation_saved(instance, created, raw, **kwargs):
    """A department that moves comes under another licence."""
    before = getattr(instance, "stored_parent_id", instance.parent_id)
    instance.stored_parent_id = instance.parent_id
    if not (raw or created) and before != instance.parent_id:
        sync_roles()


def role_changed(raw=False, **kwargs):
    if not raw:
        sync_roles()


def groups_changed(instance, action, reverse, pk_set, **kwargs):
    """Somebody put people into groups by hand, or took them out."""
    if is_syncing() or not action.startswith("post_"):
        return
    users, groups = (pk_set, {instance.pk}) if reverse else ({instance.pk}, pk_set)
    if app_settings.MEMBERSHIPS:
        sync_roles(users)
    elif users and groups and action != "post_clear":
        _record_by_hand(action, users, groups)


def _record_by_hand(action: str, users: set[int], groups: set[int]) -> None:
    keys = list(Role.objects.filter(group__in=groups).values_list("key", flat=True))
    if not keys:
        return
    people = get_user_model()._default_manager.in_bulk(users)
    audit.record_many(
        "role.given" if action == "post_add" else "role.taken",
        actor=get_active_log_context().user,
        rows=[(person, {"role": key}) for person in people.values() for key in keys],
    )


def request_comes(**kwargs):
    new_day.see_to_roles()


def connect() -> None:
    user_groups = get_user_model()._meta.get_field("groups").remote_field.through
    for signal, receiver, sender in (
        (post_save, membership_saved, Membership),
        (post_delete, membership_deleted, Membership),
        (post_save, licence_saved, Licence),
        (post_delete, licence_deleted, Licence),
        (post_save, organisation_saved, Organisation),
        (post_save, role_changed, Role),
        (m2m_changed, groups_changed, user_groups),
        (request_started, request_comes, None),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"soskes_{receiver.__name__}")
