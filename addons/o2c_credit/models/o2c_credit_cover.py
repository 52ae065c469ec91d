from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain.limit import Cover, CoverKind
from .o2c_credit_account import MANAGER

COUNTED = ("account_id", "kind", "amount", "percent", "date_from", "date_to", "active")


class O2cCreditCover(models.Model):
    """A guarantee or a credit insurance that stands behind a customer.

    A guarantee adds to his limit, an insurance takes its share off his exposure when
    the company says so. Only managers keep them. Where the company wants two people
    for every limit, a new or changed one counts once a second manager confirmed it.
    """

    _name = "o2c.credit.cover"
    _description = "Guarantee or credit insurance"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"
    _rec_name = "reference"

    account_id = fields.Many2one(
        "o2c.credit.account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="account_id.partner_id", string="Customer")
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            (CoverKind.GUARANTEE.value, "Guarantee"),
            (CoverKind.INSURANCE.value, "Credit insurance"),
        ],
        required=True,
        default=CoverKind.GUARANTEE.value,
    )
    amount = fields.Monetary(required=True, help="Guaranteed or insured at most.")
    percent = fields.Float(
        "Coverage (%)",
        default=100.0,
        digits=(5, 2),
        help="Insurance: how much of each receivable the insurer bears.",
    )
    issuer_id = fields.Many2one(
        "res.partner", "Guarantor or insurer", help="The bank or insurer behind it."
    )
    reference = fields.Char(required=True, help="Number of the deed or policy.")
    date_from = fields.Date("In force from")
    date_to = fields.Date("Ends on", help="The first day without it; empty: open.")
    pending = fields.Boolean("To be confirmed", readonly=True, copy=False)
    entered_by_id = fields.Many2one(
        "res.users", "Entered by", readonly=True, copy=False
    )
    confirmed_by_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, copy=False
    )
    in_force = fields.Boolean(compute="_compute_in_force")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A cover is for more than nothing."
    )
    _percent_possible = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)",
        "An insurer bears more than 0 and at most 100 per cent.",
    )
    _interval = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_from < date_to)",
        "A cover ends after it began.",
    )
    _account_index = models.Index("(account_id) WHERE active")

    @api.depends("date_from", "date_to", "pending", "active", "company_id")
    def _compute_in_force(self):
        for cover in self:
            day = cover.company_id._o2c_credit_today()
            begun = not cover.date_from or cover.date_from <= day
            ended = cover.date_to and cover.date_to <= day
            cover.in_force = cover.active and not cover.pending and begun and not ended

    def _fact(self):
        self.ensure_one()
        return Cover(
            CoverKind(self.kind),
            Decimal(str(self.amount)),
            Decimal(str(self.percent)),
            self.date_from or None,
            self.date_to or None,
        )

    # ------------------------------------------------------------- changing it
    @api.model_create_multi
    def create(self, vals_list):
        accounts = self.env["o2c.credit.account"].browse(
            {vals["account_id"] for vals in vals_list if vals.get("account_id")}
        )
        with accounts._limit_changing():
            covers = super().create(
                [{**vals, **self._prepare_entry_vals(vals)} for vals in vals_list]
            )
            return covers

    def write(self, vals):
        if not any(name in vals for name in COUNTED):
            return super().write(self._without_entry(vals))
        if "account_id" in vals and not self.env.su:
            raise UserError(self.env._("A cover stays with its customer."))
        accounts = self.account_id
        with accounts._limit_changing():
            for cover in self:
                entry = cover._prepare_entry_vals({"account_id": cover.account_id.id})
                super(O2cCreditCover, cover).write({**vals, **entry})
        return True

    def unlink(self):
        with self.account_id._limit_changing():
            return super().unlink()

    @api.model
    def _prepare_entry_vals(self, vals):
        """Who entered it, and whether somebody else has to confirm it."""
        account = self.env["o2c.credit.account"].browse(vals.get("account_id"))
        company = account.sudo().company_id  # a setting, whoever may read it
        return {
            "pending": company.o2c_credit_second_person and not self.env.su,
            "entered_by_id": self.env.uid,
            "confirmed_by_id": False,
        }

    def _without_entry(self, vals):
        """Without what only this class writes, unless it is the one who does."""
        if self.env.su:
            return vals
        own = ("pending", "entered_by_id", "confirmed_by_id")
        return {name: value for name, value in vals.items() if name not in own}

    def action_confirm(self):
        """Let covers count that somebody else entered."""
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise UserError(explain.limit.only_managers(self.env))
        for cover in self.filtered("pending"):
            if cover.entered_by_id == self.env.user:
                raise UserError(explain.limit.not_ones_own(self.env))
            with cover.account_id._limit_changing():
                # whether he may was asked above
                cover.sudo().write({"pending": False, "confirmed_by_id": self.env.uid})
        return True
