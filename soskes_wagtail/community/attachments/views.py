"""Hand out a file, after asking who may see what it is attached to. Every time."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import path

from soskes_wagtail.access import viewer_for, visible_to
from soskes_wagtail.community.attachments.models import Attachment


def serve(request: HttpRequest, key, *, small: bool = False) -> HttpResponse:
    """The file with a key, or its small picture; Http404 for all who may not have it.

    Pictures are shown in the page, all else is saved. Nothing is kept by browsers: what is
    closed or taken away is gone at the next fetch.
    """
    attachment = visible_to(viewer_for(request), Attachment.objects.filter(key=key)).first()
    if attachment is None or (small and not attachment.small):
        raise Http404
    try:
        content = (attachment.small if small else attachment.file).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=not attachment.is_image,
        filename=attachment.name,
        content_type=attachment.mime_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


class AttachmentRoutesMixin:
    """Addresses of attachments below a routable page, so that its privacy covers them too."""

    @path("liite/<uuid:key>/", name="attachment")
    def attachment_view(self, request, key):
        return serve(request, key)

    @path("liite/<uuid:key>/pieni/", name="attachment_small")
    def attachment_small_view(self, request, key):
        return serve(request, key, small=True)
