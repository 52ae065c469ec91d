"""How far two points on earth lie apart."""

from math import asin, cos, radians, sin, sqrt

EARTH = 6_371_008.8  # metres: mean radius (International Union of Geodesy, 1980)


def distance(one, other):
    """Metres between two (latitude, longitude) in degrees, by the haversine formula.

    >>> round(distance((52.52, 13.405), (52.52, 13.405)))
    0
    >>> round(distance((0, 0), (0, 1)) / 1000, 1)
    111.2
    """
    (north, east), (north_2, east_2) = (map(radians, place) for place in (one, other))
    half = sin((north_2 - north) / 2) ** 2
    half += cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))
