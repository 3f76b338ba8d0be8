from django.db import migrations
from django.utils import timezone


def editors_to_memberships(apps, schema_editor):
    """Who edited an organisation is its municipal editor: one fact, in one place."""
    links = apps.get_model("soskes_directory", "OrganisationEditor")
    memberships = apps.get_model("soskes_directory", "Membership")
    memberships.objects.bulk_create(
        [
            memberships(
                user_id=link.user_id,
                organisation_id=link.organisation_id,
                role="municipal_editor",
                valid_from=timezone.localdate(),
                source="hand",
            )
            for link in links.objects.iterator()
            if not memberships.objects.filter(
                user_id=link.user_id,
                organisation_id=link.organisation_id,
                role="municipal_editor",
            ).exists()
        ]
    )


def memberships_to_editors(apps, schema_editor):
    links = apps.get_model("soskes_directory", "OrganisationEditor")
    memberships = apps.get_model("soskes_directory", "Membership")
    pairs = (
        memberships.objects.filter(role="municipal_editor", ended_at=None)
        .values_list("user_id", "organisation_id")
        .distinct()
        .order_by("user_id", "organisation_id")
    )
    links.objects.bulk_create(
        [links(user_id=user, organisation_id=organisation) for user, organisation in pairs]
    )


class Migration(migrations.Migration):
    dependencies = [("soskes_directory", "0004_mergers")]

    operations = [migrations.RunPython(editors_to_memberships, memberships_to_editors)]
