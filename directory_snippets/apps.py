from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Records: areas, organisations, services, contacts, statutes."""

    name = "soskes_wagtail.directory_snippets"
    label = "soskes_directory"
    verbose_name = _("SosKes directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from soskes_wagtail.access import audit, register_kept_organisations, register_role_backing
        from soskes_wagtail.content_version import NOT_SHOWN
        from soskes_wagtail.directory_snippets import install, member_data, notices, signals
        from soskes_wagtail.directory_snippets.mergers.events import LABELS
        from soskes_wagtail.directory_snippets.mergers.parts import register_merger_part
        from soskes_wagtail.directory_snippets.mergers.subscriptions import PART
        from soskes_wagtail.directory_snippets.models import Merger, MergerStep, TableUpload
        from soskes_wagtail.directory_snippets.people import person_data
        from soskes_wagtail.directory_snippets.services import join_notices, licence_warnings
        from soskes_wagtail.directory_snippets.services.access_events import EVENTS
        from soskes_wagtail.directory_snippets.services.ownership import edited_organisation_ids
        from soskes_wagtail.directory_snippets.services.role_sync import backing_of, backing_of_many
        from soskes_wagtail.nightly import register_nightly_jobs

        install.register()
        notices.register()
        signals.connect()
        audit.register_events(EVENTS | LABELS)
        join_notices.register()
        licence_warnings.register()
        member_data.register()
        register_role_backing(backing_of, backing_of_many)
        person_data.register()
        register_merger_part(PART)
        # What no page shows leaves the kept pages alone.
        NOT_SHOWN.update({Merger, MergerStep, TableUpload})
        register_kept_organisations(edited_organisation_ids)
        register_nightly_jobs(
            {
                "soskes_apply_mergers": 10,
                "soskes_sync_memberships": 20,
                "soskes_send_licence_warnings": 50,
            }
        )
