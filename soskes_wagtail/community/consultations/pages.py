"""The panel as a page: who the experts are, what may be asked, and how soon there is an answer."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page
from wagtail_localize.fields import SynchronizedField

from soskes_wagtail.community.consultations.routes import ConsultationRoutesMixin
from soskes_wagtail.community.member_chooser import MemberPanel, member_name
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.sections.models.base import ContentPageMixin


class ConsultationPanelPageMixin(ConsultationRoutesMixin, ContentPageMixin):
    """Ask named experts; see ``routes`` for the addresses below the page."""

    promised_days = models.PositiveSmallIntegerField(
        _("answer within working days"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Shown to those who ask; the experts are reminded before it is over."),
    )
    areas = ParentalManyToManyField(
        Area,
        verbose_name=_("areas"),
        blank=True,
        related_name="+",
        help_text=_(
            "Whose members the panel is meant for; shown on the page. Empty: the whole network."
        ),
    )
    is_closed = models.BooleanField(
        _("takes no new questions"),
        default=False,
        help_text=_("Questions asked already are answered; the question bank stays."),
    )

    content_panels = [
        *ContentPageMixin.content_panels,
        FieldPanel("promised_days"),
        FieldPanel("areas"),
        FieldPanel("is_closed"),
        InlinePanel("panel_experts", label=_("expert"), heading=_("Experts")),
    ]
    override_translatable_fields = [
        SynchronizedField("promised_days", overridable=False),
        SynchronizedField("areas", overridable=False),
        SynchronizedField("is_closed", overridable=False),
        SynchronizedField("panel_experts", overridable=False),
    ]

    class Meta:
        abstract = True


class ConsultationPanelPage(ConsultationPanelPageMixin, Page):
    template = "soskes_wagtail/community/consultations/panel.html"
    parent_page_types = ["soskes_sections.SosKesHomePage", "soskes_sections.ServiceSectionPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("consultation panel")
        verbose_name_plural = _("consultation panels")


class PanelExpert(Orderable):
    """An expert of a panel, and what they know about."""

    page = ParentalKey(
        ConsultationPanelPage, on_delete=models.CASCADE, related_name="panel_experts"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="soskes_panels",
    )
    expertise = models.CharField(
        _("what they know about"), max_length=255, blank=True, help_text=_("A few words.")
    )

    panels = [MemberPanel("user"), FieldPanel("expertise")]

    class Meta(Orderable.Meta):
        verbose_name = _("expert of a panel")
        verbose_name_plural = _("experts of panels")
        constraints = [
            models.UniqueConstraint(fields=["page", "user"], name="soskes_panel_expert_once")
        ]

    def __str__(self):
        return member_name(self.user)
