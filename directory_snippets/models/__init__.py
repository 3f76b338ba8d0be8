from soskes_wagtail.directory_snippets.models.area import Area
from soskes_wagtail.directory_snippets.models.channels import (
    ContactChannel,
    ContactHours,
    OpeningHours,
    OrganisationChannel,
    ServiceChannelAddress,
    ServiceChannelHours,
    UnitChannel,
    UnitHours,
)
from soskes_wagtail.directory_snippets.models.classification import ServiceClass, TargetGroup
from soskes_wagtail.directory_snippets.models.contact import Contact, ContactAbsence
from soskes_wagtail.directory_snippets.models.expertise import Expertise, ProfileExpertise
from soskes_wagtail.directory_snippets.models.invitation import Invitation, JoinRequest
from soskes_wagtail.directory_snippets.models.licence import Licence, LicenceWarning
from soskes_wagtail.directory_snippets.models.membership import Membership
from soskes_wagtail.directory_snippets.models.merger import Merger, MergerStep
from soskes_wagtail.directory_snippets.models.network_role import NetworkRole
from soskes_wagtail.directory_snippets.models.offering import ServiceChannel, ServiceOffering
from soskes_wagtail.directory_snippets.models.organisation import Organisation
from soskes_wagtail.directory_snippets.models.profile import Profile, ProfileAbsence, ProfilePhoto
from soskes_wagtail.directory_snippets.models.service import Service, ServiceLegalBasis
from soskes_wagtail.directory_snippets.models.statute import Statute
from soskes_wagtail.directory_snippets.models.table_upload import TableUpload
from soskes_wagtail.directory_snippets.models.unit import Unit

__all__ = [
    "Area",
    "Contact",
    "ContactAbsence",
    "ContactChannel",
    "ContactHours",
    "Expertise",
    "OpeningHours",
    "Invitation",
    "JoinRequest",
    "Licence",
    "LicenceWarning",
    "Membership",
    "Merger",
    "MergerStep",
    "NetworkRole",
    "Organisation",
    "OrganisationChannel",
    "Profile",
    "ProfileAbsence",
    "ProfileExpertise",
    "ProfilePhoto",
    "Service",
    "ServiceChannel",
    "ServiceChannelAddress",
    "ServiceChannelHours",
    "ServiceClass",
    "ServiceLegalBasis",
    "ServiceOffering",
    "Statute",
    "TableUpload",
    "TargetGroup",
    "Unit",
    "UnitChannel",
    "UnitHours",
]
