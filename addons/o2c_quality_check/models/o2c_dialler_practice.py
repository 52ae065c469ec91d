"""A provider without a telephone: real calls, answers drawn from a seed."""

from datetime import timedelta

from odoo import models

from ..domain.practice_phone import draw


class O2cDialler(models.Model):
    # the provider beside the record of all providers: as a connector would add its own
    _inherit = "o2c.dialler"  # pylint: disable=consider-merging-classes-inherited

    def _practice_dial(self, line):
        """Nothing rings; what comes of it is drawn when it is asked for."""
        return f"practice-{line.run_id.id}-{line.number}"

    def _practice_hang_up(self, line, message):
        """Nobody hears the message."""

    def _practice_state(self):
        """It always works."""
        return True

    def _practice_events(self, lines, now):
        """What has come of ``lines`` by now, as a provider would tell it."""
        events = []
        for line in lines.filtered(lambda line: line.state == "ringing"):
            drawn = draw(
                self.seed, line.number, self.practice_answered / 100, self.ring_seconds
            )
            if line.dialled_at + timedelta(seconds=drawn.seconds) <= now:
                kind = drawn.result.value
                events.append(
                    {"key": f"{line.ref}:{kind}", "ref": line.ref, "kind": kind}
                )
        return events
