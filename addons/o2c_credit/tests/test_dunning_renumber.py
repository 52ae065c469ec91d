"""A step put into a strategy that is in use."""

from odoo.tests import tagged

from .dunning_send_common import SendingCase


@tagged("post_install", "-at_install")
class TestDunningRenumber(SendingCase):
    def setUp(self):
        super().setUp()
        self.move = self._overdue()

    def test_a_step_put_between_others(self):
        """Who had the second has it still; who had the first gets the new one."""
        later = self._step(days=9, strategy_id=self.strategy.id, name="Later")
        notice = self._notices()
        self._send(notice)
        line = self._item(self.move)
        reached = later if line.o2c_dunning_level == later.number else self.step
        between = self._step(
            days=reached.days - 1, strategy_id=self.strategy.id, name="Between"
        )
        self.assertEqual(reached.number, between.number + 1)
        self.env.invalidate_all()
        self.assertEqual(line.o2c_dunning_level, reached.number)
        self.assertEqual(notice.level, reached.number)
        self.assertEqual(notice.line_ids.level, reached.number)
        self.assertFalse(self._notices())  # nobody is reminded twice
        between.unlink()
        self.env.invalidate_all()
        self.assertEqual(line.o2c_dunning_level, reached.number)
