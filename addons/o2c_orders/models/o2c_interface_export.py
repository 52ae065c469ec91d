"""What another system reads: the status of its orders, and their invoices."""

from odoo import models

from ..domain.interface_csv import write_rows
from .sale_order_interface import _moment

ORDER_CSV = (
    "external_id",
    "order",
    "state",
    "stage",
    "quotation",
    "next_due",
    "confirmed",
    "shipped",
    "delivered",
    "invoiced",
    "paid",
    "tracking",
    "invoices",
    "total",
    "currency",
)
INVOICE_CSV = (
    "number",
    "type",
    "date",
    "due",
    "total",
    "open",
    "currency",
    "payment",
    "external_ids",
)
REACHED = ("confirmed", "shipped", "delivered", "invoiced", "paid")


class O2cInterface(models.Model):
    _name = "o2c.interface"
    _inherit = "o2c.interface"

    def _orders_of(self, external_ids):
        """The orders of these external ids, as far as they came through here."""
        return self.env["sale.order"].search(
            [
                ("o2c_interface_id", "=", self.id),
                ("o2c_external_id", "in", external_ids),
            ]
        )

    def _read_orders(self, since=None, after=0, limit=100):
        """Status of what changed since: ``{"orders", "next"}``.

        ``next``: what to ask with for the page after; None on the last one.
        """
        found = self.env["sale.order"]._o2c_interface_changed(self, since, after, limit)
        orders = self.env["sale.order"].browse([order_id for order_id, _at in found])
        return {
            "orders": orders._o2c_interface_status(),
            "next": _next(found, limit),
        }

    def _invoices(self):
        """The domain of the posted invoices and credit notes of our orders."""
        return [
            ("state", "=", "posted"),
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("company_id", "=", self.company_id.id),
            ("line_ids.sale_line_ids.order_id.o2c_interface_id", "=", self.id),
        ]

    def _read_invoices(self, since=None, after=0, limit=100):
        """Invoices changed since: ``{"invoices", "next"}``, see ``_read_orders``."""
        domain = self._invoices()
        if since:
            domain += [
                "|",
                ("write_date", ">", since),
                "&",
                ("write_date", "=", since),
                ("id", ">", after),
            ]
        moves = self.env["account.move"].search(
            domain, order="write_date, id", limit=limit
        )
        found = [(move.id, move.write_date) for move in moves]
        return {
            "invoices": [self._invoice_facts(move) for move in moves],
            "next": _next(found, limit),
        }

    def _invoice_facts(self, move):
        orders = move.line_ids.sale_line_ids.order_id
        own = orders.filtered(lambda o: o.o2c_interface_id == self)
        return {
            "id": move.id,
            "number": move.name,
            "type": "credit_note" if move.move_type == "out_refund" else "invoice",
            "date": move.invoice_date.isoformat(),
            "due": move.invoice_date_due.isoformat() if move.invoice_date_due else None,
            "untaxed": move.amount_untaxed,
            "total": move.amount_total,
            "open": move.amount_residual,
            "currency": move.currency_id.name,
            "payment": move.payment_state,
            "external_ids": own.mapped("o2c_external_id"),
            "lines": [
                {
                    "product": line.product_id.default_code or line.name,
                    "quantity": line.quantity,
                    "price": line.price_unit,
                    "untaxed": line.price_subtotal,
                }
                for line in move.invoice_line_ids
                if line.display_type == "product"
            ],
        }

    # ------------------------------------------------------------- CSV
    def _orders_csv(self, found):
        """CSV of what ``_read_orders`` found."""
        rows = []
        for order in found["orders"]:
            reached = {k: v["actual"] for k, v in order["milestones"].items()}
            tracking = [s["tracking"] for s in order["shipments"] if s["tracking"]]
            cells = order | {kind: reached.get(kind) for kind in REACHED}
            cells["tracking"] = " ".join(tracking)
            cells["invoices"] = " ".join(order["invoices"])
            rows.append([cells[name] for name in ORDER_CSV])
        return write_rows(ORDER_CSV, rows)

    def _invoices_csv(self, found):
        """CSV of what ``_read_invoices`` found."""
        rows = [
            [
                {**invoice, "external_ids": " ".join(invoice["external_ids"])}[name]
                for name in INVOICE_CSV
            ]
            for invoice in found["invoices"]
        ]
        return write_rows(INVOICE_CSV, rows)


def _next(found, limit):
    """The question for the page after a full one."""
    if len(found) < limit:
        return None
    last_id, moment = found[-1]
    return {"since": _moment(moment), "after": last_id}
