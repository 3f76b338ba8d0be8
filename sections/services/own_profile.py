"""What people do with their own profile and see of their own data."""

import io
import zipfile
from pathlib import Path

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer, audit, visible_to
from soskes_wagtail.directory_snippets.models import Membership, Profile, ProfilePhoto
from soskes_wagtail.directory_snippets.people.completeness import Completeness, completeness
from soskes_wagtail.directory_snippets.people.form import ProfileForm, absences_formset
from soskes_wagtail.directory_snippets.people.search import expertise_in_use
from soskes_wagtail.person_data.export import as_html, as_json, held_about
from soskes_wagtail.retention import retention_rules


class Editing:
    """The form of one's own profile for a request; ``save()`` says whether it was saved, and
    ``failed`` that it was tried in vain."""

    def __init__(self, viewer: Viewer, request: HttpRequest):
        self.viewer, self.request = viewer, request
        sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        self.profile = _own(viewer) or _new(viewer)
        self.form = ProfileForm(*sent, instance=self.profile)
        self.absences = absences_formset(viewer, sent[0], instance=self.profile)
        self.suggestions = expertise_in_use(viewer)[:300]
        self.failed = False

    @cached_property
    def completeness(self) -> Completeness:
        # As it is stored: a form with errors has written into the profile at hand.
        return completeness(_own(self.viewer) or _new(self.viewer))

    @cached_property
    def is_stale(self) -> bool:
        return self.profile.pk is not None and self.profile.is_stale()

    @cached_property
    def organisations(self) -> list[str]:
        active = Membership.objects.active().filter(user=self.viewer.user)
        names = dict.fromkeys(
            str(one.organisation) for one in active.select_related("organisation")
        )
        return list(names)

    @property
    def fields(self) -> dict:
        return {name: self.form[name] for name in self.form.fields}

    def save(self) -> bool:
        if not (self.form.is_valid() & self.absences.is_valid()):
            self.failed = True
            return False
        try:
            with transaction.atomic():
                self._write()
        except IntegrityError:
            # The form was sent twice at the same moment, and the other was a little faster.
            messages.warning(self.request, _("Your profile was saved a moment ago."))
            return True
        messages.success(self.request, _("Your profile was saved."))
        for written, known in self.form.merged:
            text = _("“%(written)s” is called “%(known)s” here.")
            messages.info(self.request, text % {"written": written, "known": known})
        return True

    def _write(self) -> None:
        profile = self.form.save()
        self.absences.instance = profile
        for absence in self.absences.save(commit=False):
            absence.profile = profile
            absence.save()
        for absence in self.absences.deleted_objects:
            absence.delete()


def confirm(viewer: Viewer, request: HttpRequest) -> None:
    """Everything is still right: one click."""
    profile = _own(viewer)
    if profile is None:
        messages.warning(request, _("You have no profile yet."))
        return
    profile.confirmed_on = timezone.localdate()
    profile.save(update_fields=["confirmed_on", "updated_at"])
    messages.success(request, _("Thank you: your profile is up to date."))


def delete(viewer: Viewer, request: HttpRequest) -> None:
    profile = _own(viewer)
    if profile is not None:
        profile.delete()
        messages.success(request, _("Your profile was deleted."))


def own_photo(viewer: Viewer) -> ProfilePhoto | None:
    return ProfilePhoto.objects.filter(profile__user=viewer.user).first()


def person_url(viewer: Viewer, pages, profile: Profile, request: HttpRequest) -> str:
    """Where colleagues see the profile; "" where there is no such page."""
    page = visible_to(viewer, pages).order_by("path").first() if profile.pk else None
    url = page.get_url(request) if page else None
    return f"{url}{profile.pk}/" if url else ""


def back_to(page, request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(page.get_url(request))


def data_context(viewer: Viewer) -> dict:
    return {
        "held": held_about(viewer.user),
        "rules": [rule for rule in retention_rules() if rule.kept_days],
    }


def data_archive(viewer: Viewer) -> bytes:
    """A ZIP of what SosKes holds about the viewer: JSON, a page to read, and files."""
    user = viewer.user
    held = held_about(user)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", as_json(user, held))
        archive.writestr("person.html", as_html(user, held))
        for one in held:
            for name, content in one.files.items():
                archive.writestr(Path(name).name, content)
    audit.record("person.exported", actor=user, subject=user)
    return written.getvalue()


def _own(viewer: Viewer) -> Profile | None:
    return Profile.objects.filter(user=viewer.user).first()


def _new(viewer: Viewer) -> Profile:
    user = viewer.user
    email = getattr(user, user.get_email_field_name(), "") or ""
    return Profile(user=user, name=user.get_full_name(), email=email)
