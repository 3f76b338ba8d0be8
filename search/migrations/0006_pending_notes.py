"""A note of what is to be indexed may stand there twice: a new one is never lost in one that is
being done, and imports write theirs without asking first."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("soskes_search", "0005_search_plans")]
    operations = [
        migrations.RemoveConstraint(model_name="pendingupdate", name="soskes_search_pending"),
    ]
