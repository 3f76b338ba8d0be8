"""What each role may do with the records of the directory, and no more."""

from soskes_wagtail.access import RoleKey

#: Rows that belong to an organisation; the row policy says whose rows an editor may touch.
OWNED = ["contact", "unit", "serviceoffering", "servicechannel"]
#: What only administrators keep: the region's shape and its official classifications.
OFFICIAL = [
    *("organisation", "area", "serviceclass", "targetgroup", "licence"),
    *("networkrole", "expertise"),
]


def role_permissions() -> dict[RoleKey, list[str]]:
    """Permissions by role as ``app_label.codename``; which rows they hold for is the policy's.

    Municipal editors do not delete services (they unpublish them) nor make organisations.
    """
    publish = ["soskes_directory.publish_service"]
    rows = _all(OWNED)
    texts = _all(["service", "statute"]) + publish
    # Memberships are ended, not deleted.
    members = _permissions(["membership"], "add", "change")
    return {
        RoleKey.READER: [],
        RoleKey.MUNICIPAL_EDITOR: [
            *rows,
            *_permissions(["service"], "add", "change"),
            *publish,
            *_permissions(["organisation"], "change"),
            *_permissions(["profile"], "add", "change"),
        ],
        RoleKey.SECTION_EDITOR: [*rows, *texts],
        RoleKey.MODERATOR: [],
        RoleKey.ADMINISTRATOR: [*rows, *texts, *_all(OFFICIAL), *_all(["profile"]), *members],
    }


def _all(models: list[str]) -> list[str]:
    return _permissions(models, "add", "change", "delete")


def _permissions(models: list[str], *actions: str) -> list[str]:
    return [f"soskes_directory.{action}_{model}" for model in models for action in actions]
