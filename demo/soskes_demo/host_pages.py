"""Pages of the imaginary host. Nothing in them is about a real place, person or number."""

from home.models import HealthPage, HomePage
from wagtail.models import Locale, Page, Site

HOME = {
    "fi": {
        "title": "Terveyttä koko maakunnalle",
        "intro": "MediKes kokoaa alueen terveyspalvelut yhteen paikkaan. Täältä näet, mihin "
        "voit ottaa yhteyttä, milloin palvelut ovat auki ja miten valmistaudut käyntiin.",
    },
    "sv": {
        "title": "Hälsa för hela landskapet",
        "intro": "MediKes samlar områdets hälsovårdstjänster på ett ställe. Här ser du vart du "
        "kan vända dig, när tjänsterna är öppna och hur du förbereder dig för ditt besök.",
    },
}

HEALTH_PAGES = [
    {
        "slug": "sairaala",
        "opening_hours": "ma–pe 8–16",
        "phone": "000 000 0901",
        "fi": {
            "title": "Sairaala",
            "intro": "Poliklinikat, osastot ja leikkaukset saman katon alla.",
            "body": "<h2>Kun tulet poliklinikalle</h2><p>Ota mukaan kutsukirje, henkilötodistus "
            "ja lista lääkkeistäsi. Ilmoittaudu aulan automaatilla, niin saat vuoronumeron ja "
            "ohjeen oikeaan odotustilaan.</p><h2>Vierailut osastoilla</h2><p>Vierailla voi "
            "iltapäivisin. Jos olet flunssassa, siirrä vierailua.</p>",
        },
        "sv": {
            "slug": "sjukhuset",
            "title": "Sjukhuset",
            "intro": "Polikliniker, avdelningar och operationer under samma tak.",
            "body": "<h2>När du kommer till polikliniken</h2><p>Ta med kallelsen, "
            "identitetsbevis och en lista över dina mediciner. Anmäl dig vid automaten i aulan, "
            "så får du ett könummer och vet vilket väntrum du ska gå till.</p><h2>Besök på "
            "avdelningarna</h2><p>Besökstiden är på eftermiddagen. Skjut upp besöket om du är "
            "förkyld.</p>",
        },
    },
    {
        "slug": "paivystys",
        "opening_hours": "joka päivä ympäri vuorokauden",
        "phone": "000 000 0902",
        "fi": {
            "title": "Päivystys",
            "intro": "Kun vaiva ei voi odottaa seuraavaan arkipäivään.",
            "body": "<p>Soita ennen kuin lähdet. Sairaanhoitaja arvioi, tarvitsetko päivystystä "
            "vai riittääkö aika omalle terveysasemalle. Hengenvaarassa soita aina 112.</p>"
            "<h2>Tule päivystykseen, jos</h2><ul><li>hengittäminen on vaikeaa</li><li>kipu on "
            "kovaa tai pahenee nopeasti</li><li>vointi huononee äkisti.</li></ul>",
        },
        "sv": {
            "slug": "jouren",
            "title": "Jouren",
            "intro": "När besväret inte kan vänta till nästa vardag.",
            "body": "<p>Ring innan du åker. En sjukskötare bedömer om du behöver jour eller om "
            "det räcker med en tid på din egen hälsostation. Ring alltid 112 vid livsfara.</p>"
            "<h2>Kom till jouren om</h2><ul><li>det är svårt att andas</li><li>smärtan är svår "
            "eller tilltar snabbt</li><li>tillståndet försämras plötsligt.</li></ul>",
        },
    },
    {
        "slug": "laboratorio",
        "opening_hours": "ma–pe 7–15",
        "phone": "000 000 0903",
        "fi": {
            "title": "Laboratorio",
            "intro": "Näytteenotto ajanvarauksella ja ilman.",
            "body": "<h2>Näin valmistaudut</h2><p>Lue lähetteestä, pitääkö sinun olla ravinnotta. "
            "Vettä voit juoda lasillisen. Levähdä 15 minuuttia ennen näytteenottoa.</p>"
            "<p>Tulokset näet verkossa viimeistään muutaman päivän kuluttua.</p>",
        },
        "sv": {
            "slug": "laboratoriet",
            "title": "Laboratoriet",
            "intro": "Provtagning med och utan tidsbokning.",
            "body": "<h2>Så förbereder du dig</h2><p>Läs i remissen om du ska vara fastande. Du "
            "får dricka ett glas vatten. Vila 15 minuter före provtagningen.</p><p>Du ser svaren "
            "på nätet inom några dagar.</p>",
        },
    },
    {
        "slug": "terveysasemat",
        "opening_hours": "ma–to 8–16, pe 8–14",
        "phone": "000 000 0904",
        "fi": {
            "title": "Terveysasemat",
            "intro": "Lääkärin ja hoitajan vastaanotot lähellä kotia.",
            "body": "<p>Varaa aika puhelimitse tai verkossa. Kiireellisissä asioissa sinuun "
            "ollaan yhteydessä saman päivän aikana. Reseptin voit uusia ilman käyntiä.</p>",
        },
        "sv": {
            "slug": "halsostationerna",
            "title": "Hälsostationerna",
            "intro": "Läkar- och skötarmottagningar nära hemmet.",
            "body": "<p>Boka tid per telefon eller på nätet. I brådskande ärenden blir du "
            "kontaktad under samma dag. Du kan förnya ett recept utan besök.</p>",
        },
    },
    {
        "slug": "yhteystiedot",
        "opening_hours": "",
        "phone": "000 000 0900",
        "fi": {
            "title": "Yhteystiedot",
            "intro": "Vaihde yhdistää oikeaan paikkaan.",
            "body": "<p>Ellet tiedä, kenelle asiasi kuuluu, soita vaihteeseen. Älä lähetä "
            "potilastietoja sähköpostilla.</p>",
        },
        "sv": {
            "slug": "kontaktuppgifter",
            "title": "Kontaktuppgifter",
            "intro": "Växeln kopplar dig till rätt ställe.",
            "body": "<p>Om du inte vet vem som sköter ditt ärende, ring växeln. Skicka inte "
            "patientuppgifter per e-post.</p>",
        },
    },
]


