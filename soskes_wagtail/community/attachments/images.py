"""Pictures are drawn anew: no place, time or camera in them, upright, and no larger than needed."""

import warnings
from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from soskes_wagtail.community.attachments.kinds import JPEG, PNG, WEBP, Kind

LARGEST = 2400  # pixels on the longer side
SMALL = 640
MAX_PIXELS = 60_000_000
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}


def redrawn(file: BinaryIO, kind: Kind) -> tuple[ContentFile, ContentFile, tuple[int, int]]:
    """The picture and a small one of it, without metadata, and its size in pixels.

    ``ValidationError`` where it cannot be read or is larger than 60 million pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            file.seek(0)
            image = Image.open(file, formats=[_FORMATS[kind]])
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("The picture has too many pixels."), code="pixels")
            image = ImageOps.exif_transpose(image)
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(_("The picture has too many pixels."), code="pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise ValidationError(_("The picture cannot be read."), code="unreadable") from None
    image = _plain(image, kind)
    image.thumbnail((LARGEST, LARGEST))
    full = _saved(image, kind)
    size = image.size
    image.thumbnail((SMALL, SMALL))
    return full, _saved(image, kind), size


def _plain(image: Image.Image, kind: Kind) -> Image.Image:
    """Only the pixels: what else hangs on the image is left behind."""
    mode = "RGB" if kind is JPEG else "RGBA" if "A" in image.getbands() or image.info else "RGB"
    converted = image.convert(mode)
    bare = Image.new(mode, converted.size)
    bare.paste(converted)
    return bare


def _saved(image: Image.Image, kind: Kind) -> ContentFile:
    out = BytesIO()
    options = {} if kind is PNG else {"quality": 85}
    image.save(out, _FORMATS[kind], **options)
    return ContentFile(out.getvalue())
