from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import policy
from ..domain.advice import advise
from ..domain.proposal import Change

CHANGES = [
    (Change.DEPOSIT.value, "Deposit"),
    (Change.TERM.value, "Shorter term"),
    (Change.SPLIT.value, "Split"),
    (Change.DROP.value, "Leave out"),
    (Change.PAYMENT.value, "Pay what is overdue"),
    (Change.COVER.value, "Cover"),
]
# what the quotation itself can say
WRITTEN = {
    Change.DEPOSIT.value,
    Change.TERM.value,
    Change.SPLIT.value,
    Change.DROP.value,
}
REMOVING = {Change.SPLIT.value, Change.DROP.value}


class O2cCreditProposal(models.TransientModel):
    """What would let one quotation pass; made when it is asked for."""

    _name = "o2c.credit.proposal"
    _description = "Make it pass"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    option_ids = fields.One2many("o2c.credit.proposal.option", "proposal_id")
    passes = fields.Boolean()
    holds = fields.Html("Why it is held")
    needs = fields.Html("What has to happen")

    @api.model
    def _for_order(self, order):
        """The wizard with the proposals for this order, for the user who asks."""
        case = order._o2c_cases()[order]
        advice = advise(case)
        known = order.sudo()  # terms and products that the texts name
        hits = policy.evaluate(case.customer, case.order, case.rules).hits
        holding = [hit for hit in hits if hit.holds]
        options = [_prepare_option(known, found) for found in advice.proposals]
        needs = [
            explain.proposal.need(self.env, hit.reason, known._o2c_hit_text(hit))
            for hit in holding
            if hit.reason in advice.needs
        ]
        # nobody makes proposals by hand
        return (
            self.sudo()
            .create(
                {
                    "order_id": order.id,
                    "passes": not holding,
                    "holds": _as_list(known._o2c_hit_text(hit) for hit in holding),
                    "needs": _as_list(needs),
                    "option_ids": [fields.Command.create(vals) for vals in options],
                }
            )
            .sudo(False)
        )


class O2cCreditProposalOption(models.TransientModel):
    """One proposal, to be written by one click."""

    _name = "o2c.credit.proposal.option"
    _description = "Proposal to make it pass"
    _order = "id"

    proposal_id = fields.Many2one(
        "o2c.credit.proposal", required=True, ondelete="cascade"
    )
    change = fields.Selection(CHANGES, required=True)
    name = fields.Char()
    text = fields.Html()
    is_written = fields.Boolean(compute="_compute_buttons")
    removes = fields.Boolean(compute="_compute_buttons")

    @api.depends("change")
    def _compute_buttons(self):
        for option in self:
            option.is_written = option.change in WRITTEN
            option.removes = option.change in REMOVING

    def action_write(self):
        """Write the quotation as proposed; what is taken out gets a second one."""
        return self._write_quotation(keep_rest=True)

    def action_remove(self):
        """Write the quotation as proposed; what is taken out is gone."""
        return self._write_quotation(keep_rest=False)

    def _write_quotation(self, keep_rest):
        self.ensure_one()
        order = self.proposal_id.order_id
        # looked for again: neither what the client sends nor what was true before
        advice = order._o2c_advice()
        found = [p for p in advice.proposals if p.change == Change(self.change)]
        if self.change not in WRITTEN or not found:
            raise UserError(explain.proposal.outdated(self.env))
        if explain.proposal.title(order.sudo(), found[0]) != self.name:  # as shown
            raise UserError(explain.proposal.outdated(self.env))
        order._o2c_write_proposal(found[0], keep_rest)
        return {"type": "ir.actions.act_window_close"}


def _prepare_option(order, proposal):
    return {
        "change": proposal.change.value,
        "name": explain.proposal.title(order, proposal),
        "text": Markup("<br/>").join(explain.proposal.text(order, proposal)),
    }


def _as_list(sentences):
    items = Markup("").join(Markup("<li>%s</li>") % text for text in sentences)
    return items and Markup("<ul class='mb-0'>%s</ul>") % items
