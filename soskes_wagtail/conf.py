"""Settings of SosKes, read lazily from ``settings.SOSKES`` (a dict).

``from soskes_wagtail.conf import app_settings`` then ``app_settings.BASE_TEMPLATE``. Values are
read at use, so ``override_settings`` works; the cache is emptied on ``setting_changed``.
"""

from functools import cached_property
from os import PathLike
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

FINNISH_ENGINES = ("libvoikko", "pypykko", "snowball")


class AppSettings:
    """Typed view of ``settings.SOSKES``; every property is one documented setting."""

    def _get(self, name: str, default: Any, kind: type | tuple[type, ...]) -> Any:
        given = getattr(settings, "SOSKES", {})
        if not isinstance(given, dict):
            raise ImproperlyConfigured(f"SOSKES must be a dict, not {type(given).__name__}.")
        value = given.get(name, default)
        if not isinstance(value, kind):
            expected = (
                kind.__name__ if isinstance(kind, type) else "/".join(k.__name__ for k in kind)
            )
            raise ImproperlyConfigured(
                f"SOSKES[{name!r}] must be {expected}, not {type(value).__name__}."
            )
        return value

    @cached_property
    def BASE_TEMPLATE(self) -> str:
        """Template that SosKes pages extend. It needs the blocks ``title``, ``extra_css``,
        ``content`` and ``extra_js``. Default: SosKes's own complete base."""
        return self._get("BASE_TEMPLATE", "soskes_wagtail/base.html", str)

    @cached_property
    def WELLBEING_COUNTY(self) -> str:
        """Official code of the wellbeing services county that the network covers.
        Default: ``"15"``, Keski-Suomi (not 13, which is its region code)."""
        return self._get("WELLBEING_COUNTY", "15", str)

    @cached_property
    def FINNISH_ENGINE(self) -> tuple[str, ...]:
        """Finnish text analysis wanted for search, best first: ``"libvoikko"``, ``"pypykko"``
        (830 MB in each process) or ``"snowball"``; a name or a list of names. One that is not
        named is never loaded. Default: ``["libvoikko", "snowball"]``; a system check warns when
        the first cannot be loaded."""
        given = self._get("FINNISH_ENGINE", ("libvoikko", "snowball"), (str, list, tuple))
        names = (given,) if isinstance(given, str) else tuple(given)
        unknown = [name for name in names if name not in FINNISH_ENGINES]
        if unknown or not names:
            raise ImproperlyConfigured(
                f"SOSKES['FINNISH_ENGINE'] must be of {', '.join(FINNISH_ENGINES)}, not {given!r}."
            )
        return names

    @cached_property
    def SEARCH_BACKEND(self) -> str:
        """Entry of ``WAGTAILSEARCH_BACKENDS`` whose Elasticsearch or OpenSearch server SosKes
        searches with; ``"database"``: none. Default: empty, ``"default"`` if that is such a
        server, else the database."""
        return self._get("SEARCH_BACKEND", "", str)

    @cached_property
    def SEARCH_BOOSTS(self) -> dict[str, float]:
        """Weight of kinds in the ranking of search, by name: ``{"contact": 1.5}``. Default: what
        the kinds say themselves, mostly 1."""
        boosts = self._get("SEARCH_BOOSTS", {}, dict)
        if not all(isinstance(boost, int | float) and boost > 0 for boost in boosts.values()):
            raise ImproperlyConfigured("SOSKES['SEARCH_BOOSTS'] must have numbers above 0.")
        return boosts

    @cached_property
    def SEARCH_WHOLE_SITE(self) -> str:
        """Dotted path of a callable ``(request, query) -> {"label": …, "url": …}`` (or None) that
        leads to the host's own search with the same words. Default: empty, no such link."""
        return self._get("SEARCH_WHOLE_SITE", "", str)

    @cached_property
    def MEMBERSHIPS(self) -> bool:
        """Whether SosKes is open to those only who have a membership under a valid licence. With
        False the host puts people into the groups of the roles by hand, and memberships merely
        say whose records a municipal editor keeps. Default: True."""
        return self._get("MEMBERSHIPS", True, bool)

    @cached_property
    def INVITATION_DAYS(self) -> int:
        """How many days the link of an invitation works. Default: 14."""
        return self._get("INVITATION_DAYS", 14, int)

    @cached_property
    def MEMBERSHIP_ADAPTER(self) -> str:
        """Dotted path of the class that makes memberships of an organisation's own login, a
        subclass of ``directory_snippets.services.claims.MembershipAdapter``. Default: none."""
        return self._get("MEMBERSHIP_ADAPTER", "", str)

    @cached_property
    def SIGNUP_URL(self) -> str:
        """Where somebody who is invited and has no account gets one, an address or the name of
        one; ``next`` is added. Empty: SosKes shows the way to the login only."""
        return self._get("SIGNUP_URL", "", str)

    @cached_property
    def INVITED_ACCOUNTS(self) -> bool:
        """Whether somebody who is invited may make an account with a password here, for the
        address that the invitation was sent to. Default: False: accounts are the host's."""
        return self._get("INVITED_ACCOUNTS", False, bool)

    @cached_property
    def LOGIN_URL(self) -> str:
        """Where a visitor signs in; empty means the host's own page for restricted pages."""
        return self._get("LOGIN_URL", "", str)

    @cached_property
    def PAGE_CACHE_SECONDS(self) -> int:
        """How long the inside of a page is kept in Django's default cache for readers who may see
        the same; changes are seen at once all the same. Default: 60; 0 keeps nothing."""
        return self._get("PAGE_CACHE_SECONDS", 60, int)

    @cached_property
    def HSDS_API(self) -> bool:
        """Whether the read API of Open Referral HSDS answers, where the host has included its
        addresses. Default: False."""
        return self._get("HSDS_API", False, bool)

    @cached_property
    def HSDS_NAMESPACE(self) -> str:
        """Name from which the UUIDs of HSDS objects are made that have none of PTV. Best the
        domain of the site, set once: another one gives all of them new UUIDs.
        Default: ``"soskes-wagtail"``."""
        return self._get("HSDS_NAMESPACE", "soskes-wagtail", str)

    @cached_property
    def PTV_API_KEY(self) -> str:
        """Key for the interface of the Finnish Service Catalogue, sent as ``x-api-key``; empty
        sends none. Default: empty."""
        return self._get("PTV_API_KEY", "", str)

    @cached_property
    def PROFILE_STALE_MONTHS(self) -> int:
        """After how many months people are asked whether their profile is still right.
        Default: 6; 0 never asks."""
        months = self._get("PROFILE_STALE_MONTHS", 6, int)
        if isinstance(months, bool) or not 0 <= months <= 1200:
            raise ImproperlyConfigured("SOSKES['PROFILE_STALE_MONTHS'] must be 0 to 1200.")
        return months

    @cached_property
    def RETENTION_DAYS(self) -> dict[str, int]:
        """Days for which things are kept, by name of the rule (``soskes_apply_retention --dry-run``
        lists them); 0 keeps for ever. Default: empty, each rule has days of its own."""
        days = self._get("RETENTION_DAYS", {}, dict)
        for name, number in days.items():
            if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 100000:
                raise ImproperlyConfigured(
                    f"SOSKES['RETENTION_DAYS'][{name!r}] must be a number of days, 0 or more."
                )
        return days

    @cached_property
    def PRIVATE_FILES(self) -> str:
        """Folder for the files of members, which no web server shows. Default: empty, a folder
        beside ``MEDIA_ROOT`` with ``-private`` after its name. A host that keeps files elsewhere
        gives ``STORAGES`` an entry ``soskes_private`` instead."""
        return str(self._get("PRIVATE_FILES", "", (str, PathLike)))

    @cached_property
    def CLOSED_IMAGES(self) -> str:
        """Whose images only those may have to whom their collection is open: ``"soskes"``, those
        of collections closed to SosKes's roles and of what lies below them; ``"all"``, those of
        every collection with a view restriction, the host's own too; ``"none"``. Default:
        ``"soskes"``. It takes ``soskes_wagtail.urls`` and a place for private files."""
        whose = self._get("CLOSED_IMAGES", "soskes", str)
        if whose not in ("soskes", "all", "none"):
            raise ImproperlyConfigured(
                f"SOSKES['CLOSED_IMAGES'] must be one of soskes, all, none, not {whose!r}."
            )
        return whose

    @cached_property
    def ATTACHMENT_MEGABYTES(self) -> int:
        """Largest file that a member may attach, in megabytes. Default: 10."""
        return self._get("ATTACHMENT_MEGABYTES", 10, int)

    @cached_property
    def MAIL_FROM(self) -> str:
        """Sender of SosKes's mail; empty means Django's ``DEFAULT_FROM_EMAIL``."""
        return self._get("MAIL_FROM", "", str)

    @cached_property
    def GROUP_STARTERS(self) -> str:
        """Who may start a group in eKollega: ``"members"``, ``"editors"`` (every role above the
        reader's) or ``"administrators"``. Default: ``"members"``."""
        who = self._get("GROUP_STARTERS", "members", str)
        if who not in ("members", "editors", "administrators"):
            raise ImproperlyConfigured(
                "SOSKES['GROUP_STARTERS'] must be one of members, editors, administrators, "
                f"not {who!r}."
            )
        return who

    @cached_property
    def POST_DELETE_MINUTES(self) -> int:
        """For how long people may delete their own post in eKollega; afterwards only moderators
        can. Default: 60."""
        return self._get("POST_DELETE_MINUTES", 60, int)

    def known(self) -> set[str]:
        """Names of all settings, for the check that finds misspelt ones."""
        return {name for name in dir(type(self)) if name.isupper()}

    def reset(self) -> None:
        for name in self.known():
            self.__dict__.pop(name, None)


app_settings = AppSettings()


def _reset(*, setting, **kwargs):
    if setting == "SOSKES":
        app_settings.reset()


setting_changed.connect(_reset, dispatch_uid="soskes_conf_reset")
