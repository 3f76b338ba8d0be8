"""Groups, permissions and the closed door: what each role may do, and that nobody else gets in."""

from collections.abc import Callable

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
)
from wagtail.signals import copy_for_translation_done

from soskes_wagtail.access import Role, RoleKey, role_groups
from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.access.privacy import sync_all_privacy
from soskes_wagtail.closed_images.settling import open_all_images, settle_images
from soskes_wagtail.install.context import InstallContext
from soskes_wagtail.install.registry import InstallStep, register_step

Permissions = dict[RoleKey, list[str]]
_providers: list[Callable[[], Permissions]] = []

EDITORS = [
    RoleKey.MUNICIPAL_EDITOR,
    RoleKey.SECTION_EDITOR,
    RoleKey.MODERATOR,
    RoleKey.ADMINISTRATOR,
]
#: What roles may do with pages of the SosKes branch.
PAGE_PERMISSIONS = {
    RoleKey.SECTION_EDITOR: ["add_page", "change_page", "publish_page"],
    RoleKey.MODERATOR: ["change_page", "publish_page"],
    RoleKey.ADMINISTRATOR: [
        "add_page",
        "change_page",
        "publish_page",
        "bulk_delete_page",
        "lock_page",
        "unlock_page",
    ],
}
#: What roles may do with files of the SosKes collection.
FILE_PERMISSIONS = {
    role: [("wagtailimages", f"{action}_image") for action in ("add", "change", "choose")]
    + [("wagtaildocs", f"{action}_document") for action in ("add", "change", "choose")]
    for role in (RoleKey.MUNICIPAL_EDITOR, RoleKey.SECTION_EDITOR, RoleKey.ADMINISTRATOR)
}
COLLECTION_NAME = "SosKes"


def register_role_permissions(provider: Callable[[], Permissions]) -> None:
    """Have a part say what each role may do with its models (``app_label.codename``)."""
    if provider not in _providers:
        _providers.append(provider)


def register() -> None:
    copy_for_translation_done.connect(
        grant_pages_to_translation, dispatch_uid="soskes_grant_pages_to_translation"
    )
    register_step(InstallStep("roles", 10, install_groups, uninstall_groups))
    register_step(InstallStep("doors", 90, install_doors, uninstall_doors))


def group_name(role: RoleKey) -> str:
    """Name of the group that a new installation makes for the role."""
    with override("fi"):
        return {
            RoleKey.READER: _("SosKes readers"),
            RoleKey.MUNICIPAL_EDITOR: _("SosKes municipal editors"),
            RoleKey.SECTION_EDITOR: _("SosKes section editors"),
            RoleKey.MODERATOR: _("SosKes moderators"),
            RoleKey.ADMINISTRATOR: _("SosKes administrators"),
        }[role]


def install_groups(context: InstallContext) -> None:
    """A group for each role, with the permissions that the role needs and no more."""
    for key in RoleKey:
        role = Role.objects.select_related("group").filter(key=key).first()
        if role:
            context.found(role.group)
            continue
        group = Group.objects.create(name=_free_name(group_name(key)))
        context.made(group)
        Role.objects.create(key=key, group=group)
    admin_access = Permission.objects.get(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    for group in role_groups(*EDITORS):
        group.permissions.add(admin_access)
    for provider in _providers:
        for key, names in provider().items():
            for group in role_groups(key):
                group.permissions.add(*(_permission(name) for name in names))


def _free_name(name: str) -> str:
    """The name, or the name with a number when the host has a group of that name already."""
    wanted, number = name, 1
    while Group.objects.filter(name=wanted).exists():
        number += 1
        wanted = f"{name} {number}"
    return wanted


def uninstall_groups(context: InstallContext) -> None:
    """Remove the groups that the installation made; a group put in its place stays. This comes
    last, and with it goes the log of who had which role."""
    groups = context.installed(Group)
    Role.objects.all().delete()
    context.remove(groups)
    AccessLogEntry._base_manager.all().delete()


def install_doors(context: InstallContext) -> None:
    """Close the branch to all but the roles, and give editors their pages and files."""
    if context.home:
        _close(context.home)
        for home in context.home.get_translations(inclusive=True):
            grant_pages(home)
        sync_all_privacy()
    collection = _collection(context)
    for role, names in FILE_PERMISSIONS.items():
        for group in role_groups(role):
            for app_label, codename in names:
                GroupCollectionPermission.objects.get_or_create(
                    group=group,
                    collection=collection,
                    permission=Permission.objects.get(
                        content_type__app_label=app_label, codename=codename
                    ),
                )
    settle_images()


def uninstall_doors(context: InstallContext) -> None:
    """Remove the collection that the installation made, and the files in it; other images that
    were kept apart go back to where the host has its own."""
    for collection in context.installed(Collection):
        inside = collection.get_descendants(inclusive=True)
        for relation in _file_relations():
            context.remove(relation.objects.filter(collection__in=inside))
        context.remove(Collection.objects.filter(pk=collection.pk))
    open_all_images()


def grant_pages(home: Page) -> None:
    """Give the roles their permissions on one language version of the SosKes home."""
    for role, codenames in PAGE_PERMISSIONS.items():
        for group in role_groups(role):
            for codename in codenames:
                GroupPagePermission.objects.get_or_create(
                    group=group,
                    page=home,
                    permission=Permission.objects.get(
                        content_type__app_label="wagtailcore", codename=codename
                    ),
                )


def grant_pages_to_translation(*, source_obj, target_obj, **kwargs) -> None:
    """A new language version of the SosKes home has the same editors as the others.

    Receiver of ``wagtail.signals.copy_for_translation_done``.
    """
    if getattr(target_obj.__class__, "is_soskes_home", False):
        grant_pages(target_obj)


def _close(home: Page) -> None:
    """Set page privacy to the roles; privacy that somebody has set already stays."""
    if PageViewRestriction.objects.filter(page=home).exists():
        return
    restriction = PageViewRestriction.objects.create(
        page=home, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set(role_groups())


def _collection(context: InstallContext) -> Collection:
    root = Collection.get_first_root_node()
    collection = context.installed(Collection).first()
    if collection is None:
        collection = root.get_children().filter(name=COLLECTION_NAME).first()
        created = collection is None
        if created:
            collection = root.add_child(name=COLLECTION_NAME)
        context.made_or_found(collection, created)
        if created:
            restriction = CollectionViewRestriction.objects.create(
                collection=collection, restriction_type=CollectionViewRestriction.GROUPS
            )
            restriction.groups.set(role_groups())
    else:
        context.found(collection)
    return collection


def _file_relations() -> list:
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model

    return [get_document_model(), get_image_model()]


def _permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)
