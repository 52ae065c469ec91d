"""Make it pass: write the revised quotation that the policy lets pass."""

import math

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain import policy
from ..domain.proposal import Change, sensible_step


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_split_from_id = fields.Many2one(
        "sale.order",
        "Split from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The quotation that was made smaller so that it passes the credit check;"
        " the rest is here.",
    )
    o2c_split_ids = fields.One2many(
        "sale.order", "o2c_split_from_id", "Rest on", readonly=True, copy=False
    )

    def action_o2c_make_it_pass(self):
        """Show what would let this quotation pass, to be written by one click.

        :raise AccessError: the user may not change the quotation
        """
        self.ensure_one()
        self._o2c_check_revisable()
        wizard = self.env["o2c.credit.proposal"]._for_order(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make It Pass"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def _o2c_check_revisable(self):
        if not (self.has_access("write") and self.has_access("create")):
            raise AccessError(explain.proposal.not_writable(self.env))
        if self.state not in ("draft", "sent"):
            raise UserError(self.env._("Only quotations are revised."))

    # ------------------------------------------------------------- apply
    def _o2c_write_proposal(self, proposal, keep_rest=True):
        """Write the quotation as proposed, in the user's name.

        :param keep_rest: what is taken out goes on a second quotation
        :return: the second quotation, empty without
        :raise UserError: the check would not let it pass after all
        """
        self.ensure_one()
        self._o2c_check_revisable()
        words = explain.proposal.written(self, proposal)
        other = self.browse()
        if proposal.removed and keep_rest:
            other = self._o2c_split_off(proposal.removed)
            words = explain.proposal.written(self, proposal, other)
        self.message_post(body=words)
        self._o2c_take_out(proposal.removed)
        self.write(self._prepare_o2c_revision(proposal))
        self._o2c_check_passes(proposal)
        return other

    def _prepare_o2c_revision(self, proposal):
        vals = {}
        if proposal.term:
            vals["payment_term_id"] = proposal.term.id
        if proposal.change == Change.DEPOSIT:
            share = self._o2c_deposit(proposal.amount) / self.amount_total
            vals.update(require_payment=True, prepayment_percent=min(share, 1.0))
        return vals

    def _o2c_deposit(self, amount):
        """``amount`` of company currency in that of the order, in sensible units."""
        company = self.company_id.currency_id
        if self.currency_id == company:
            return float(amount)
        step = float(sensible_step(amount, self._o2c_cent()))
        asked = company._convert(
            float(amount), self.currency_id, self.company_id, fields.Date.today()
        )
        return min(math.ceil(round(asked / step, 6)) * step, self.amount_total)

    def _o2c_split_off(self, removed):
        """A second quotation over what is taken out."""
        line_of = {line.id: line for line in self.order_line}
        lines = [
            fields.Command.create(line_of[line_id]._prepare_o2c_rest(float(quantity)))
            for line_id, quantity in removed
        ]
        other = self.copy({"order_line": lines, "o2c_split_from_id": self.id})
        other.message_post(body=explain.proposal.split_off(self))
        return other

    def _o2c_take_out(self, removed):
        line_of = {line.id: line for line in self.order_line}
        for line_id, quantity in removed:
            line_of[line_id]._o2c_take_out(float(quantity))

    def _o2c_check_passes(self, proposal):
        """What was promised is kept: the check lets it pass, once the money is here."""
        case = self._o2c_cases()[self]
        if proposal.change == Change.DEPOSIT or proposal.payment:
            return  # not before it is received, which the check sees for itself
        verdict = policy.evaluate(case.customer, case.order, case.rules)
        if not verdict.decision.ok:
            raise UserError(explain.proposal.outdated(self.env))


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _prepare_o2c_rest(self, quantity):
        """The values of this line on another quotation, at the agreed price."""
        vals = self.copy_data(
            {**self._prepare_o2c_price(), "product_uom_qty": quantity}
        )
        return {name: value for name, value in vals[0].items() if name != "order_id"}

    def _o2c_take_out(self, quantity):
        left = self.product_uom_qty - quantity
        if self.product_uom_id.compare(left, 0) <= 0:
            self.unlink()
        else:
            self.write({"product_uom_qty": left, **self._prepare_o2c_price()})

    def _prepare_o2c_price(self):
        # agreed: a smaller quantity does not make it dearer
        return {"price_unit": self.price_unit, "discount": self.discount}
