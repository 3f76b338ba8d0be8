"""Ads of every kind, with a drawn picture, and a message about one."""

import uuid
from io import BytesIO

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from soskes_wagtail.community.marketplace.models import Ad, AdCategory
from soskes_wagtail.community.marketplace.pages import MarketplacePage
from soskes_wagtail.community.marketplace.services import ads, moderating, talk
from soskes_wagtail.directory_snippets.models import Area

ADS = [
    # kind, title, text, category, municipality, price, by, with a picture
    ("give", "Sähköpöytiä, 4 kpl", "Toimiva nosto. Haettava itse perjantaihin mennessä.",
     "kalusteet", "aanekoski", None, "muokkaaja", True),
    ("offer", "Neuvottelupöytä ja kahdeksan tuolia", "Koivua, vähän naarmuja.",
     "kalusteet", "keuruu", 80, "moderaattori", True),
    ("wanted", "Theraplay-materiaalia lainaksi", "Kolmeksi viikoksi tammikuussa.",
     "kirjat", "aanekoski", None, "lukija", False),
    ("give", "Kaksi rollaattoria", "Huollettu keväällä.",
     "apuvalineet", "laukaa", None, "osiomuokkaaja", True),
    ("offer", "Tapaamistila perjantaisin", "Leikkinurkka ja keittiö, vuokra sovitaan.",
     "tilat", "saarijarvi", None, "moderaattori", False),
]  # fmt: skip


def ensure_ads() -> int:
    """Make them once. Returns how many were made."""
    if not MarketplacePage.objects.exists() or Ad.objects.exists():
        return 0
    users = {user.username: user for user in get_user_model().objects.all()}
    categories = {each.slug: each for each in AdCategory.objects.all()}
    areas = {area.slug: area for area in Area.objects.municipalities()}
    made = [
        ads.put_up(
            users[by],
            key=uuid.uuid4(),
            kind=kind,
            title=title,
            body=f"<p>{text}</p>",
            category=categories[category],
            area=areas.get(area),
            price=price,
            photos=[_picture(number)] if with_picture else [],
        )
        for number, (kind, title, text, category, area, price, by, with_picture) in enumerate(ADS)
    ]
    talk.begin(
        made[0], users["lukija"], key=uuid.uuid4(), body="Hei! Saisiko näistä kaksi Multialle?"
    )
    moderating.report(made[4], users["lukija"], "Onko tämä mainos?")
    return len(made)


def _picture(number: int) -> SimpleUploadedFile:
    """A picture of nothing in particular: a table of two colours."""
    image = Image.new("RGB", (640, 480), ["#e8efe9", "#efe9e1", "#e6edf2", "#f1ecdf"][number % 4])
    draw = ImageDraw.Draw(image)
    colour = ["#2f6f73", "#8a5a2b", "#3b5b8c", "#6b6f2f"][number % 4]
    draw.rectangle((110, 200, 530, 240), fill=colour)
    draw.rectangle((140, 240, 170, 400), fill=colour)
    draw.rectangle((470, 240, 500, 400), fill=colour)
    out = BytesIO()
    image.save(out, "JPEG")
    return SimpleUploadedFile("kuva.jpg", out.getvalue(), "image/jpeg")
