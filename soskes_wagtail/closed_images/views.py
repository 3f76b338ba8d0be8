"""Hand out an image file, after asking who may have it. Every time."""

import hashlib
import mimetypes

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from soskes_wagtail.closed_images.names import ORIGINALS, PREFIX
from soskes_wagtail.closed_images.places import may_have
from soskes_wagtail.private_files import private_storage
from soskes_wagtail.row_ids import row_ids


@require_safe
def closed_image(request: HttpRequest, folder: str, filename: str) -> HttpResponse:
    """The file; Http404 for all who may not have it, as for one that is not there.

    Browsers keep it and ask at every use whether they still may.
    """
    name = f"{PREFIX}{folder}/{filename}"
    image = _image_of(folder, name)
    if image is None or not may_have(request, image):
        raise Http404
    etag = quote_etag(hashlib.sha256(f"{name}:{image.file_hash}".encode()).hexdigest())
    response = get_conditional_response(request, etag=etag) or _file(name)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


def _image_of(folder: str, name: str):
    images = get_image_model()._base_manager.select_related("collection")
    if folder == ORIGINALS:
        return images.filter(file=name).first()
    return images.filter(pk__in=row_ids([folder]), file__startswith=PREFIX).first()


def _file(name: str) -> HttpResponse:
    try:
        content = private_storage().open(name, "rb")
    except OSError:
        raise Http404 from None
    kind = mimetypes.guess_type(name)[0] or ""
    if not kind.startswith("image/"):
        kind = "application/octet-stream"
    response = FileResponse(content, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    # A picture in SVG may carry a script.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    )
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
