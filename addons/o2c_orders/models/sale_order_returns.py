"""What of an order may still come back, and the screens that ask for it."""

from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..domain import returning as rules
from .o2c_guarded_mixin import refuse_by_hand

WAITING = ("requested", "authorised")
# what only returns write, whatever a client sends: it decides what is invoiced
DERIVED_FIELDS = {"o2c_replaces_line_id", "o2c_taken_back", "o2c_return_turn"}


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_return_ids = fields.One2many("o2c.return", "order_id", "Returns")
    o2c_withdrawal_ids = fields.One2many("o2c.withdrawal", "order_id", "Withdrawals")
    o2c_refusal_ids = fields.One2many("o2c.refusal", "order_id", "Refusals")
    o2c_replaces_id = fields.Many2one(
        "o2c.return",
        "Replaces",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The return whose goods this order replaces.",
    )
    o2c_return_count = fields.Integer(compute="_compute_o2c_return_count")
    o2c_can_return = fields.Boolean(compute="_compute_o2c_can_return")

    def _compute_o2c_return_count(self):
        counts = defaultdict(int)
        for model in ("o2c.return", "o2c.withdrawal", "o2c.refusal"):
            Model = self.env[model]
            if Model.has_access("read"):
                domain = [("order_id", "in", self.ids)]
                for order, count in Model._read_group(
                    domain, ["order_id"], ["__count"]
                ):
                    counts[order.id] += count
        for order in self:
            order.o2c_return_count = counts[order._origin.id]

    @api.depends("state", "order_line.qty_delivered")
    def _compute_o2c_can_return(self):
        for order in self:
            order.o2c_can_return = order.state == "sale" and any(
                line.qty_delivered > 0 and line.product_id.type == "consu"
                for line in order.order_line
            )

    def _o2c_returnable(self):
        """What may still come back: {order line: Decimal in the unit of the line}.

        Only lines with something left.
        """
        lines = self.order_line.filtered(lambda line: line.product_id.type == "consu")
        stocks = lines._o2c_line_stocks()
        free = {line: rules.returnable(stock) for line, stock in stocks.items()}
        return {line: quantity for line, quantity in free.items() if quantity}

    def _o2c_refuse_derived(self, vals):
        if vals.get("o2c_replaces_id") and not self.env.su:
            raise AccessError(self.env._("Only a return makes its replacement."))
        return super()._o2c_refuse_derived(vals)

    def action_o2c_return(self):
        """Open the wizard that asks what comes back."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take goods back"),
            "res_model": "o2c.return.open",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def action_o2c_withdraw(self):
        """Open the wizard that enters a withdrawal that came by another way."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enter a withdrawal"),
            "res_model": "o2c.withdrawal.enter",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def action_o2c_returns(self):
        """Open what came or comes back of this order."""
        self.ensure_one()
        found = self.o2c_return_ids or self.o2c_withdrawal_ids or self.o2c_refusal_ids
        title = self.env._("Returns of %s", self.name)
        return self.o2c_return_ids._open_documents(found, title)


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    o2c_return_line_ids = fields.One2many("o2c.return.line", "order_line_id")
    o2c_return_turn = fields.Integer(
        copy=False,
        default=0,
        help="Counts what was asked back: two requests at once write the same row, so"
        " that the second looks again.",
    )
    o2c_taken_back = fields.Float(
        "Taken back",
        digits="Product Unit",
        copy=False,
        readonly=True,
        help="Received back for a credit note; it is not invoiced any more.",
    )
    o2c_replaces_line_id = fields.Many2one(
        "sale.order.line",
        "Replaces the line",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._o2c_refuse_derived(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._o2c_refuse_derived(vals)
        return super().write(vals)

    def _o2c_refuse_derived(self, vals):
        names = DERIVED_FIELDS & vals.keys()
        if any(vals[name] for name in names):
            refuse_by_hand(self, names)

    def _o2c_claim_returns(self):
        """Let nobody else ask for goods of these lines back in the meantime.

        Writing the rows makes a request at the same time fail and try again with
        what it then sees; a lock alone would let it go on with an old picture.
        """
        if not self.ids:
            return
        self.flush_model(["o2c_return_turn"])
        self.env.cr.execute(
            SQL(
                "WITH mine AS (SELECT id FROM sale_order_line WHERE id = ANY(%s)"
                " ORDER BY id FOR UPDATE)"
                " UPDATE sale_order_line line"
                " SET o2c_return_turn = COALESCE(o2c_return_turn, 0) + 1"
                " FROM mine WHERE line.id = mine.id",
                self.ids,
            )
        )
        self.invalidate_recordset(["o2c_return_turn"], flush=False)

    def _o2c_line_stocks(self, besides=None):
        """What was delivered, came back and is promised: {line: LineStock}.

        :param besides: a return whose own lines do not count as promised
        """
        # a control counts every move and every return, whoever may read them
        all_lines = self.sudo()
        besides = (besides or self.env["o2c.return"]).sudo()  # as above
        stocks = (line._o2c_stock(besides) for line in all_lines)
        return dict(zip(self, stocks, strict=True))

    def _o2c_stock(self, besides):
        delivered = back = 0.0
        for move in self.move_ids:
            quantity = move._o2c_in_unit_of(self)
            if move._o2c_is_to_customer() and move.state == "done":
                delivered += quantity
            elif move._o2c_is_from_customer() and move.state != "cancel":
                back += quantity
        waiting = self.o2c_return_line_ids.filtered(
            lambda line: line.state in WAITING and line.return_id != besides
        )
        promised = sum(line._promised() for line in waiting)
        return rules.LineStock(
            *(self._o2c_exact(q) for q in (delivered, back, promised))
        )

    def _o2c_exact(self, quantity):
        return Decimal(str(self.product_uom_id.round(quantity)))

    def _o2c_original(self):
        """The line that was paid for: the first of a chain of replacements."""
        self.ensure_one()
        line = self
        while line.o2c_replaces_line_id:
            line = line.o2c_replaces_line_id
        return line

    @api.depends("o2c_taken_back", "o2c_replaces_line_id")
    def _compute_qty_to_invoice(self):
        result = super()._compute_qty_to_invoice()
        for line in self:
            if line.o2c_replaces_line_id:
                line.qty_to_invoice = 0
            elif (
                line.o2c_taken_back
                and line.state == "sale"
                and line.product_id.invoice_policy == "order"
            ):
                line.qty_to_invoice -= line.o2c_taken_back
        return result
