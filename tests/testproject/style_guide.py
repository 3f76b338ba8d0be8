"""Every component of the look on one page, for tests and for eyes: a URLconf of its own.

Answers with a content security policy that allows no inline style or script.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from wagtail.models import Page

from soskes_wagtail.navigation import LanguageLink, Link
from testproject.urls import urlpatterns as site_urls

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:"
HELSINKI = ZoneInfo("Europe/Helsinki")
# fmt: off
MUNICIPALITIES = [
    "Hankasalmi", "Joutsa", "Jyväskylä", "Jämsä", "Kannonkoski", "Karstula", "Keuruu", "Kinnula",
    "Kivijärvi", "Konnevesi", "Kuhmoinen", "Kyyjärvi", "Laukaa", "Luhanka", "Multia", "Muurame",
    "Petäjävesi", "Pihtipudas", "Saarijärvi", "Toivakka", "Uurainen", "Viitasaari", "Äänekoski",
]
# fmt: on


class FilterForm(forms.Form):
    area = forms.ChoiceField(
        label="Kunta",
        choices=[("", "Kaikki kunnat"), *((name, name) for name in MUNICIPALITIES)],
        required=False,
    )
    word = forms.CharField(label="Sana", required=False, help_text="Esimerkiksi virkanimike.")
    open_now = forms.BooleanField(label="Avoinna nyt", required=False)
    kind = forms.ChoiceField(
        label="Tapa", choices=[("p", "Puhelin"), ("k", "Käynti")], widget=forms.RadioSelect
    )


def style_guide(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Tiedot tallennettiin.")
    messages.error(request, "Numero ei kelpaa.")
    page = Page(title="Tyyliopas", last_published_at=datetime(2026, 11, 2, 9, 0, tzinfo=HELSINKI))
    home = Link("SosKes", "/", is_ancestor=True)
    letters = sorted({name[0] for name in MUNICIPALITIES})
    context = {
        "page": page,
        "soskes_base": request.GET.get("base", "soskes_wagtail/base.html"),
        "soskes_home": home,
        "soskes_menu": [
            Link("Lastensuojelu", "/lastensuojelu/", is_ancestor=True),
            *(
                Link(title, "#")
                for title in (
                    "Iäkkäiden palvelut",
                    "Vammaispalvelut",
                    "Edunvalvonta",
                    "Hallinto ja kehittäminen",
                    "Koulutus ja tapahtumat",
                    "Työnohjaus",
                    "Kuntahakemisto",
                )
            ),
        ],
        "soskes_breadcrumbs": [
            home,
            Link("Lastensuojelu", "/lastensuojelu/"),
        ],
        "soskes_languages": [
            LanguageLink("fi", "Suomi", "/", is_current=True),
            LanguageLink("sv", "Svenska", "/sv/", is_current=False),
            LanguageLink("en", "English", "/en/", is_current=False),
        ],
        "soskes_search_url": "/haku/",
        "soskes_owner": "Lastensuojelun toimitus",
        "form": FilterForm(request.GET),
        "contacts": [
            {
                "area": name,
                "unit": f"{name}, lapsiperheiden sosiaalityö",
                "phone": f"000 000 0{i:03}",
                "label": "ark. 9–11",
                "email": "lapsiperheet@esimerkki.example",
            }
            for i, name in enumerate(("Jyväskylä", "Petäjävesi", "Äänekoski"))
        ],
        "hours_columns": ["Päivä", "Avoinna"],
        "hours": [["ma–to", "8.00–16.00"], ["pe", "8.00–15.00"]],
        "page_obj": Paginator(range(500), 25).get_page(request.GET.get("page", 7)),
        "tiles": [
            {
                "title": name,
                "url": f"#{name}",
                "row": i // 5 + 1,
                "column": i % 5 + 1 + (i // 5) % 2,
                "short": name[:3] if request.GET.get("short") else "",
                "is_current": name == "Jämsä",
            }
            for i, name in enumerate(MUNICIPALITIES)
        ],
        "letters": [
            {"letter": x, "url": f"#kirjain-{letters.index(x) + 1}" if x in letters else ""}
            for x in "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"
        ],
        "groups": [
            {"letter": x, "names": [n for n in MUNICIPALITIES if n[0] == x]} for x in letters
        ],
        "cards": [
            {
                "title": "Lastensuojelu",
                "url": "#1",
                "text": "Ilmoitus, selvitys, avohuolto, huostaanotto ja jälkihuolto.",
                "meta": "Päivitetty 2.11.2026",
            },
            {"title": "Edunvalvonta", "url": "#2", "text": "Kenelle, miten ja mistä haetaan."},
            {"title": "Sosiaalihuollon asiakasasiakirjojen kirjaaminen", "url": "#3"},
        ],
        "events": [
            {
                "title": "Vammaispalvelulain koulutus",
                "start": datetime(2026, 12, 8, 9, 0, tzinfo=HELSINKI),
                "end": datetime(2026, 12, 8, 15, 30, tzinfo=HELSINKI),
                "place": "Jyväskylä",
                "summary": "Päivä lain soveltamisesta arjen tilanteisiin.",
                "tags": ["Vammaispalvelut", "Koulutus"],
            },
            {"title": "Verkostopäivät", "start": date(2027, 1, 20), "end": date(2027, 1, 21)},
        ],
        "accordion": [
            {"title": "Kuka tekee päätöksen?", "body": "Johtava viranhaltija tai lautakunta."},
            {"title": "Mistä saa apua viikonloppuna?", "body": "Sosiaalipäivystyksestä."},
        ],
        "facts": [
            {"label": "Osoite", "value": "Esimerkkikatu 1, 00000 Esimerkki"},
            {"label": "Tyhjä", "value": ""},
            {"label": "Väkiluku", "value": "18 300"},
        ],
    }
    response = render(request, "testproject/style_guide.html", context)
    response["Content-Security-Policy"] = POLICY
    return response


urlpatterns = [path("tyyli/", style_guide), *site_urls]
