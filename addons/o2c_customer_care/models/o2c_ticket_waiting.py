from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import explain
from ..domain.ticket import Stage, Waiting


class O2cTicket(models.Model):
    """For whom a ticket waits, and the history of its stages."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _with_waiting(self, vals):
        """``vals`` with whom the tickets wait for: nobody, unless they wait.

        Who moves tickets to waiting and says no more means the customer, or the
        department when each of them has an open part.
        """
        if "stage" not in vals:
            return vals
        if vals["stage"] != Stage.WAITING.value:
            return {**vals, "waiting_for": False}
        named = vals.get("waiting_for")
        return {**vals, "waiting_for": named or self._usually_waits_for().value}

    def _usually_waits_for(self):
        tickets = self.sudo()  # a part counts, whoever may read it
        parts = tickets.child_ids.filtered(lambda t: t.stage != Stage.CLOSED.value)
        split = tickets and parts.parent_id == tickets
        return Waiting.DEPARTMENT if split else Waiting.CUSTOMER

    def _waits_anew(self, vals, moving):
        """Those of them that ``vals`` has wait for somebody else, without a move."""
        if "waiting_for" not in vals:
            return self.browse()
        return self.filtered(
            lambda t: t not in moving and t.waiting_for != vals["waiting_for"]
        )

    @api.constrains("stage", "waiting_for")
    def _check_waiting_for(self):
        for ticket in self:
            if (ticket.stage == Stage.WAITING.value) != bool(ticket.waiting_for):
                raise ValidationError(explain.ticket.waits_for_whom(ticket))

    def _enter_stages(self):
        """Keep where these tickets are from now on, set-based."""
        if not self:
            return
        now = fields.Datetime.now()
        tickets = self.sudo()  # kept by the system, not by users
        tickets.env["o2c.ticket.stage"]._enter(tickets, now)
        new = tickets.filtered(lambda t: not t.stage_since)
        for opened, group in new.grouped("opened_at").items():
            group.write({"stage_since": opened})
        (tickets - new).write({"stage_since": now})
