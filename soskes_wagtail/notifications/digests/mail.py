"""A mail like thousands of others: headers that are the same in all are read and folded once, and
addresses for programs stay as they are.

From Django 6.0 on mails are made with Python's newer e-mail package. It takes most of the time of
a digest to parse a dozen headers and lay them out; and a long address without spaces it writes as
encoded words (RFC 2047), which no program undoes that looks for ``List-Unsubscribe``.
"""

import email.policy
from functools import lru_cache

from django import VERSION
from django.core.mail import EmailMultiAlternatives

_SAME = {
    "auto-submitted",
    "content-transfer-encoding",
    "content-type",
    "from",
    "list-unsubscribe-post",
    "mime-version",
    "subject",
}


#: Go out as they are given, on one line: RFC 5322 allows 998 signs.
_AS_GIVEN = {"list-unsubscribe", "message-id"}
_LONGEST = 900


def _is_as_given(name: str, value: str) -> bool:
    return (
        name.lower() in _AS_GIVEN
        and value.isascii()
        and value.isprintable()
        and len(value) <= _LONGEST
    )


class _QuickPolicy(email.policy.EmailPolicy):
    def header_store_parse(self, name, value):
        if type(value) is str and _is_as_given(name, value):
            return name, value
        if name.lower() in _SAME and type(value) is str:
            return _parsed(name, value)
        return super().header_store_parse(name, value)

    def fold(self, name, value):
        if _is_as_given(name, value):
            return f"{name}: {value}{self.linesep}"
        return super().fold(name, value)

    def fold_binary(self, name, value):
        if _is_as_given(name, value):
            return f"{name}: {value}{self.linesep}".encode("ascii")
        if name.lower() in _SAME and "boundary" not in value:
            return _folded(self.linesep, name, value)
        return super().fold_binary(name, value)


@lru_cache(maxsize=512)
def _parsed(name: str, value: str) -> tuple:
    return email.policy.default.header_store_parse(name, value)


@lru_cache(maxsize=512)
def _folded(linesep: str, name: str, value: str) -> bytes:
    # Headers are texts and compare as such: equal ones are laid out alike.
    return email.policy.default.clone(linesep=linesep).fold_binary(name, value)


#: The policies that Django's backends use, each with a memory.
_QUICK = {policy: _QuickPolicy() + policy for policy in (email.policy.default, email.policy.SMTP)}


class DigestMail(EmailMultiAlternatives):
    """As its parent; to be sent by any backend."""

    if VERSION >= (6, 0):

        def message(self, *, policy=email.policy.default):
            return super().message(policy=_QUICK.get(policy, policy))
