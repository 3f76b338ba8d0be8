"""The form behind every record: choices that the user may use, checked on the server too."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.models import RevisionMixin

from soskes_wagtail.access import Viewer, audit
from soskes_wagtail.directory_snippets.models import Area, Organisation, Service
from soskes_wagtail.directory_snippets.policies import RowPolicy, policy_for
from soskes_wagtail.directory_snippets.services.access_events import disclosure_changed
from soskes_wagtail.directory_snippets.services.choices import (
    choosable,
    linkable_services,
    network_areas,
)
from soskes_wagtail.directory_snippets.services.disclosure import hidden_names
from soskes_wagtail.directory_snippets.services.ownership import (
    edited_organisation_ids,
    owned_q,
    owner_ids,
)
from soskes_wagtail.directory_snippets.services.ptv_owned import owned_names
from soskes_wagtail.directory_snippets.services.state import state_of

#: What decides whose row it is: here a limited editor picks from own rows only.
OWNERSHIP_FIELDS = {"organisation", "unit", "parent"}


class DirectoryForm(WagtailAdminModelForm):
    """Limits what a user may choose and, for limited editors, whose row the result may be.

    What a row points to already may stay, even when the user could not choose it anew.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._limited = self.for_user is not None and self._is_limited()
        if self.for_user is not None and self.instance.pk:
            self._leave_out_hidden()
        self.owned_by_ptv = self._leave_out_owned() if self.instance.pk else frozenset()
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelMultipleChoiceField):
                self._limit_many(name, field)
            elif isinstance(field, forms.ModelChoiceField):
                self._limit_one(name, field)

    def _leave_out_hidden(self) -> None:
        """What somebody is not shown they can neither read nor change here, nor open up, as by
        moving the record to an organisation of their own."""
        hidden = hidden_names(Viewer(self.for_user), self.instance)
        for name in (*hidden, "organisation") if hidden else ():
            self.fields.pop(name, None)
            self.formsets.pop(name, None)

    def _leave_out_owned(self) -> frozenset[str]:
        """What PTV owns stays as it is stored, whatever is sent. Names of what was left out."""
        stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
        names = owned_names(stored, may_correct=not self._limited)
        found = frozenset(name for name in names if name in self.fields or name in self.formsets)
        for name in found:
            self.fields.pop(name, None)
            self.formsets.pop(name, None)
        if isinstance(self.instance, RevisionMixin):
            _put_back(stored, self.instance, names)
        return found

    def _is_limited(self) -> bool:
        policy = policy_for(self._meta.model)
        action = "change" if self.instance.pk else "add"
        return isinstance(policy, RowPolicy) and policy.is_limited(self.for_user, [action])

    def _limit_one(self, name: str, field: forms.ModelChoiceField) -> None:
        model = field.queryset.model
        if model._meta.app_label != "soskes_directory" or self.for_user is None:
            return
        own = self._limited and name in OWNERSHIP_FIELDS
        if own:
            rows = field.queryset.filter(owned_q(model, edited_organisation_ids(self.for_user)))
        else:
            rows = choosable(self.for_user, field.queryset)
        present = Q(pk=self.initial.get(name)) if self.instance.pk else Q(pk__in=[])
        if self.instance.pk and model is self._meta.model:
            rows = rows.exclude(pk=self.instance.pk)
        field.queryset = field.queryset.filter(Q(pk__in=rows.order_by().values("pk")) | present)
        if own:
            self._offer_as_list(name, field)

    def _offer_as_list(self, name: str, field: forms.ModelChoiceField) -> None:
        """Few enough to be seen at a glance; the only one is chosen beforehand."""
        if name == "organisation":
            # An offering may name a place instead; everything else needs an owner.
            field.required = field.required or "unit" not in self.fields
        field.empty_label = _("Not chosen")
        field.widget = forms.Select(choices=field.choices)
        if field.required and not self.instance.pk and not self.initial.get(name):
            rows = list(field.queryset[:2])
            self.initial[name] = rows[0].pk if len(rows) == 1 else None

    def _limit_many(self, name: str, field: forms.ModelMultipleChoiceField) -> None:
        chosen = getattr(self.instance, name).all() if self.instance.pk else ()
        chosen_ids = [record.pk for record in chosen]
        if field.queryset.model is Area:
            field.queryset = network_areas(chosen_ids)
            field.label_from_instance = _with_end
        elif field.queryset.model is Service:
            field.queryset = linkable_services(self.for_user, chosen_ids)
        else:
            field.label_from_instance = _indented

    def save(self, commit=True):
        changed = disclosure_changed(self)
        record = super().save(commit)
        if changed:
            audit.record("disclosure.changed", actor=self.for_user, subject=record, data=changed)
        return record

    def _post_clean(self):
        super()._post_clean()
        if self._limited and not self.errors:
            self._check_owner()

    def _check_owner(self) -> None:
        """A limited editor leaves no row that is not their own."""
        if isinstance(self.instance, Organisation):
            return  # its place in the tree is limited by the choices of "parent"
        if owner_ids(self.instance).isdisjoint(edited_organisation_ids(self.for_user)):
            field = next((name for name in ("organisation", "user") if name in self.fields), None)
            self.add_error(
                field,
                ValidationError(_("Choose one of your own organisations."), code="foreign_owner"),
            )


def _put_back(stored: Model, record: Model, names: Iterable[str]) -> None:
    """Give what an old revision or a draft says of some fields the stored values again."""
    for name in names:
        field = record._meta.get_field(name)
        if field.many_to_many:
            setattr(record, name, list(getattr(stored, name).all()))
        else:
            setattr(record, field.attname, getattr(stored, field.attname))


def _with_end(area: Area) -> str:
    return str(area) if area.is_current() else f"{area} ({state_of(area)})"


def _indented(record) -> str:
    """A class of the second level stands, with a dash, under its main class."""
    return f"– {record}" if getattr(record, "parent_id", None) else str(record)
