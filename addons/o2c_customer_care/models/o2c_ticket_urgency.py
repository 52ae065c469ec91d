from odoo import api, fields, models

from .. import explain
from ..domain.urgency import Stake, Tier, urgency

# what may raise the priority when it is written
RAISING = {"partner_id", "severity", "safety", "immediate"}


class O2cTicket(models.Model):
    """How urgent a ticket is at least; a person may raise it, and lower it again."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    priority_reasons = fields.Json(
        "Reasons of the priority",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    priority_why = fields.Text(
        "Why this priority", compute="_compute_priority_why", groups="base.group_user"
    )
    tier = fields.Selection(related="partner_id.o2c_care_tier", string="Service level")

    @api.depends("priority_reasons", "priority", "partner_id")
    @api.depends_context("lang")
    def _compute_priority_why(self):
        for ticket in self:
            ticket.priority_why = explain.assignment.raised(ticket)

    def _after_change(self, names):
        result = super()._after_change(names)
        if names & RAISING and "priority" not in names:
            self._raise_priority()
        return result

    def _raise_priority(self):
        """Raise the priority where customer, contract or danger ask for it."""
        # the rule raises it, whoever opens the ticket
        tickets = self.sudo()
        served = tickets._customers_under_contract()
        floors = {c: c._o2c_priority_floors() for c in tickets.company_id}
        groups = {}
        for ticket in tickets:
            key = ticket._raised(floors[ticket.company_id], served)
            if key:
                groups.setdefault(key, []).append(ticket.id)
        for (priority, reasons), ids in groups.items():
            plain = [dict(reason) for reason in reasons]
            self.browse(ids).sudo().write(  # see above
                {"priority": priority, "priority_reasons": plain}
            )

    def _raised(self, floors, served):
        """The priority and its reasons, None: it stays."""
        stake = Stake(
            priority=self.priority,
            tier=Tier(self.tier or "standard"),
            contract=(self.partner_id, self.company_id) in served,
            safety=self.safety,
            immediate=self.immediate,
            severity=self.severity or None,
        )
        priority, reasons = urgency(stake, floors)
        if not reasons:
            return None
        plain = tuple(
            (("code", r.code.value), *((k, v.value) for k, v in r.params.items()))
            for r in reasons
        )
        return priority, plain

    def _customers_under_contract(self):
        """Who has a running service contract: {(customer, company)}."""
        groups = self.env["o2c.recurring"]._read_group(
            [
                ("partner_id", "child_of", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "active"),
            ],
            ["partner_id", "company_id"],
        )
        return {(partner.commercial_partner_id, company) for partner, company in groups}
