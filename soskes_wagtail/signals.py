"""Signals of the shell. Decisions are in ``access.privacy``; here is only when they are due."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from soskes_wagtail.access import privacy


@receiver(post_save, sender=PageViewRestriction, dispatch_uid="soskes_privacy_saved")
def restriction_saved(instance, created, raw, **kwargs):
    if not raw and not privacy.is_copying():
        privacy.copy_to_versions(instance, created=created)


@receiver(
    m2m_changed, sender=PageViewRestriction.groups.through, dispatch_uid="soskes_privacy_groups"
)
def restriction_groups_changed(instance, action, reverse, pk_set, **kwargs):
    if privacy.is_copying():
        return
    if action == "pre_clear" and reverse:
        # Afterwards nobody knows which restrictions the group was cleared from.
        instance._soskes_cleared = list(instance.pageviewrestriction_set.all())
    if not action.startswith("post_"):
        return
    if not reverse:
        changed = [instance]
    elif action == "post_clear":
        changed = instance.__dict__.pop("_soskes_cleared", [])
    else:
        changed = PageViewRestriction.objects.filter(pk__in=pk_set)
    for restriction in changed:
        privacy.copy_to_versions(restriction, created=False)


@receiver(pre_delete, sender=PageViewRestriction, dispatch_uid="soskes_privacy_deleting")
def restriction_deleting(instance, origin=None, **kwargs):
    if not privacy.is_copying() and _is_meant(origin):
        instance._soskes_rule = privacy.rule_of(instance)


@receiver(post_delete, sender=PageViewRestriction, dispatch_uid="soskes_privacy_deleted")
def restriction_deleted(instance, **kwargs):
    rule = instance.__dict__.pop("_soskes_rule", None)
    page = rule and Page.objects.filter(pk=instance.page_id).first()
    if page:
        privacy.remove_from_versions(page, rule)


def _is_meant(origin) -> bool:
    """Whether a restriction itself is deleted, and not its page with all that hangs on it:
    that a version goes does not open the others."""
    return getattr(origin, "model", type(origin)) is PageViewRestriction


@receiver(post_save, dispatch_uid="soskes_privacy_page_saved")
def page_saved(sender, instance, created, raw, **kwargs):
    """However a version comes about: copied, translated, made an alias or by hand."""
    if created and not raw and issubclass(sender, Page):
        privacy.close_new_version(instance)


@receiver(post_page_move, dispatch_uid="soskes_privacy_page_moved")
def page_moved(instance, **kwargs):
    privacy.sync_privacy(Page.objects.get(pk=instance.pk))
