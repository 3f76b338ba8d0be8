"""Texts and headers of digests that are made once are those that would be made anew."""

import email.policy
import re

import pytest
from django import VERSION
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from soskes_wagtail.notifications.digests.mail import DigestMail
from soskes_wagtail.notifications.digests.writing import Writer
from soskes_wagtail.notifications.models import Notice, NoticeEvent

POLICIES = [email.policy.default, email.policy.SMTP, email.policy.SMTPUTF8]
SUBJECTS = ["SosKes: 3 uutta ilmoitusta", "SosKes: Päätös – " + "hyvin pitkä otsikko " * 12, "a"]


def mail(kind, subject, number):
    made = kind(
        subject=subject,
        body="Hei Äiti,\nuutta\n",
        from_email="SosKes Ääkkösin <soskes@esimerkki.example>",
        to=[f"henkilo{number}@ääkkönen.example"],
        headers={
            "Message-ID": f"<soskes.{number}@esimerkki.example>",
            "Date": "Fri, 27 Nov 2026 09:00:00 +0200",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<https://esimerkki.example/soskes/peru/{number}/>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    made.attach_alternative("<p>Hei Äiti,</p>\n", "text/html")
    return made


def lines(message):
    return re.sub(rb"={10,}\d+==", b"boundary", message.as_bytes())


@pytest.mark.parametrize("policy", POLICIES if VERSION >= (6, 0) else [None])
def test_a_mail_is_what_django_makes_of_it(policy):
    given = {"policy": policy} if policy else {}
    for number in range(3):
        for subject in SUBJECTS:
            ours = mail(DigestMail, subject, number).message(**given)
            theirs = mail(EmailMultiAlternatives, subject, number).message(**given)
            assert lines(ours) == lines(theirs)


def unfolded(text):
    return re.sub(r"[ \t]*\r?\n[ \t]+", " ", text).splitlines()


@pytest.mark.parametrize("policy", [*POLICIES[:2], None] if VERSION >= (6, 0) else [None])
def test_addresses_for_programs_go_out_as_they_are(policy):
    """RFC 8058: a mail program looks for the address in the header, not for encoded words."""
    address = f"<https://verkosto.esimerkki.example/soskes-osoitteet/ei-postia/1:{'x' * 60}/>"
    made = mail(DigestMail, "a", 1)
    made.extra_headers |= {"List-Unsubscribe": address, "Message-ID": f"<soskes.{'1' * 80}@a.fi>"}
    message = made.message(**({"policy": policy} if policy else {}))
    for name in ("List-Unsubscribe", "Message-ID"):
        line = f"{name}: {made.extra_headers[name]}"
        # A line may be broken at its spaces (Django 5.2): every program puts it together.
        assert line in unfolded(message.as_bytes().decode())
        assert line in unfolded(message.as_string())
        assert message[name] == made.extra_headers[name]


def test_a_header_cannot_be_smuggled_in():
    for kind in (DigestMail, EmailMultiAlternatives):
        with pytest.raises(ValueError, match=r"(?i)header|newline"):
            mail(kind, "a\nBcc: x@y.example", 1).message()
        for name in ("List-Unsubscribe", "Message-ID"):
            made = mail(kind, "a", 1)
            made.extra_headers[name] = "<x>\r\nBcc: x@y.example"
            with pytest.raises(ValueError, match=r"(?i)header|newline|linefeed"):
                made.message().as_bytes()


@pytest.fixture
def notice(db):
    """notice(title): an unsaved notice of an event, to be written about."""
    user = get_user_model()(pk=1)

    def make(title, body=""):
        event = NoticeEvent(kind="page.new", title=title, body=body, url="/a/")
        return Notice(event=event, user=user, topic="section:1")

    return make


def test_everybody_is_called_by_their_own_name(notice):
    writer = Writer()
    found = [notice("Otsikko"), notice("Toinen")]
    for name, address in (("Maija", "https://a.example/1/"), ("<b>Jussi", ""), ("Maija", "x")):
        text = writer.write(found, name=name, unsubscribe=address)
        assert name in text.plain
        assert ("<b>" in text.html) is False
        assert (address or "nothing") in (text.plain if address else "nothing")
        assert ("peruuta" in text.plain.lower()) == ("peruuta" in text.html.lower())
    assert "&lt;b&gt;Jussi" in writer.write(found, name="<b>Jussi", unsubscribe="").html


def test_texts_do_not_mix(notice):
    writer = Writer()
    one, other = [notice("Yksi & <i>", "teksti")], [notice("Kaksi")]
    for _ in range(2):
        first = writer.write(one, name="A", unsubscribe="")
        second = writer.write(other, name="A", unsubscribe="")
        assert "Yksi & <i>" in first.plain and "Yksi &amp; &lt;i&gt;" in first.html
        assert "Yksi" not in second.plain and "Kaksi" in second.html
        both = writer.write([*one, *other], name="A", unsubscribe="")
        assert both.plain.index("Yksi") < both.plain.index("Kaksi")
    shown = set()
    for language in ("fi", "sv", "en", "fi"):
        with translation.override(language):
            shown.add(writer.write(one, name="A", unsubscribe="").plain)
    assert len(shown) == 3
