"""Models of the community (app label ``soskes_community``); each sub-package has its own."""

from soskes_wagtail.community.attachments.models import Attachment

__all__ = ["Attachment"]
