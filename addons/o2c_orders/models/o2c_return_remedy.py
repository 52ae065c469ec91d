"""What the customer gets for goods that came back: credit note or replacement."""

from collections import defaultdict

from odoo import fields, models

from .. import explain
from .o2c_return_flow import CREDIT_HOLD_REASON


class O2cReturn(models.Model):
    _name = "o2c.return"
    _inherit = "o2c.return"

    def _make_credit_notes(self, lines):
        """Draft credit notes over what came back, on the invoices it was paid with."""
        self.ensure_one()
        quantities = lines._quantities_to_credit("received_quantity")
        if self.withdrawal_id:
            quantities = self.withdrawal_id._with_delivery(quantities)
        if not quantities:
            return self.env["account.move"]
        self._tell_not_credited(quantities)
        notes = self.order_id._o2c_credit(
            quantities,
            self.name,
            o2c_return_id=self.id,
            o2c_withdrawal_id=self.withdrawal_id.id,
        )
        if self.withdrawal_id:
            self.withdrawal_id._limit_delivery(notes)
        return notes

    def _tell_not_credited(self, quantities):
        """Goods nobody was asked money for get no credit note; say so."""
        if rests := self.order_id._o2c_not_to_credit(quantities):
            self.message_post(body=explain.returns.not_credited(self, rests))

    def _amounts_to_credit(self):
        """What is about to be credited, with taxes: {invoice: company currency}."""
        quantities = self.line_ids._quantities_to_credit("quantity")
        amounts = {}
        for invoice, parts in self.order_id._o2c_credit_plan(quantities).items():
            total = sum(
                line.price_total / line.quantity * part for line, part in parts.items()
            )
            company = invoice.company_id.currency_id
            rate = invoice.invoice_currency_rate or 1.0
            amounts[invoice] = company.round(total / rate)
        return amounts

    def _after_credit(self):
        """A credit note of these returns was posted, undone or cancelled."""
        for record in self:
            if all(note.state != "draft" for note in record.credit_note_ids):
                self.env["o2c.hold"]._release_origin(
                    record, self.env._("Credited."), CREDIT_HOLD_REASON
                )
        self._follow_up()

    # ------------------------------------------------------------- replacement
    def _make_replacement(self, lines):
        """An order without price over what is replaced, confirmed at once."""
        self.ensure_one()
        replaced = lines.filtered(lambda line: line.remedy == "replace")
        if not replaced:
            return self.env["sale.order"]
        order = self.env["sale.order"].create(self._prepare_replacement_vals(replaced))
        for line, sold in zip(replaced, order.order_line, strict=True):
            line.replacement_line_id = sold
        order.action_confirm()
        return order

    def _prepare_replacement_vals(self, lines):
        order = self.order_id
        return {
            "company_id": order.company_id.id,
            "partner_id": order.partner_id.id,
            "partner_invoice_id": order.partner_invoice_id.id,
            "partner_shipping_id": order.partner_shipping_id.id,
            "pricelist_id": order.pricelist_id.id,
            "user_id": order.user_id.id,
            "team_id": order.team_id.id,
            "warehouse_id": order.warehouse_id.id,
            "origin": f"{order.name} / {self.name}",
            "client_order_ref": order.client_order_ref,
            "o2c_replaces_id": self.id,
            "order_line": [
                fields.Command.create(line._prepare_replacement_vals())
                for line in lines
            ],
        }


class O2cReturnLine(models.Model):
    _name = "o2c.return.line"
    _inherit = "o2c.return.line"

    def _quantities_to_credit(self, field):
        """{order line that was paid: quantity} of the lines that end in a credit."""
        quantities = defaultdict(float)
        for line in self:
            if line._is_credited() and line[field]:
                quantities[line.order_line_id._o2c_original()] += line[field]
        return dict(quantities)

    def _note_taken_back(self):
        """Goods that end in a credit are not invoiced any more, the others still are.

        The remedy may have changed at the inspection, after the goods were booked.
        """
        for line in self:
            sold = line.order_line_id
            receipts = line.move_ids.filtered(lambda m: m._o2c_is_from_customer())
            wrong = receipts.filtered(
                lambda m, line=line: m.to_refund != line._is_credited()
            )
            if wrong:
                wrong.to_refund = line._is_credited()
                self.env.add_to_compute(sold._fields["qty_delivered"], sold)
            if line._is_credited():
                sold.o2c_taken_back += line.received_quantity
        self.order_id._o2c_touch_timeline()

    def _prepare_replacement_vals(self):
        sold = self.order_line_id
        return {
            "product_id": sold.product_id.id,
            "name": sold.name,
            "product_uom_id": sold.product_uom_id.id,
            "product_uom_qty": self.received_quantity,
            "price_unit": sold.price_unit,
            "discount": 100.0,
            "tax_ids": [fields.Command.set(sold.tax_ids.ids)],
            "o2c_replaces_line_id": sold.id,
        }
