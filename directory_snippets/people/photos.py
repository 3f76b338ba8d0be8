"""Photos of people: taken in, made small, without what the camera wrote into them."""

import hashlib
import io
import warnings

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import Profile, ProfilePhoto
from soskes_wagtail.directory_snippets.services.disclosure import shows

#: Width and height of what is kept, in pixels: twice the largest size it is shown in.
SIDE = 320
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def small_photo(file) -> bytes:
    """A square JPEG of an uploaded picture, turned upright; nothing else of the file is kept.

    ValidationError for what is no picture, or too large to be opened safely.
    """
    if file.size > MOST_BYTES:
        raise ValidationError(_("The picture is too large: at most 10 MB."), code="photo_size")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            file.seek(0)
            with Image.open(file, formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ValidationError(_("The picture has too many pixels."), code="photo_size")
                picture.draft("RGB", (SIDE * 2, SIDE * 2))
                upright = ImageOps.exif_transpose(picture)
                square = ImageOps.fit(upright.convert("RGBA"), (SIDE, SIDE))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("The picture has too many pixels."), code="photo_size") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise ValidationError(
            _("The file is no picture that can be read. Use JPEG, PNG or WebP."), code="photo"
        ) from error
    on_white = Image.new("RGB", square.size, "white")
    on_white.paste(square, mask=square.getchannel("A"))
    written = io.BytesIO()
    on_white.save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()


def keep_photo(profile: Profile, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    ProfilePhoto.objects.update_or_create(
        profile=profile, defaults={"data": data, "digest": digest}
    )


def photo_for(viewer: Viewer, pk: int) -> ProfilePhoto | None:
    """The photo of a profile; None where there is none or the viewer is not shown it."""
    profile = visible_to(viewer, Profile.objects.filter(pk=pk, photo__isnull=False)).first()
    if profile is None or not shows(viewer, profile, "photo"):
        return None
    return profile.photo
