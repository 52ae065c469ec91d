from datetime import timedelta

from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_voucher_program_id = fields.Many2one(
        "loyalty.program",
        "Program of vouchers",
        domain="[('program_type', '=', 'gift_card')]",
        help="Vouchers of customer care are its gift cards. Empty: one is made with"
        " the first voucher.",
    )
    o2c_voucher_days = fields.Integer("Vouchers valid for (days)", default=365)
    o2c_goodwill_product_id = fields.Many2one(
        "product.product",
        "Goodwill product",
        domain="[('type', '=', 'service')]",
        help="On credit notes for goodwill without an invoice; its taxes and account"
        " apply. Empty: one is made with the first of them.",
    )
    o2c_claim_days = fields.Integer(
        "Days to answer a claim",
        default=14,
        help="How long suppliers and couriers have to answer our claims.",
    )

    _o2c_days_sign = models.Constraint(
        "CHECK (COALESCE(o2c_voucher_days, 0) >= 0"
        " AND COALESCE(o2c_claim_days, 0) >= 0)",
        "A number of days cannot be less than zero.",
    )

    def _o2c_voucher_program(self):
        """The program of the vouchers, made when there is none."""
        self.ensure_one()
        company = self.sudo()  # made by whoever gives the first voucher
        if not company.o2c_voucher_program_id:
            company.o2c_voucher_program_id = (
                company.env["loyalty.program"]
                .with_company(company)
                .create(company._o2c_prepare_program_vals())
            )
        return company.o2c_voucher_program_id

    def _o2c_prepare_program_vals(self):
        return {
            "name": self.env._("Customer care vouchers"),
            "company_id": self.id,
            "currency_id": self.currency_id.id,
            "program_type": "gift_card",
            "applies_on": "future",
            "trigger": "auto",
            "portal_visible": True,
            "portal_point_name": self.currency_id.symbol,
            # nobody buys these
            "rule_ids": [fields.Command.clear()],
            "communication_plan_ids": [fields.Command.clear()],
            "reward_ids": [
                fields.Command.create(
                    {
                        "reward_type": "discount",
                        "discount_mode": "per_point",
                        "discount": 1,
                        "discount_applicability": "order",
                        "required_points": 1,
                        "description": self.env._("Voucher"),
                    }
                )
            ],
        }

    def _o2c_voucher_end(self):
        """Until when a voucher of today is valid; False: for ever."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        days = self.o2c_voucher_days
        return today + timedelta(days=days) if days else False

    def _o2c_goodwill_product(self):
        """The product of goodwill credit notes, made when there is none."""
        self.ensure_one()
        company = self.sudo()  # made by whoever grants the first goodwill
        if not company.o2c_goodwill_product_id:
            company.o2c_goodwill_product_id = (
                company.env["product.product"]
                .with_company(company)
                .create(
                    {
                        "name": self.env._("Goodwill"),
                        "type": "service",
                        "sale_ok": False,
                        "purchase_ok": False,
                        "list_price": 0.0,
                        "company_id": company.id,
                    }
                )
            )
        return company.o2c_goodwill_product_id


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_voucher_program_id = fields.Many2one(
        related="company_id.o2c_voucher_program_id", readonly=False
    )
    o2c_voucher_days = fields.Integer(
        related="company_id.o2c_voucher_days", readonly=False
    )
    o2c_goodwill_product_id = fields.Many2one(
        related="company_id.o2c_goodwill_product_id", readonly=False
    )
    o2c_claim_days = fields.Integer(related="company_id.o2c_claim_days", readonly=False)
