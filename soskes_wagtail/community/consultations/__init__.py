"""Online consultation (verkkokonsultaatio): members ask a panel of named experts.

A question is read by the one who asked and by the experts of its panel, by nobody else, and never
names a client. What was learnt can be rewritten together into a case of the question bank, which
all members read once both sides have approved it.

- ``services.asking``: ask, write on, rate, take back
- ``services.answering``: take, call in a colleague, note among experts, answer, close
- ``services.bank``: rewrite, approve, publish
- ``services.reminding``: experts are reminded, what is done is closed
- ``pages.ConsultationPanelPage``: the page; ``routes``: its addresses
"""


def register() -> None:
    """Called once the app is ready."""
    from soskes_wagtail.community.consultations import install, notices, person, search

    install.register()
    notices.register()
    person.register()
    search.register()