def ensure_host_pages(port: int = 8000) -> HomePage:
    """The site of the host with its pages in Finnish and Swedish; what is there stays.

    Returns the Finnish front page. ``port``: where the development server answers.
    """
    finnish = Locale.all_objects.get_or_create(language_code="fi")[0]
    swedish = Locale.all_objects.get_or_create(language_code="sv")[0]
    home = HomePage.objects.filter(locale=finnish).first() or _make_home(finnish)
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port, site.site_name = "127.0.0.1", port, "MediKes"
    site.root_page = home
    site.save()
    # The page that Wagtail's own migrations make.
    Page.objects.filter(depth=2, content_type__model="page", slug="home").delete()
    _ensure_translation(home, swedish, HOME["sv"])
    for data in HEALTH_PAGES:
        page = HealthPage.objects.child_of(home).filter(slug=data["slug"]).first()
        if page is None:
            page = HealthPage(
                slug=data["slug"],
                locale=finnish,
                show_in_menus=True,
                opening_hours=data["opening_hours"],
                phone=data["phone"],
                **data["fi"],
            )
            _publish(HomePage.objects.get(pk=home.pk).add_child(instance=page))
        _ensure_translation(page, swedish, data["sv"])
    return HomePage.objects.get(pk=home.pk)


def _make_home(locale: Locale) -> HomePage:
    home = HomePage(slug="medikes", locale=locale, **HOME["fi"])
    _publish(Page.get_first_root_node().add_child(instance=home))
    return home


def _ensure_translation(page: Page, locale: Locale, texts: dict[str, str]) -> None:
    if page.has_translation(locale):
        return
    translated = page.copy_for_translation(locale)
    for name, value in texts.items():
        setattr(translated, name, value)
    _publish(translated)


def _publish(page: Page) -> None:
    page.save_revision().publish()
