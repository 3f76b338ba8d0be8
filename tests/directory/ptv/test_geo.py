import pytest

from soskes_wagtail.directory_snippets.ptv.geo import read_coordinates, to_wgs84


@pytest.mark.parametrize(
    ("northing", "easting", "latitude", "longitude"),
    [
        # The worked example of JHS 197, appendix 3 (point G4, Geta).
        (6715706.37708, 106256.35961, 60.3851068722, 19.84813676944),
        # PROJ 9.5.1, EPSG:3067 to EPSG:4326: Vaasa, Naantali, Helsinki, Utsjoki, on the meridian.
        (7007482.053, 228184.6, 63.09408979903451, 21.611698626953142),
        (6713681.46, 226646.468, 60.46633768339027, 22.02589117701986),
        (6673593.609, 386952.285, 60.183511286990836, 24.961729662756802),
        (7776450.0, 505275.0, 70.09479058160674, 27.138823767351344),
        (6901340.0, 435455.0, 62.23824091803964, 25.757926649969203),
    ],
)
def test_known_points(northing, easting, latitude, longitude):
    assert to_wgs84(northing, easting) == pytest.approx((latitude, longitude), abs=1e-9)


def test_coordinates_are_read_as_ptv_writes_them():
    assert read_coordinates("6713681.46", "226646.468") == ("60.466338", "22.025891")
    assert read_coordinates("6713681,46", "226646,468") == ("60.466338", "22.025891")


def test_degrees_are_taken_as_they_are():
    assert read_coordinates("61.6887", 27.2721) == ("61.688700", "27.272100")


def test_zeros_mean_that_ptv_has_none():
    assert read_coordinates("0", "0") is None


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("61.6887", "47.2721"), ("abc", "1"), ("nan", "nan"), ("226646", "6713681"), ("inf", "0")],
)
def test_what_is_not_in_finland_is_refused(latitude, longitude):
    with pytest.raises(ValueError, match=latitude):
        read_coordinates(latitude, longitude)
