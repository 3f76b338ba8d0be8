"""Names of what the access log says of mergers."""

from django.utils.translation import gettext_lazy as _

PLANNED, DONE, UNDONE = "merger.planned", "merger.done", "merger.undone"
LABELS = {
    PLANNED: _("A merger was planned"),
    DONE: _("A merger was carried out"),
    UNDONE: _("A merger was undone"),
}
