from decimal import Decimal

from odoo import api, fields, models

from .. import explain
from ..domain import tariff as rules

UNITS = [("day", "Day"), ("week", "Week"), ("month", "Month"), ("year", "Year")]


class O2cTariff(models.Model):
    """A price plan of the catalogue: what is paid once and what per period."""

    _name = "o2c.tariff"
    _description = "Tariff"
    _inherit = ["mail.thread"]
    _order = "sequence, name, id"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name for lists and other systems.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Orders in another currency are converted at their date.",
    )
    product_tmpl_ids = fields.Many2many(
        "product.template",
        "o2c_tariff_product_rel",
        "tariff_id",
        "product_tmpl_id",
        "Products",
        help="The tariff can be chosen on order lines with these products only.",
    )
    price = fields.Monetary(
        "Price per period", required=True, tracking=True, help="For each piece."
    )
    has_setup = fields.Boolean(
        "Fixed price once",
        help="The order line then costs this once, for each piece; else the price of"
        " the product holds.",
    )
    setup_price = fields.Monetary("Price once", tracking=True)
    interval_number = fields.Integer("Every", required=True, default=1, tracking=True)
    interval_unit = fields.Selection(
        UNITS, "Period", required=True, default="month", tracking=True
    )
    in_advance = fields.Boolean(
        "Billed in advance",
        default=True,
        help="On the first day of a period; else on the day after its end.",
    )
    aligned = fields.Boolean(
        "Calendar periods",
        help="Periods follow the calendar: months, quarters, years. The first one is"
        " then a part, charged by days.",
    )
    billing_start = fields.Selection(
        [("activation", "Activation"), ("confirmation", "Confirmation of the order")],
        "Billing starts with",
        required=True,
        default="activation",
    )
    min_qty = fields.Float("Least quantity", digits="Product Unit")
    is_limited = fields.Boolean("Quantity limited")
    max_qty = fields.Float("Greatest quantity", digits="Product Unit")
    valid_from = fields.Date("Sold from", tracking=True)
    valid_to = fields.Date("Sold until", tracking=True)
    min_months = fields.Integer("Least term (months)")
    notice_days = fields.Integer("Notice (days)")
    period_text = fields.Char("Price plan", compute="_compute_period_text")

    _interval = models.Constraint(
        "CHECK (interval_number > 0)", "A period must have a length."
    )
    _prices = models.Constraint(
        "CHECK (price >= 0 AND setup_price >= 0)", "A price cannot be negative."
    )
    _quantities = models.Constraint(
        "CHECK (min_qty >= 0 AND (NOT is_limited OR max_qty >= min_qty))",
        "The greatest quantity is less than the least.",
    )
    _days = models.Constraint(
        "CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to)",
        "The tariff would end before it begins.",
    )
    _terms = models.Constraint(
        "CHECK (min_months >= 0 AND notice_days >= 0)",
        "A term cannot be less than nothing.",
    )
    _code_once = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another tariff has this code already."
    )

    @api.depends("price", "interval_number", "interval_unit", "currency_id")
    def _compute_period_text(self):
        for tariff in self:
            tariff.period_text = explain.service.price_plan(
                tariff,
                tariff.price,
                tariff.currency_id,
            )

    def _facts_for(self, product, order):
        """This tariff as facts for a line with ``product`` in ``order``."""
        setup = self._converted(self.setup_price, order) if self.has_setup else None
        return rules.Tariff(
            in_catalogue=product.product_tmpl_id in self.product_tmpl_ids,
            active=self.active,
            valid_from=self.valid_from or None,
            valid_to=self.valid_to or None,
            min_qty=_decimal(self.min_qty) if self.min_qty else None,
            max_qty=_decimal(self.max_qty) if self.is_limited else None,
            setup_price=None if setup is None else _decimal(setup),
        )

    def _converted(self, amount, order):
        """``amount`` of this tariff in the currency of the order, at its date."""
        currency = order.currency_id or order.company_id.currency_id
        if not currency or currency == self.currency_id:
            return amount
        day = (order.date_order or fields.Datetime.now()).date()
        company = order.company_id or self.env.company
        return self.currency_id._convert(amount, currency, company, day)


def _decimal(number):
    return Decimal(str(number))
