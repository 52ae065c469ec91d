from datetime import datetime

from odoo.tests import tagged

from .dunning_common import DunningCase


@tagged("post_install", "-at_install")
class TestPause(DunningCase):
    """Days on which all of an item was held do not count for the steps.

    The runs are of 20 May, the first step comes five days after the due date.
    """

    def _paused(self, move, start, end, amount=None, target=None):
        """A hold of the past: from ``start`` until before ``end`` (days of May)."""
        options = {"amount": amount} if amount else {}
        if target == self.customer:
            options["company"] = self.company
        hold = self.Hold._place(
            target or move,
            "collection",
            date_from=datetime(2026, 5, start, 9),
            **options,
        )
        hold.sudo().write({"state": "ended", "date_to": datetime(2026, 5, end, 9)})

    def test_steps_without_the_pause(self):
        cases = (
            # due, pause from, until, what the run says
            (10, 11, 16, 1),  # 10 days less 5
            (10, 11, 17, "not_yet"),  # less 6
            (10, 1, 16, "not_yet"),  # less 6: from the due date on
            (10, 1, 10, 1),  # over before it was due
            (4, 11, 12, "not_yet"),  # not old enough anyway
        )
        for days, start, end, said in cases:
            with self.subTest(days=days, start=start, end=end):
                move = self._due(days=days)
                self._paused(move, start, end)
                self.assertSaid(self._simulate(), {move: said})

    def test_it_says_when(self):
        move = self._due(days=10)
        self._paused(move, 11, 17)
        (found,) = self._simulate().proposal_ids.filtered(
            lambda p: p.line_id == self._item(move)
        )
        # due on the 10th, five days and the six of the pause
        self.assertEqual(found.params["on"], "2026-05-21")

    def test_a_part_that_was_held_pauses_nothing(self):
        part, whole = self._due(days=10), self._due(days=10)
        self._paused(part, 11, 17, amount=99.99)
        self._paused(whole, 11, 17, amount=100)
        self.assertSaid(self._simulate(), {part: 1, whole: "not_yet"})

    def test_overlapping_pauses_count_once(self):
        move = self._due(days=12)
        self._paused(move, 9, 13)
        self._paused(move, 11, 16)
        self.assertSaid(self._simulate(), {move: 1})  # 12 days less 7

    def test_held_customer_and_held_line(self):
        move = self._due(days=10)
        self._paused(move, 11, 17, target=self.customer)
        line = self._due(days=10, partner=self._customer(name="Other"))
        self._paused(line, 11, 17, target=self._item(line))
        self.assertSaid(self._simulate(), {move: "not_yet", line: "not_yet"})

    def test_another_currency(self):
        # two of it are one of the company's: holds are in the company's
        move = self._due(days=10, amount=200, currency_id=self.euro.id)
        self._paused(move, 11, 17, amount=100)
        self.assertSaid(self._simulate(), {move: "not_yet"})

    def test_the_next_step_waits_as_well(self):
        move = self._due(days=20)
        self._item(move).write(
            {"o2c_dunning_level": 1, "o2c_dunning_date": "2026-05-06"}
        )
        self.assertSaid(self._simulate(), {move: 2})
        self._paused(move, 7, 13)
        self.assertSaid(self._simulate(), {move: "not_yet"})
