"""What eKollega tells the rest of SosKes when Django starts."""

from soskes_wagtail.community.attachments.registry import register_attachable
from soskes_wagtail.community.ekollega import install, keys, person_data, search, viewsets
from soskes_wagtail.community.ekollega.models import Post
from soskes_wagtail.community.ekollega.services import notices


def register() -> None:
    keys.register()
    notices.register()
    install.register()
    viewsets.register_permissions()
    search.register()
    person_data.register()
    register_attachable(Post)
