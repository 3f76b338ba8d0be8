import datetime

import pytest
from django.utils.translation import override

from soskes_wagtail.dates import short_date


@pytest.mark.parametrize(
    ("language", "text"), [("fi", "1.12.2026"), ("sv", "1.12.2026"), ("en", "12/01/2026")]
)
def test_finland_writes_dates_alike_in_both_languages(language, text):
    with override(language):
        assert short_date(datetime.date(2026, 12, 1)) == text
    assert short_date(None) == ""
