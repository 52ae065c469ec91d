"""Samples: sizes against the table of the formula, draws that repeat."""

import math

import pytest

from odoo.addons.o2c_quality_check.domain.sampling import (
    Method,
    Plan,
    Unit,
    cells,
    critical,
    draw,
    needed,
    point,
    reached,
    variant,
)

SIZES = [
    # population, margin, confidence, n: by hand, z = 1.959964 and 2.575829
    (0, 0.05, 0.95, 0),
    (1, 0.05, 0.95, 1),
    (2, 0.05, 0.95, 2),
    (10, 0.05, 0.95, 10),
    (100, 0.05, 0.95, 80),
    (1_000, 0.05, 0.95, 278),
    (10_000, 0.05, 0.95, 370),
    (10_000_000, 0.05, 0.95, 385),
    (1_000, 0.10, 0.95, 88),
    (1_000, 0.05, 0.99, 400),
    (1_000, 0.01, 0.95, 906),
]


@pytest.mark.parametrize(("population", "margin", "confidence", "size"), SIZES)
def test_size(population, margin, confidence, size):
    assert needed(population, margin, confidence) == size


@pytest.mark.parametrize(("population", "margin", "confidence", "size"), SIZES[1:])
def test_size_reaches_its_margin_and_one_less_does_not(
    population, margin, confidence, size
):
    assert reached(population, size, confidence) <= margin + 1e-9
    if size > 1 and size < population:
        assert reached(population, size - 1, confidence) > margin


def test_critical():
    assert math.isclose(critical(0.95), 1.959964, abs_tol=1e-6)
    assert math.isclose(critical(0.99), 2.575829, abs_tol=1e-6)


def units(count, cell=("A",), start=0, **values):
    return [Unit(f"order:{n}", cell, **values) for n in range(start, start + count)]


def test_draw_is_the_same_whatever_the_order():
    plan = Plan(Method.COUNT, seed=7, count=20)
    everybody = units(200)
    first = draw(everybody, plan)
    assert len(first) == 20
    assert draw(everybody[::-1], plan) == first
    assert draw(everybody, Plan(Method.COUNT, seed=8, count=20)) != first


def test_points_are_spread_evenly():
    points = [point(3, f"order:{n}") for n in range(10_000)]
    tenths = [sum(n / 10 <= p < (n + 1) / 10 for p in points) for n in range(10)]
    # chi square of 9 degrees stays below 27.9 with probability 0.999
    assert sum((n - 1000) ** 2 / 1000 for n in tenths) < 27.9


def test_share_does_not_depend_on_who_else_is_there():
    plan = Plan(Method.SHARE, seed=7, share=0.2)
    some, more = draw(units(500), plan), draw(units(1000), plan)
    assert some == {key for key in more if int(key.split(":")[1]) < 500}
    assert 150 < len(more) < 250


def test_share_keeps_who_was_called():
    plan = Plan(Method.SHARE, seed=7, share=0.0)
    assert draw([*units(5), Unit("order:9", kept=True)], plan) == {"order:9"}


def test_new_candidates_do_not_draw_anew():
    plan = Plan(Method.COUNT, seed=7, count=20)
    first = draw(units(100), plan)
    again = [Unit(u.key, u.cell, listed=u.key in first) for u in units(1000)]
    assert draw(again, plan) == first


def test_called_ones_count_and_stay():
    plan = Plan(Method.COUNT, seed=7, count=3)
    called = units(5, kept=True)
    assert draw([*called, *units(50, start=5)], plan) == {u.key for u in called}


class TestCells:
    """Each courier and area by itself."""

    plan = Plan(Method.CELLS, seed=1, margin=0.1)
    population = [*units(1000), *units(30, ("B",), start=1000), Unit("order:x", ("C",))]

    def test_each_has_enough(self):
        found = cells(self.population, draw(self.population, self.plan), self.plan)
        sizes = {cell: (c.population, c.sample) for cell, c in found.items()}
        assert sizes == {("A",): (1000, 88), ("B",): (30, 24), ("C",): (1, 1)}
        assert all(cell.margin <= 0.1 for cell in found.values())

    def test_more_are_drawn_when_few_answer(self):
        plan = Plan(Method.CELLS, seed=1, margin=0.1, answer_rate=0.4)
        found = cells(self.population, draw(self.population, plan), plan)
        # 88 / 0.4; of thirty all; answers wanted stay
        assert [(c.wanted, c.sample) for c in found.values()] == [
            (88, 220),
            (24, 30),
            (1, 1),
        ]

    def test_of_a_full_cell_nobody_new(self):
        drawn = draw(self.population, self.plan, full={("A",)})
        assert not {u.key for u in units(1000)} & drawn
        assert len(drawn) == 25


def test_variant():
    letters = [variant(5, f"order:{n}", 0.3) for n in range(2000)]
    assert letters == [variant(5, f"order:{n}", 0.3) for n in range(2000)]
    assert 540 < letters.count("b") < 660


def test_variant_is_independent_of_the_sample():
    drawn = [f"order:{n}" for n in range(4000) if point(5, f"order:{n}") < 0.2]
    b = sum(variant(5, key, 0.5) == "b" for key in drawn)
    assert 0.42 < b / len(drawn) < 0.58
