"""Every address of ours and what checks it, reviewed by people. A new one fails the suite until
it stands here: (regular expression, what keeps the wrong people out).

Page routes are written as ``PageType: route``; page privacy covers the page and all its routes.
"""

ROW_POLICY = "row policy in every view (RowPolicyViewSetMixin), walked by test_row_walk"
MODEL_POLICY = "model permission of administrators"
OWN_VIEWS = "permission_required of the view and rows by policy"
PAGE = "page privacy; content by visible_to"
MEMBER = "page privacy, member() in the view, rows by visible_to"

REVIEWED: tuple[tuple[str, str], ...] = (
    # The admin: records of the directory and of search.
    (r"/admin/snippets/soskes_directory/\w+/(add/|results/)?", ROW_POLICY),
    (
        r"/admin/snippets/soskes_directory/\w+/(copy|delete|edit|history|history-results|inspect"
        r"|usage|unpublish|unschedule)/\{\}/(revisions/\{\}/unschedule/)?",
        ROW_POLICY,
    ),
    (
        r"/admin/snippets/soskes_directory/\w+/(edit|history|preview|workflow|lock|unlock)/.*",
        ROW_POLICY,
    ),
    (r"/admin/snippets/soskes_search/(synonym|stopword)/.*", MODEL_POLICY),
    (
        r"/admin/snippets/choose/soskes_directory/\w+/.*",
        "choosable() rows",
    ),
    (r"/admin/snippets/choose/soskes_search/(synonym|stopword)/.*", "words that hide nobody"),
    (r"/admin/localize/.*", "guarded by directory_snippets.localize, row policy"),
    (r"/admin/reports/soskes-(access-log|searches)/(results/)?", "administrators and editors only"),
    (r"/admin/reports/soskes-withdrawn/(results/)?", "own rows by policy"),
    (r"/admin/soskes/(ad-categories|alerts)/.*", "model permission; rows by admin_rows"),
    (r"/admin/soskes/ekollega-(groups|reports)/.*", "administrators and moderators; admin_rows"),
    (r"/admin/soskes/entrance/.*", "contact persons and administrators; rows by visible_to"),
    (r"/admin/soskes/feedback/.*", "feedback_policy: owner's section or organisation"),
    (r"/admin/soskes/import/.*", OWN_VIEWS),
    (r"/admin/soskes/licences/.*", "administrators only"),
    (r"/admin/soskes/mergers/.*", "administrators only"),
    (r"/admin/soskes_member_chooser/.*", "member_chooser.CHOOSERS; no row for others"),
    # Outside the page tree.
    (r"/soskes-osoitteet/ei-postia/\{\}/", "signed token of one person; GET changes nothing"),
    (r"/soskes-osoitteet/kuva/\{\}/\{\}", "collection of the image (closed_images.may_have)"),
    # Page routes.
    (
        r"ConsultationPanelPage: (kysy/|kysymykset/|<int:pk>/(pankkiin/)?|pankki/(<int:pk>/)?)?",
        MEMBER,
    ),
    (r"EkollegaPage: .*", "page privacy, Standing and visible_to in every view"),
    (r"(EventListingPage|EventPage): (kalenteri/)?", PAGE),
    (r"FeedbackPage: ", "page privacy; sends only"),
    (
        r"MarketplacePage: (uusi/|omat/|vahdit/|ilmoitetut/|<int:pk>/(muokkaa/)?"
        r"|viestit/(<int:pk>/)?)?",
        MEMBER,
    ),
    (r"MarketplacePage: liite/<uuid:key>/(pieni/)?", "visible_to of what it is attached to"),
    (r"MembersPage: (hiljaiset/|kutsu/)?", "contact persons of the organisation"),
    (r"MembersPage: \^(jasenet|kutsut|pyynnot)/.*", "contact persons; rows by care_for"),
    (r"MembersPage: (liity/|tervetuloa/<str:token>/)", "open: signed token, throttled form"),
    (
        r"(MunicipalityDirectoryPage|MunicipalityPage|ServiceSectionPage): "
        r"(yhteystiedot/(csv|xlsx|vcard/<int:pk>)/)?",
        PAGE,
    ),
    (r"NoticesPage: (seuraa/|seuraaminen/)?", "one's own notices"),
    (r"OwnProfilePage: (ajan-tasalla/|kuva/|poista/|tietoni/(lataa/)?)?", "one's own profile"),
    (r"PeopleSearchPage: (<int:pk>/(kuva/|vcard/)?)?", MEMBER),
    (
        r"SearchPage: (ehdotukset/|opensearch/|opensearch\.xml)?",
        "access keys, visible_to",
    ),
)
