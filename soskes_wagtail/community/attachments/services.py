"""Keep files, tie them to what they belong to, and find them again."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePath
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils.translation import gettext as _

from soskes_wagtail.community.attachments.images import redrawn
from soskes_wagtail.community.attachments.kinds import ALL, ENDINGS, Kind, kind_of, readable_text
from soskes_wagtail.community.attachments.models import Attachment
from soskes_wagtail.community.attachments.registry import is_attachable
from soskes_wagtail.community.member_text import without_controls
from soskes_wagtail.conf import app_settings
from soskes_wagtail.identity_codes import refuse_identity_codes
from soskes_wagtail.throttle import allowed

MOST = 10  # files of one object
PER_HOUR = 60


def store(upload: UploadedFile, *, owner, kinds: Iterable[Kind] = ALL) -> Attachment:
    """Keep a file that a member sends, attached to nothing yet.

    ``ValidationError`` with a text for people where it is empty, too large, of another kind than
    ``kinds``, or has an identity code in its name or (documents) in its text.
    """
    name = _file_name(upload.name or "")
    megabytes = app_settings.ATTACHMENT_MEGABYTES
    if upload.size > megabytes * 1_000_000:
        raise ValidationError(
            _("“%(name)s” is too large: at most %(limit)s megabytes.")
            % {"name": name, "limit": megabytes},
            code="size",
        )
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": name}, code="empty")
    kind = kind_of(upload.file, name)
    if kind is None or kind not in kinds:
        endings = [e for e in ENDINGS if any(e in kind.endings for kind in kinds)]
        raise ValidationError(
            _("“%(name)s” cannot be attached. Files that can: %(endings)s.")
            % {"name": name, "endings": ", ".join(endings)},
            code="kind",
        )
    refuse_identity_codes(name)
    refuse_identity_codes(readable_text(upload.file, kind))
    if not allowed("attachment", owner.pk, limit=PER_HOUR, seconds=3600):
        raise ValidationError(
            _("You have attached many files in a short time. Try again in an hour."), code="often"
        )
    return _kept(upload, name, kind, owner)


def _kept(upload: UploadedFile, name: str, kind: Kind, owner) -> Attachment:
    attachment = Attachment(owner=owner, name=name, mime_type=kind.content_type)
    if kind.is_image:
        full, small, (attachment.width, attachment.height) = redrawn(upload.file, kind)
        attachment.size = full.size
        attachment.file.save(name, full, save=False)
        attachment.small.save(name, small, save=False)
    else:
        attachment.size = upload.size
        attachment.file.save(name, upload, save=False)
    attachment.save()
    return attachment


def _file_name(name: str) -> str:
    """The last part of a name, short enough, without anything that steers."""
    name = " ".join(without_controls(name.replace("\\", "/")).split()).rsplit("/", 1)[-1]
    path = PurePath(name or "file")
    return f"{path.stem[:150]}{path.suffix[:10]}"


def own_unattached(keys: Iterable[str | UUID], owner) -> list[Attachment]:
    """The owner's files that wait to be attached, of the keys that a form sent."""
    wanted = []
    for key in list(keys)[: 2 * MOST]:
        try:
            wanted.append(key if isinstance(key, UUID) else UUID(str(key)))
        except ValueError:
            continue
    return list(Attachment.objects.filter(key__in=wanted, owner=owner, content_type=None))


def attach(keys: Iterable[str | UUID], *, to: Model, owner) -> list[Attachment]:
    """Tie the owner's waiting files to an object; keys of anybody else's files are passed over.

    ``ValidationError`` where the object would get more than ten.
    """
    if not is_attachable(type(to)):
        raise TypeError(f"{to._meta.label} is not registered with register_attachable.")
    found = own_unattached(keys, owner)
    if found and len(found) + len(attachments_of([to]).get(to.pk, [])) > MOST:
        raise ValidationError(
            _("At most %(limit)s files can be attached.") % {"limit": MOST}, code="most"
        )
    kind = ContentType.objects.get_for_model(to)
    for attachment in found:
        attachment.content_type, attachment.object_id = kind, to.pk
        attachment.save(update_fields=["content_type", "object_id"])
    return found


def attachments_of(objects: Iterable[Model]) -> dict[int, list[Attachment]]:
    """Attachments by primary key of the objects (all of one model); one query.

    For objects that the viewer has been found to see.
    """
    objects = list(objects)
    if not objects:
        return {}
    kind = ContentType.objects.get_for_model(objects[0])
    found: dict[int, list[Attachment]] = defaultdict(list)
    ids = [each.pk for each in objects]
    for attachment in Attachment.objects.filter(content_type=kind, object_id__in=ids):
        found[attachment.object_id].append(attachment)
    return dict(found)


def delete_of(objects: Iterable[Model]) -> None:
    """Delete what is attached to objects that are deleted; with the commit go the files."""
    for attachments in attachments_of(objects).values():
        for attachment in attachments:
            attachment.delete()
