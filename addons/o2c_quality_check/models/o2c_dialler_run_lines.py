"""How a run opens lines: in the database first, and only then does a phone ring.

Nobody is rung twice, whatever dies in between: who wrote a line dials it, nobody else
ever does. What was written and never dialled is given back.
"""

import logging
from datetime import timedelta

from odoo import models

from ..domain import pacing
from ..domain.pacing import Mode
from .lost_race import LOST, passed_over
from .o2c_dialler_line import LEASE

_logger = logging.getLogger(__name__)
INTERVAL = timedelta(minutes=1)


class O2cDiallerRun(models.Model):
    # the parts of a run in one file would be longer than a file may be
    _inherit = "o2c.dialler.run"  # pylint: disable=consider-merging-classes-inherited

    def _open_lines(self, now):
        """Write the lines that the pace allows; nobody is dialled here."""
        obstacle = self.dialler_id._obstacle(now)
        if obstacle:
            self.coded = {"code": pacing.Why.DOWN.value, "params": obstacle}
            return self.env["o2c.dialler.line"]
        policy, past = self.dialler_id._policy(), self._past(now)
        if not self.paced_at or now - self.paced_at >= INTERVAL:
            pace = pacing.next_pace(policy, past, self.pace)
            self.write({"pace": pace, "paced_at": now})
        targets = self._targets(now)
        present = self._present(self._agents(now), targets, now)
        mode = Mode(self.dialler_id.mode)
        decided = pacing.lines(policy, mode, past, present, self.pace)
        opened = self._open_first(targets, decided.count, now)
        (reason,) = decided.reasons
        coded = {"code": reason.code.value, "params": dict(reason.params)}
        self.write({"coded": coded, "lines_opened": self.lines_opened + len(opened)})
        return opened

    def _open_first(self, targets, count, now):
        """Lines for the first ``count`` of ``targets`` who may still be called."""
        opened = self.env["o2c.dialler.line"]
        for call in targets:
            if len(opened) == count:
                break
            with passed_over(call):
                if not call._lock() and call._may_be_rung(now):
                    opened |= self._open_line(call, len(opened) + 1, now)
        return opened

    def _open_line(self, call, place, now):
        # the queue passes it over meanwhile
        call.next_try_at = now + LEASE
        return self.env["o2c.dialler.line"].create(
            {
                "run_id": self.id,
                "number": self.lines_opened + place,
                "dialler_id": self.dialler_id.id,
                "campaign_id": self.campaign_id.id,
                "company_id": self.company_id.id,
                "call_id": call.id,
                "phone": call.phone,
                "dialled_at": now,
            }
        )

    # ------------------------------------------------------------- dialling
    def _ring(self, lines, now):
        """Have lines dialled that this step has written, one after the other."""
        for line in lines:
            try:
                # the line is in the database before anything rings
                self._keep()
                if line._is_ours_to_dial(now):
                    self._keep()
                    line._dial(now)
            except LOST:
                self.env.cr.rollback()
                _logger.info("Line %s was changed meanwhile and is left", line.id)
        if lines:
            self._keep()

    def _keep(self):
        """What was done stands, whatever happens next."""
        self.env["ir.cron"]._commit_progress()

    def _give_up_undialled(self, lines, now):
        """End lines whose step died: those that rang perhaps are left alone longer."""
        for line in lines.filtered(lambda line: line._is_left_behind(now)):
            with passed_over(line):
                line._give_up(now)
