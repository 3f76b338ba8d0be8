"""Somebody at a site who has nothing but its pages: follows links, fills in forms."""

from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from bs4 import BeautifulSoup, Tag


class Visitor:
    """Keeps cookies like a browser. After each step ``status``, ``path`` and ``page`` tell where
    it led; redirects are followed, and only to the site itself."""

    def __init__(self, site: str):
        self.site = site
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.status, self.address = 0, site
        self.page = BeautifulSoup("", "html.parser")

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def text(self) -> str:
        return " ".join(self.page.get_text(" ").split())

    def visit(self, address: str, data: dict[str, str] | None = None) -> "Visitor":
        target = urljoin(self.address, address)
        assert target.startswith(self.site), f"{target} leads away from {self.site}"
        body = urlencode(data).encode() if data is not None else None
        try:
            response = self._opener.open(target, body, timeout=60)
        except HTTPError as error:
            response = error
        with response:
            self.status, self.address = response.status, response.url
            self.page = BeautifulSoup(response.read(), "html.parser")
        return self

    def click(self, text: str, within: str = "body") -> "Visitor":
        """Follow the first link with just this text inside what the CSS selector finds."""
        for place in self.page.select(within):
            for link in place.find_all("a", href=True):
                if " ".join(link.get_text(" ").split()) == text:
                    return self.visit(link["href"])
        raise AssertionError(f"no link {text!r} within {within} on {self.address}")

    def submit(self, form: Tag, **values: str) -> "Visitor":
        """Send a form with what its fields hold, except for the values given."""
        data = {
            field["name"]: field.get("value", "")
            for field in form.find_all("input", attrs={"name": True})
        }
        unknown = set(values) - set(data)
        assert not unknown, f"the form has no {unknown}"
        action = urljoin(self.address, form.get("action") or self.address)
        if form.get("method", "get").lower() == "post":
            return self.visit(action, data | values)
        return self.visit(f"{action}?{urlencode(data | values)}")

    def log_in(self, username: str, password: str) -> "Visitor":
        """Fill in the login form of the page at hand."""
        (form,) = (f for f in self.page.find_all("form") if f.find("input", type="password"))
        return self.submit(form, username=username, password=password)

    def links_to(self, start: str) -> list[str]:
        """Addresses on the page that begin with ``start``."""
        return [
            a["href"] for a in self.page.find_all("a", href=True) if a["href"].startswith(start)
        ]
