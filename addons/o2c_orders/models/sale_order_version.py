"""The versions of a quotation: what was sent, what is different now."""

from odoo import api, fields, models

from .. import explain
from ..domain import quotation_versions as versions
from .o2c_quote_version import _number


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_quote_version = fields.Integer(
        "Version",
        copy=False,
        readonly=True,
        help="How many different versions were sent to the customer.",
    )
    o2c_version_ids = fields.One2many("o2c.quote.version", "order_id", "Versions")
    o2c_unsent_changes = fields.Text(
        "Not sent yet",
        compute="_compute_o2c_unsent_changes",
        help="What is different from the version that the customer got last.",
    )

    @api.depends(
        "o2c_version_ids",
        "amount_total",
        "order_line.name",
        "order_line.product_uom_qty",
        "order_line.price_unit",
        "order_line.discount",
    )
    def _compute_o2c_unsent_changes(self):
        last = self._o2c_last_versions()
        for order in self:
            version = last.get(order._origin)
            order.o2c_unsent_changes = version and order._o2c_changes(
                version._domain_lines(),
                version.amount_total,
                order._o2c_domain_lines(),
                order,
            )

    def action_o2c_versions(self):
        """Open what was sent of this quotation, version by version."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "o2c_orders.action_quote_version"
        )
        return {**action, "domain": [("order_id", "in", self.ids)]}

    def _o2c_last_versions(self):
        """{order: its last kept version} of those that have one."""
        domain = [("order_id", "in", self._origin.ids)]
        # who reads the order reads what was sent of it
        kept = self.env["o2c.quote.version"].sudo().search(domain, order="number")
        last = {version.order_id.id: version for version in kept}
        return {o: last[o.id] for o in self._origin if o.id in last}

    def _o2c_changes(self, old, old_total, new, newer):
        """Text: the changes between two lists of lines, and of the total.

        :param newer: the record with the newer total (a version or the order)
        """
        currency = newer.currency_id
        lines = self.env["o2c.quote.version"]._compare_text(
            self.env, versions.compare(old, new), currency
        )
        if not currency.compare_amounts(old_total, newer.amount_total):
            return lines
        total = explain.quotation.total_changed(
            self.env, currency.format(old_total), currency.format(newer.amount_total)
        )
        return f"{lines}\n{total}" if lines else total

    def _o2c_domain_lines(self):
        return [
            versions.Line(
                key=line._origin.id or 0,
                name=line.name or "",
                quantity=_number(line.product_uom_qty),
                unit=line.product_uom_id.name or "",
                price=_number(line.price_unit),
                discount=_number(line.discount),
                subtotal=_number(line.price_subtotal),
            )
            for line in self.order_line
        ]

    def _o2c_differs_from(self, version):
        """Whether the content is another than that of ``version``, or there is none."""
        if not version:
            return True
        return bool(
            versions.compare(version._domain_lines(), self._o2c_domain_lines())
            or version.currency_id != self.currency_id
            or self.currency_id.compare_amounts(version.amount_total, self.amount_total)
        )

    def _prepare_o2c_version_vals(self):
        return {
            "order_id": self.id,
            "currency_id": self.currency_id.id,
            "number": self.o2c_quote_version + 1,
            "user_id": self.env.uid,
            "validity_date": self.validity_date,
            "amount_untaxed": self.amount_untaxed,
            "amount_total": self.amount_total,
            "line_ids": [
                fields.Command.create(
                    {
                        "sequence": place,
                        "line_key": line.id,
                        "product_id": line.product_id.id,
                        "name": line.name or "",
                        "quantity": line.product_uom_qty,
                        "unit": line.product_uom_id.name,
                        "price": line.price_unit,
                        "discount": line.discount,
                        "subtotal": line.price_subtotal,
                    }
                )
                for place, line in enumerate(self.order_line)
            ],
        }
