from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import quotation_versions as versions

NUMBERS = ("quantity", "discount")
PAIR = 2


class O2cQuoteVersion(models.Model):
    """What the customer was sent: one version of a quotation, kept for ever."""

    _name = "o2c.quote.version"
    _description = "Version of a quotation"
    _order = "order_id, number desc"
    _rec_name = "number"

    order_id = fields.Many2one(
        "sale.order", "Quotation", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one("res.currency", required=True)
    number = fields.Integer("Version", required=True)
    at = fields.Datetime("Sent on", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "Sent by", default=lambda self: self.env.user
    )
    validity_date = fields.Date("Valid until")
    amount_untaxed = fields.Monetary()
    amount_total = fields.Monetary("Total")
    line_ids = fields.One2many("o2c.quote.version.line", "version_id")
    changes = fields.Text("Against the version before", compute="_compute_changes")

    _number_once = models.UniqueIndex(
        "(order_id, number)", "This version of the quotation is there already."
    )

    @api.depends("number", "order_id.name")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(order)s version %(number)s",
                order=version.order_id.name,
                number=version.number,
            )

    @api.depends("order_id", "number")
    def _compute_changes(self):
        others = self.search([("order_id", "in", self.order_id.ids)])
        known = {(v.order_id, v.number): v for v in others}
        for version in self:
            before = known.get((version.order_id, version.number - 1))
            version.changes = version._changes_since(before) if before else ""

    def _changes_since(self, before):
        """Text: what is different here from the version ``before``, a line each."""
        return self.order_id._o2c_changes(
            before._domain_lines(), before.amount_total, self._domain_lines(), self
        )

    def _domain_lines(self):
        return [line._domain_line() for line in self.line_ids]

    def action_compare(self):
        """Show what is different between these two versions, or from one to now."""
        ordered = self.sorted("number")
        if len(self.order_id) != 1 or len(self) > PAIR:
            raise UserError(self.env._("Choose one or two versions of one quotation."))
        newer = ordered[1:].id
        compared = self.env["o2c.quote.compare"].create(
            {
                "order_id": self.order_id.id,
                "older_id": ordered[0].id,
                "newer_id": newer,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare Versions"),
            "res_model": compared._name,
            "res_id": compared.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _keep(self, orders):
        """Keep the present content of ``orders`` where it differs from the last kept.

        :return: the new versions
        """
        last = orders._o2c_last_versions()
        new = [order for order in orders if order._o2c_differs_from(last.get(order))]
        # versions have no creators: they come from sending only
        return self.sudo().create([order._prepare_o2c_version_vals() for order in new])

    @api.model
    def _compare_text(self, env, changes, currency):
        """The changes in words, one per line."""

        def value(name, content):
            if name == "price":
                return currency.format(float(content))
            return f"{content.normalize():f}" if name in NUMBERS else content

        return "\n".join(explain.quotation.change(env, c, value) for c in changes)


class O2cQuoteVersionLine(models.Model):
    """One line of a kept version, as the customer read it."""

    _name = "o2c.quote.version.line"
    _description = "Line of a version of a quotation"
    _order = "sequence, id"

    version_id = fields.Many2one(
        "o2c.quote.version", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="version_id.currency_id")
    sequence = fields.Integer()
    line_key = fields.Integer(help="The order line it was; the same in each version.")
    product_id = fields.Many2one("product.product", ondelete="set null")
    name = fields.Text("Description", required=True)
    quantity = fields.Float(digits="Product Unit")
    unit = fields.Char()
    price = fields.Float("Unit price", digits="Product Price")
    discount = fields.Float("Discount %", digits="Discount")
    subtotal = fields.Monetary()

    def _domain_line(self):
        return versions.Line(
            key=self.line_key,
            name=self.name,
            quantity=_number(self.quantity),
            unit=self.unit or "",
            price=_number(self.price),
            discount=_number(self.discount),
            subtotal=_number(self.subtotal),
        )


def _number(value):
    """A number of the database without the noise of floating point."""
    return Decimal(repr(round(value, 6))) if value else Decimal(0)
