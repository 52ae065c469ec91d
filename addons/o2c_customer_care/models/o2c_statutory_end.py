from odoo import models

from .. import explain


class O2cTicketClock(models.Model):
    """What follows by law when a statutory term ends without an answer."""

    _name = "o2c.ticket.clock"
    _inherit = "o2c.ticket.clock"

    def _end_of_term(self):
        """Propose or carry out the consequence of the term, and say so."""
        # the law decides, whoever lets the run happen
        ticket, term = self.ticket_id.sudo(), self.term_id
        ticket._message_log(body=explain.clock.term_over(self))
        if term.consequence == "deemed_accepted":
            ticket.deemed_accepted_at = self.breached_at
            self._accept_disputes()
        if term.consequence != "notice":
            self._ask_leaders()

    def _accept_disputes(self):
        """Grant, or propose to grant, the whole of each dispute that is open."""
        note = explain.clock.accepted_by_law(self)
        for dispute in self.ticket_id.dispute_ids:
            if dispute.state != "open":
                continue
            if self.term_id.carry_out == "decide":
                dispute._decide(dispute.amount, note)
            else:
                dispute._propose(dispute.amount, note)

    def _ask_leaders(self):
        """A to-do for who decides: the leader of the team, else the care leaders."""
        ticket = self.ticket_id
        for user in ticket.team_id.leader_id or ticket._care_leaders():
            worded = self.with_context(lang=user.lang, tz=user.tz)
            ticket._clock_activity(user, explain.clock.term_over(worded))
