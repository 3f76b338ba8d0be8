"""One small network with a unique word (canary) in every field that is not for everybody.

Everything is made through the services or the models, under the real default settings:
memberships under licences decide who belongs.
"""

import json
import uuid
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group as HostGroup
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL.PngImagePlugin import PngInfo
from support import files
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from soskes_wagtail.access import RoleKey, Viewer, audit
from soskes_wagtail.community.attachments import services as attachments
from soskes_wagtail.community.consultations.models import BankedCase
from soskes_wagtail.community.consultations.pages import ConsultationPanelPage, PanelExpert
from soskes_wagtail.community.consultations.services import answering, asking, bank
from soskes_wagtail.community.ekollega.models import Group, GroupMember
from soskes_wagtail.community.ekollega.page import EkollegaPage
from soskes_wagtail.community.ekollega.services import posts
from soskes_wagtail.community.feedback.models import Feedback
from soskes_wagtail.community.marketplace.models import Ad, AdCategory
from soskes_wagtail.community.marketplace.pages import MarketplacePage
from soskes_wagtail.community.marketplace.services import ads, moderating, talk
from soskes_wagtail.directory_snippets.models import (
    Area,
    Contact,
    Invitation,
    JoinRequest,
    Licence,
    Membership,
    Organisation,
    Profile,
    ServiceClass,
    Unit,
)
from soskes_wagtail.directory_snippets.people.photos import keep_photo
from soskes_wagtail.notifications import notify
from soskes_wagtail.sections.models import ArticlePage, ServiceSectionPage, SosKesHomePage
from soskes_wagtail.sections.models.people import PeopleSearchPage

#: Everybody who looks, and what they are. ``admin`` is the positive control.
ROLES = (
    "anonymous",  # not signed in
    "host",  # signed in to the host only
    "suspended",  # an account that was shut while its session was open
    "former",  # a member whose membership was ended
    "early",  # a member whose membership begins tomorrow
    "unlicensed",  # a member of an organisation whose licence is over
    "reader",  # a member in no group
    "member_a",  # in the closed group A
    "member_b",  # in the hidden group B
    "ex_a",  # left the closed group A
    "head_a",  # moderates group A
    "editor_1",  # keeps the records of municipality 1
    "editor_2",  # keeps the records of municipality 2
    "section_editor",
    "moderator",
    "admin",
)
OUTSIDERS = {"anonymous", "host", "suspended", "former", "early", "unlicensed"}
MEMBERS = set(ROLES) - OUTSIDERS


def canary(name: str) -> str:
    """A word that stands nowhere else and that no analysis takes apart."""
    return "zqx" + name.replace("_", "").replace("1", "yksi").replace("2", "kaksi") + "qzx"


#: What may be seen by whom. Everybody else must find no trace of it on any surface.
#: ``editor``/``admin`` roles that keep records see them in the admin.
RULES: dict[str, set[str]] = {
    "open_page": MEMBERS,
    "closed_page": {"section_editor", "moderator", "admin", "insider"},
    "draft_page": {"section_editor", "moderator", "admin"},
    "expired_page": {"section_editor", "moderator", "admin"},
    "closed_document": {"section_editor", "moderator", "admin", "editor_1", "editor_2"},
    "closed_image": {"section_editor", "moderator", "admin", "editor_1", "editor_2", "insider"},
    "contact_line": {"editor_1", "section_editor", "admin"},
    "contact_mail": {"admin"},
    "contact_admins": {"admin", "section_editor", "editor_1"},
    "shelter_street": {"editor_1", "admin"},
    "group_a_topic": {"member_a", "head_a", "admin"},
    "group_a_post": {"member_a", "head_a", "admin"},
    "group_a_tag": {"member_a", "head_a", "admin"},
    "group_a_file": {"member_a", "head_a", "admin"},
    "group_b_name": {"member_b", "admin"},
    "group_b_purpose": {"member_b", "admin"},
    "group_b_topic": {"member_b", "admin"},
    "open_topic": MEMBERS,
    "question": {"reader", "head_a"},
    "question_note": {"head_a"},
    "case_draft": {"reader", "head_a"},
    "ad": MEMBERS,
    "hidden_ad": {"reader", "moderator", "admin"},
    "ad_message": {"reader", "member_a"},
    "ad_report": {"member_b", "moderator", "admin"},
    "profile_title": MEMBERS,
    "profile_phone": {"reader", "editor_1", "admin"},
    "profile_photo": {"reader", "editor_1", "admin"},
    "feedback": {"admin", "section_editor"},
    "licence_note": {"admin"},
    "invitation": {"admin"},
    "join_request": {"admin"},
    "audit": {"admin"},
    "notice": {"reader"},
}
CANARIES = {name: canary(name) for name in RULES}


