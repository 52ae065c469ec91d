"""Distances on earth, against figures of maps."""

import pytest

from odoo.addons.o2c_orders.domain.geo import distance

BERLIN, ROME = (52.5200, 13.4050), (41.9028, 12.4964)
TABLE = [
    ("same place", BERLIN, BERLIN, 0, 0),
    ("Berlin to Rome", BERLIN, ROME, 1_183_000, 2_000),
    ("one degree along the equator", (0, 0), (0, 1), 111_195, 1),
    ("over the date line", (0, 179.5), (0, -179.5), 111_195, 1),
    ("pole to pole", (90, 0), (-90, 0), 20_015_115, 10),
    ("across the street", (45.0, 9.0), (45.0001, 9.0), 11, 0.2),
]


@pytest.mark.parametrize(
    ("_case", "one", "other", "metres", "within"), TABLE, ids=[t[0] for t in TABLE]
)
def test_distance(_case, one, other, metres, within):
    assert distance(one, other) == pytest.approx(metres, abs=within)
    assert distance(other, one) == pytest.approx(distance(one, other))
