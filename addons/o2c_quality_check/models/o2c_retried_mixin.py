"""What belongs to a call, may fail, is tried again and at last given to the leader."""

from odoo import fields, models

from ..explain import failure as explain


class O2cRetriedMixin(models.AbstractModel):
    """Something that follows on ``call_id``, and why it failed so far.

    It fails without harm to the call: who catches the error calls ``_note_failure``.
    """

    _name = "o2c.retried.mixin"
    _description = "What is tried again when it failed"
    # how many minutes until it is tried again, by attempt; then a person has to
    _o2c_again_after = ()

    attempts = fields.Integer("Tried")
    failure = fields.Char("Why it failed")

    def _note_failure(self, error, now):
        """Keep why it failed and when it is tried again; at last tell the leader.

        :param Exception error: what a person would read, or what the log has
        """
        self.ensure_one()
        attempts = self.attempts + 1
        waits = self._o2c_again_after
        again_at = False
        if attempts <= len(waits):
            again_at = fields.Datetime.add(now, minutes=waits[attempts - 1])
        why = explain.failure(self.env, error)
        self.write(
            {
                "attempts": attempts,
                "failure": why,
                **self._prepare_failed_vals(now, again_at),
            }
        )
        if attempts == len(waits) + 1:
            self.call_id.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=explain.given_up(self.call_id, self._failed_name(), why),
                user_id=self.call_id.leader_id.id,
            )

    def _prepare_failed_vals(self, now, again_at):
        """The state it has after a failure.

        :param again_at: when it is tried again; False: not by itself any more
        """
        raise NotImplementedError

    def _failed_name(self):
        """What it is that failed, for the leader."""
        raise NotImplementedError