class World:
    """Users by role, and the addresses of all there is."""

    def __init__(self, host_home):
        self.host = host_home
        self.home = SosKesHomePage.objects.get(locale__language_code="fi")
        self.users = {}
        self.ids: dict[str, object] = {}
        #: Addresses whose answer is a picture, and of what.
        self.pictures: dict[str, str] = {}
        self._people()
        self._pages()
        self._records()
        self._talk()
        self._consult()
        self._market()
        self._rest()

    def _people(self) -> None:
        User = get_user_model()
        for name in (*ROLES, "insider"):
            if name != "anonymous":
                self.users[name] = User.objects.create_user(
                    name.replace("_", ""), password="x", email=f"{name}@esimerkki.example"
                )
        areas = Area.objects.municipalities()
        first, second, third = areas.order_by("pk")[:3]
        self.area = first
        self.org_1 = Organisation.objects.create(
            type="municipality", name_fi="Ensikunta", area=first
        )
        self.org_2 = Organisation.objects.create(
            type="municipality", name_fi="Tokakunta", area=second
        )
        over = Organisation.objects.create(type="municipality", name_fi="Ohikunta", area=third)
        today, day = timezone.localdate(), timedelta(days=1)
        for org in (self.org_1, self.org_2):
            Licence.objects.create(organisation=org, seats=50, note=CANARIES["licence_note"])
        Licence.objects.create(
            organisation=over, seats=5, valid_from=today - 90 * day, valid_until=today - day
        )
        roles = {
            "editor_1": RoleKey.MUNICIPAL_EDITOR,
            "editor_2": RoleKey.MUNICIPAL_EDITOR,
            "section_editor": RoleKey.SECTION_EDITOR,
            "moderator": RoleKey.MODERATOR,
            "admin": RoleKey.ADMINISTRATOR,
        }
        for name, user in self.users.items():
            if name == "host":
                continue
            org = over if name == "unlicensed" else self.org_2 if name == "editor_2" else self.org_1
            begins = today + day if name == "early" else today - 30 * day
            membership = Membership.objects.create(
                user=user,
                organisation=org,
                role=roles.get(name, RoleKey.READER),
                valid_from=begins,
            )
            if name == "former":
                membership.ended_at = timezone.now()
                membership.save()
        self.users["suspended"].is_active = False
        self.users["suspended"].save()

    def viewer(self, name: str) -> Viewer:
        return Viewer(get_user_model().objects.get(pk=self.users[name].pk))

    def _add(self, parent, model, name: str, **fields):
        parent = Page.objects.get(pk=parent.pk)
        word = CANARIES[name]
        page = model(
            title=word.capitalize(),
            slug=word,
            summary=f"Tiivistelmä {word}",
            locale=parent.locale,
            show_in_menus=True,
            **fields,
        )
        parent.add_child(instance=page)
        if fields.get("live", True):
            page.save_revision().publish()
        else:
            page.save_revision()
        self.ids[name] = page.pk
        return Page.objects.get(pk=page.pk)

    def _pages(self) -> None:
        opened = self._add(self.home, ArticlePage, "open_page")
        closed = self._add(self.home, ServiceSectionPage, "closed_page")
        club = HostGroup.objects.create(name="Salaseura")
        self.users["insider"].groups.add(club)
        for name in ("section_editor", "moderator", "admin"):
            self.users[name].groups.add(club)
        restriction = PageViewRestriction.objects.create(
            page=closed, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.set([club])
        self._add(self.home, ArticlePage, "draft_page", live=False)
        expired = self._add(self.home, ArticlePage, "expired_page")
        Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(hours=1))
        collection = Collection.objects.get(name="SosKes").add_child(name="Sisempi")
        shut = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.GROUPS
        )
        shut.groups.set([club])
        document = get_document_model()(
            title=CANARIES["closed_document"].capitalize(), collection=collection
        )
        document.file.save(f"{CANARIES['closed_document']}.txt", ContentFile(b"sisus"))
        document.save()
        self.document = document
        self._picture(collection, opened.specific)

    def _picture(self, collection, page) -> None:
        """An image of a closed collection, on a page that is open to more."""
        word, marked = CANARIES["closed_image"], PngInfo()
        marked.add_text("Comment", word)
        upload = files.upload(f"{word}.png", files.picture("PNG", pnginfo=marked), "image/png")
        self.image = get_image_model().objects.create(
            title=word.capitalize(), file=upload, collection=collection
        )
        image = {"image": self.image.pk, "decorative": True, "alt_text": ""}
        value = {"image": image, "caption": "Kuvateksti"}  # a text of the page
        page.body = json.dumps([{"type": "picture", "value": value}])
        page.save_revision().publish()
        for address in (self.image.file.url, self.image.get_rendition("width-10").url):
            self.pictures[address] = "closed_image"

    def _records(self) -> None:
        child_welfare = ServiceClass.objects.get(code="P3.8")
        contact = Contact.objects.create(
            role_title_fi="Sosiaalityöntekijä",
            organisation=self.org_1,
            phone="000 000 0101",
            direct_phone="000 000 0102",
            direct_phone_audience="own",
            person_name=CANARIES["contact_line"].capitalize(),
            person_name_audience="own",
            email=f"{CANARIES['contact_mail']}@esimerkki.example",
            email_audience="admins",
            audience="members",
        )
        contact.service_classes.add(child_welfare)
        contact.areas.add(self.area)
        hidden = Contact.objects.create(
            role_title_fi=CANARIES["contact_admins"].capitalize(),
            organisation=self.org_1,
            phone="000 000 0103",
            audience="admins",
        )
        hidden.service_classes.add(child_welfare)
        hidden.areas.add(self.area)
        shelter = Unit.objects.create(
            name_fi="Turvakoti",
            organisation=self.org_1,
            area=self.area,
            street_fi=CANARIES["shelter_street"].capitalize(),
            address_audience="own",
            audience="members",
        )
        self.records = {"contact": contact, "hidden": hidden, "unit": shelter}
        profile, _ = Profile.objects.get_or_create(user=self.users["reader"])
        profile.name = "Reetta Lukija"
        profile.title = CANARIES["profile_title"]
        profile.ask_me = ""
        profile.email = f"{CANARIES['profile_phone']}@esimerkki.example"
        profile.email_audience = "own"
        profile.photo_audience = "own"
        profile.save()
        keep_photo(profile, files.picture())
        self.profile = profile
        people = PeopleSearchPage.objects.get(locale__language_code="fi")
        self.pictures[f"{people.get_url()}{profile.pk}/kuva/"] = "profile_photo"

    def _talk(self) -> None:
        self.ekollega = EkollegaPage.objects.get(locale__language_code="fi")
        role, state = GroupMember.Role, GroupMember.State

        def group(owner: str, name: str, kind: str, purpose: str = "") -> Group:
            joining = {"open": "free", "closed": "request", "hidden": "invitation"}[kind]
            made = Group.objects.create(name=name, purpose=purpose, kind=kind, joining=joining)
            GroupMember.objects.create(
                group=made, user=self.users[owner], role=role.OWNER, state=state.ACTIVE
            )
            return made

        self.group_a = group("head_a", "Ryhmä A", "closed")
        GroupMember.objects.create(
            group=self.group_a, user=self.users["member_a"], state=state.ACTIVE
        )
        self.group_b = group(
            "member_b", CANARIES["group_b_name"], "hidden", CANARIES["group_b_purpose"]
        )
        self.group_open = group("moderator", "Avoin ryhmä", "open")
        upload = files.upload(f"{CANARIES['group_a_file']}.txt", b"sisus")
        owner = self.users["head_a"]
        self.file = attachments.store(upload, owner=owner)

        def topic(who, group, title, body, **more):
            return posts.start_topic(
                self.viewer(who), group, title=title, body=body, token=uuid.uuid4(), **more
            )

        self.topic_a = topic(
            "head_a",
            self.group_a,
            CANARIES["group_a_topic"],
            f"<p>{CANARIES['group_a_post']}</p>",
            tags=[CANARIES["group_a_tag"]],
            files=[str(self.file.key)],
        )
        self.topic_b = topic("member_b", self.group_b, CANARIES["group_b_topic"], "<p>b</p>")
        self.topic_open = topic("moderator", self.group_open, CANARIES["open_topic"], "<p>o</p>")

    def _consult(self) -> None:
        self.panel = ConsultationPanelPage.objects.get(locale__language_code="fi")
        self.panel.is_closed = False
        self.panel.save()
        PanelExpert.objects.create(page=self.panel, user=self.users["head_a"])
        asked = asking.ask(
            self.panel,
            self.users["reader"],
            key=uuid.uuid4(),
            title=CANARIES["question"],
            situation=f"<p>{CANARIES['question']}</p>",
            tried="",
            law="",
            is_anonymous=True,
        )
        expert = self.viewer("head_a")
        answering.answer(asked, expert, key=uuid.uuid4(), body="<p>Vastaus</p>")
        note = f"<p>{CANARIES['question_note']}</p>"
        answering.note(asked, expert, key=uuid.uuid4(), body=note)
        bank.rewrite(
            asked,
            expert,
            language="fi",
            title=CANARIES["case_draft"],
            question="<p>q</p>",
            answer="<p>a</p>",
            law="",
        )
        self.question, self.case = asked, BankedCase.objects.get()

    def _market(self) -> None:
        self.market = MarketplacePage.objects.get(locale__language_code="fi")
        category = AdCategory.objects.first()

        def put_up(name, **more):
            return ads.put_up(
                self.users["reader"],
                key=uuid.uuid4(),
                kind="offer",
                title=CANARIES[name],
                body="<p>x</p>",
                category=category,
                area=None,
                price=None,
                **more,
            )

        self.ad = put_up("ad")
        self.hidden_ad = put_up("hidden_ad", photos=[files.upload("kuva.jpg", files.picture())])
        Ad.objects.filter(pk=self.hidden_ad.pk).update(state="hidden")
        self.photo = attachments.attachments_of([self.hidden_ad])[self.hidden_ad.pk][0]
        for below in ("", "pieni/"):
            address = f"{self.market.get_url()}liite/{self.photo.key}/{below}"
            self.pictures[address] = "hidden_ad"
        self.conversation = talk.begin(
            self.ad, self.users["member_a"], key=uuid.uuid4(), body=CANARIES["ad_message"]
        )
        moderating.report(self.ad, self.users["member_b"], CANARIES["ad_report"])

    def _rest(self) -> None:
        Feedback.objects.create(kind="content", text=CANARIES["feedback"])
        Invitation.objects.create(
            organisation=self.org_1,
            email=f"{CANARIES['invitation']}@esimerkki.example",
            expires_at=timezone.now() + timedelta(days=9),
        )
        JoinRequest.objects.create(
            organisation=self.org_1,
            name=CANARIES["join_request"].capitalize(),
            email="pyytaja@esimerkki.example",
        )
        audit.record("membership.ended", actor=self.users["admin"], data={"why": CANARIES["audit"]})
        notify(
            "marketplace.message",
            target=self.ad,
            title=CANARIES["notice"],
            url="/soskes/",
            recipients=[self.users["reader"], self.users["former"], self.users["host"]],
        )
