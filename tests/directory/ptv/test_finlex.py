import pytest

from soskes_wagtail.directory_snippets.ptv.finlex import read_statute


@pytest.mark.parametrize(
    ("address", "statute"),
    [
        ("http://www.finlex.fi/fi/laki/ajantasa/2007/20070417", (2007, "417")),
        ("https://www.finlex.fi/sv/laki/ajantasa/2007/20070417#L3P34", (2007, "417")),
        ("http://www.finlex.fi/fi/laki/alkup/2014/20141301", (2014, "1301")),
        ("finlex.fi/fi/laki/ajantasa/1973/19730036?search=x", (1973, "36")),
        ("https://www.finlex.fi/fi/laki/ajantasa/1889/18890039001", (1889, "39-001")),
        ("https://www.finlex.fi/en/laki/kaannokset/2007/en20070417.pdf", (2007, "417")),
        ("https://www.finlex.fi/fi/lainsaadanto/2005/162", (2005, "162")),
        ("https://www.finlex.fi/fi/lainsaadanto/saadoskokoelma/2013/1245#sec_1", (2013, "1245")),
        ("https://www.finlex.fi/sv/lagstiftning/2018/729", (2018, "729")),
        ("https://www.finlex.fi/en/legislation/collection/2018/729", (2018, "729")),
        ("https://www.finlex.fi/fi/lainsaadanto/1889/39-001", (1889, "39-001")),
        ("http://data.finlex.fi/eli/sd/2018/1050/alkup", (2018, "1050")),
        ("https://www.finlex.fi/fi/laki/ajantasa/kumotut/1987/19870380", (1987, "380")),
        ("https://www.finlex.fi/fi/laki/kokoelma/2013/sk20130758.pdf", (2013, "758")),
        # A booklet of the collection of statutes: its number is not that of a statute.
        ("https://www.finlex.fi/fi/laki/kokoelma/2013/20130758.pdf", None),
        (
            "https://opendata.finlex.fi/finlex/avoindata/v1/akn/fi/act/statute-consolidated/"
            "2007/417/fin@latest",
            (2007, "417"),
        ),
        ("https://www.finlex.fi/fi/laki/ajantasa/2007/20080417", None),
        ("https://www.finlex.fi/fi/laki/ajantasa/2007/20070000", None),
        ("https://www.finlex.fi/fi/lainsaadanto/2005", None),
        ("https://www.finlex.fi/", None),
        ("https://www.example.org/fi/lainsaadanto/2005/162", None),
        ("", None),
    ],
)
def test_addresses_of_statutes(address, statute):
    assert read_statute(address) == statute
