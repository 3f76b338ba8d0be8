"""Messages about an ad: between two people, on the site, without addresses."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer, can_see, visible_to
from soskes_wagtail.community.marketplace.models import Ad, Conversation, ConversationMessage
from soskes_wagtail.community.marketplace.notices import tell
from soskes_wagtail.throttle import allowed

PER_HOUR = 30


def begin(ad: Ad, user, *, key, body: str) -> Conversation:
    """Write to whoever put an ad up; later messages go on in the same conversation."""
    if ad.author_id == user.pk or not can_see(user, ad):
        raise PermissionDenied
    if not ad.is_current:
        raise ValidationError(_("This ad has ended."), code="ended")
    with transaction.atomic():
        conversation, _made = Conversation.objects.get_or_create(ad=ad, asker=user)
        say(conversation, user, key=key, body=body)
    return conversation


def say(conversation: Conversation, user, *, key, body: str) -> ConversationMessage:
    """One more message; the same ``key`` again adds nothing."""
    if not can_see(user, conversation):
        raise PermissionDenied
    there = ConversationMessage.objects.filter(key=key, sender=user).first()
    if there:
        return there
    if not allowed("ad-message", user.pk, limit=PER_HOUR, seconds=3600):
        raise ValidationError(
            _("You have written many messages in a short time. Try again in an hour."),
            code="often",
        )
    try:
        with transaction.atomic():
            message = ConversationMessage.objects.create(
                key=key, conversation=conversation, sender=user, body=body
            )
            Conversation.objects.filter(pk=conversation.pk).update(last_at=timezone.now())
            tell(
                "marketplace.message",
                conversation.ad,
                [other_side(conversation, user)],
                actor=user,
                target=conversation,
            )
    except IntegrityError:
        raise ValidationError(_("Open the form again and send it once more.")) from None
    return message


def conversations_of(viewer: Viewer) -> QuerySet[Conversation]:
    """One's conversations, newest first, each with ``unread``: messages not read yet."""
    unread = Q(messages__read_at=None) & ~Q(messages__sender=viewer.user.pk)
    found = visible_to(viewer, Conversation.objects.all())
    found = found.select_related("ad__author", "asker")
    # Grouping drops the order of the model.
    return found.annotate(unread=Count("messages", filter=unread)).order_by("-last_at", "-pk")


def unread_number(viewer: Viewer) -> int:
    if not viewer.is_member:
        return 0
    messages = visible_to(viewer, ConversationMessage.objects.filter(read_at=None))
    return messages.exclude(sender=viewer.user).count()


def mark_read(conversation: Conversation, user) -> None:
    unread = conversation.messages.filter(read_at=None).exclude(sender=user)
    unread.update(read_at=timezone.now())


def other_side(conversation: Conversation, user):
    """Whom somebody writes to: the author of the ad or the one who asks."""
    return conversation.asker if conversation.ad.author_id == user.pk else conversation.ad.author
