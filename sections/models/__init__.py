from soskes_wagtail.sections.alerts.models import Alert
from soskes_wagtail.sections.models.article import ArticlePage, ArticlePageMixin
from soskes_wagtail.sections.models.directory import (
    MunicipalityDirectoryPage,
    MunicipalityDirectoryPageMixin,
)
from soskes_wagtail.sections.models.event import (
    EventListingPage,
    EventListingPageMixin,
    EventPage,
    EventPageMixin,
    EventTag,
    TaggedEvent,
)
from soskes_wagtail.sections.models.home import SosKesHomePage, SosKesHomePageMixin
from soskes_wagtail.sections.models.members import MembersPage, MembersPageMixin
from soskes_wagtail.sections.models.municipality import MunicipalityPage, MunicipalityPageMixin
from soskes_wagtail.sections.models.own_profile import OwnProfilePage, OwnProfilePageMixin
from soskes_wagtail.sections.models.people import PeopleSearchPage, PeopleSearchPageMixin
from soskes_wagtail.sections.models.responsible import ResponsiblePage, ResponsiblePageMixin
from soskes_wagtail.sections.models.section import ServiceSectionPage, ServiceSectionPageMixin

__all__ = [
    "Alert",
    "ArticlePage",
    "ArticlePageMixin",
    "EventListingPage",
    "EventListingPageMixin",
    "EventPage",
    "EventPageMixin",
    "EventTag",
    "MembersPage",
    "MembersPageMixin",
    "MunicipalityDirectoryPage",
    "MunicipalityDirectoryPageMixin",
    "MunicipalityPage",
    "MunicipalityPageMixin",
    "ResponsiblePage",
    "ResponsiblePageMixin",
    "OwnProfilePage",
    "OwnProfilePageMixin",
    "PeopleSearchPage",
    "PeopleSearchPageMixin",
    "ServiceSectionPage",
    "ServiceSectionPageMixin",
    "SosKesHomePage",
    "SosKesHomePageMixin",
    "TaggedEvent",
]
