"""Full addresses for mails, where no request tells them."""

from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from soskes_wagtail.navigation import pages_with_mark
from soskes_wagtail.notifications.signing import token_for


class Addresses:
    """Addresses for one run; asks the database twice, however many mails there are."""

    @cached_property
    def _pages(self) -> list[Page]:
        pages = pages_with_mark("is_soskes_notices").filter(live=True)
        return list(pages.select_related("locale").order_by("path"))

    @cached_property
    def base(self) -> str:
        """Beginning of addresses, without a slash at the end: the site that SosKes is on."""
        full = next(iter(self._notices.values()), "")
        if full:
            parts = urlsplit(full)
            return f"{parts.scheme}://{parts.netloc}"
        site = Site.objects.filter(is_default_site=True).first()
        return site.root_url if site else settings.WAGTAILADMIN_BASE_URL.rstrip("/")

    @cached_property
    def _notices(self) -> dict[str, str]:
        """Full address of the page of notices by language."""
        # Asked once: Wagtail looks for the site of a page anew at each call.
        pages = ((page.locale.language_code, page.full_url) for page in self._pages)
        return {code: url for code, url in pages if url}

    @cached_property
    def domain(self) -> str:
        return urlsplit(self.base).hostname or "localhost"

    def full(self, url: str) -> str:
        return f"{self.base}{url}" if url.startswith("/") else url

    def notices(self) -> str:
        """The page of notices in the active language, or in another one; empty without one."""
        return self._notices.get(get_language() or "") or next(iter(self._notices.values()), "")

    def settings(self) -> str:
        page = self.notices()
        return f"{page.rstrip('/')}/seuraaminen/" if page else ""

    def unsubscribe(self, user) -> str:
        """Where one click ends all mail of notices; empty where the host has not included
        ``soskes_wagtail.urls``."""
        try:
            path = reverse("soskes:unsubscribe", args=[token_for(user)])
        except NoReverseMatch:
            return ""
        return self.full(path)
