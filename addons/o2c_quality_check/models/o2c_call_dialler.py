from odoo import models

from .o2c_call_queue import Taking


class O2cCall(models.Model):
    # a dialler's part of the queue beside the agents'
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    def _take(self, user, now):
        """Nobody takes a customer whom a dialler is ringing."""
        rung = self.env["o2c.dialler.line"].search_count(
            [("call_id", "=", self.id), ("ended_at", "=", False)], limit=1
        )
        return Taking.LOCKED if rung else super()._take(user, now)

    def _after_attempt(self, attempt):
        """A line with an agent ends with what he recorded."""
        result = super()._after_attempt(attempt)
        self._end_lines(attempt.at)
        return result

    def _end_lines(self, now):
        lines = self.env["o2c.dialler.line"].search(
            [("call_id", "in", self.ids), ("state", "=", "connected")]
        )
        for line in lines:
            line.write(
                {
                    "state": "ended",
                    "ended_at": max(line.connected_at, now),
                    "result": self.last_result,
                }
            )

    def _may_be_rung(self, now):
        """Whether facts and law still let a dialler ring this number.

        Not now: it is due again when the law allows it; never: it is taken out.
        """
        if not self._check_still_wanted(now):
            return False
        return self._apply_law(now, automatic=True).allowed
