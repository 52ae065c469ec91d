from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import explain
from ..domain import tariff as rules
from ..domain.tariff import Fault


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    o2c_tariff_id = fields.Many2one(
        "o2c.tariff",
        "Tariff",
        compute="_compute_o2c_tariff_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('product_tmpl_ids', 'in', product_template_id)]",
        help="The price plan: what is paid per period, besides the price of the line"
        " that is paid once.",
    )
    o2c_recurring_price = fields.Monetary(
        "Price per period",
        compute="_compute_o2c_recurring_price",
        store=True,
        help="For each piece, as the tariff says; in the currency of the order.",
    )
    o2c_recurring_text = fields.Char(
        "Per period", compute="_compute_o2c_recurring_text"
    )

    @api.depends("product_id")
    def _compute_o2c_tariff_id(self):
        for line in self:
            product = line.product_id.product_tmpl_id
            if line.o2c_tariff_id and product in line.o2c_tariff_id.product_tmpl_ids:
                continue
            # only where one is needed: other lines pay nothing for the catalogue
            tariffs = (
                product.o2c_tariff_required and product.o2c_tariff_ids._origin
            ) or self.env["o2c.tariff"]
            company = line.company_id or line.order_id.company_id
            tariffs = tariffs.filtered(
                lambda t, company=company: (
                    t.active and (not t.company_id or t.company_id == company)
                )
            )
            line.o2c_tariff_id = tariffs if len(tariffs) == 1 else False

    @api.depends("o2c_tariff_id", "currency_id", "order_id.date_order")
    def _compute_o2c_recurring_price(self):
        for line in self:
            if line.state == "sale" and line.o2c_recurring_price:
                continue  # agreed: a later change of the catalogue is not his
            tariff = line.o2c_tariff_id
            line.o2c_recurring_price = (
                tariff._converted(tariff.price, line.order_id) if tariff else 0
            )

    @api.depends("o2c_tariff_id", "o2c_recurring_price", "product_uom_qty")
    def _compute_o2c_recurring_text(self):
        for line in self:
            tariff, text = line.o2c_tariff_id, False
            if tariff:
                amount = line.o2c_recurring_price * line.product_uom_qty
                text = explain.service.price_plan(tariff, amount, line.currency_id)
            line.o2c_recurring_text = text

    @api.depends("o2c_tariff_id")
    def _compute_price_unit(self):
        return super()._compute_price_unit()

    def _get_display_price(self):
        # the price once of a tariff takes the place of the pricelist
        tariff = self.o2c_tariff_id
        if tariff.has_setup:
            return tariff._converted(tariff.setup_price, self.order_id)
        return super()._get_display_price()

    @api.constrains("o2c_tariff_id", "product_id")
    def _check_o2c_tariff(self):
        for line in self.filtered("o2c_tariff_id"):
            if (
                line.product_id.product_tmpl_id
                not in line.o2c_tariff_id.product_tmpl_ids
            ):
                reason = rules.Reason(Fault.FOREIGN)
                raise ValidationError(explain.service.tariff_fault(line, reason))

    def _o2c_tariff_facts(self, day):
        """This line as facts for the rule of tariffs, on ``day``."""
        self.ensure_one()
        product, tariff = self.product_id, self.o2c_tariff_id
        return rules.Line(
            day=day,
            quantity=Decimal(str(self.product_uom_qty)),
            price=Decimal(str(self.price_unit)),
            required=product.o2c_tariff_required,
            tariff=tariff._facts_for(product, self.order_id) if tariff else None,
        )
