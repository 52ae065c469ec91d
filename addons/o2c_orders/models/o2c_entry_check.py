"""The rules that look at an order before it is confirmed."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain import entry_check as rules
from ..domain.entry_check import ErrorKind, Kind

KINDS = [
    (Kind.ADDRESS.value, "Address"),
    (Kind.CONTACT.value, "Contact"),
    (Kind.REFERENCE.value, "Customer's reference"),
    (Kind.QUANTITY.value, "Quantity"),
    (Kind.DATE.value, "Delivery date"),
    (Kind.PRICE.value, "Price"),
    (Kind.CONSENT.value, "Consent"),
    (Kind.DOCUMENT.value, "Documents"),
]
ERROR_KINDS = [
    (ErrorKind.REFERENCE.value, "Reference"),
    (ErrorKind.QUANTITY.value, "Quantity"),
    (ErrorKind.TIME.value, "Time"),
    (ErrorKind.ADDRESS.value, "Address"),
]
PARTS = ("street", "zip", "city", "country")


class O2cEntryCheck(models.Model):
    """One thing that is asked of an order when somebody confirms it."""

    _name = "o2c.entry.check"
    _description = "Entry check"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, "Looks at", required=True)
    error_kind = fields.Selection(
        ERROR_KINDS,
        "Counts as",
        compute="_compute_error_kind",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Which of the four kinds of entry errors a failed check is.",
    )
    effect = fields.Selection(
        [("log", "Enter it in the log"), ("hold", "Enter it and hold the order")],
        "When it fails",
        required=True,
        default="log",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: in all.")

    # ------------------------------------------------------------- which orders
    customer_kind = fields.Selection(
        [("all", "All"), ("company", "Companies"), ("person", "Consumers")],
        "Customers",
        required=True,
        default="all",
    )
    category_ids = fields.Many2many(
        "res.partner.category",
        string="Customer tags",
        help="Only customers with one of these tags; empty: all.",
    )
    team_ids = fields.Many2many(
        "crm.team", string="Sales teams", help="Only these teams; empty: all."
    )
    amount_from = fields.Float(
        "Orders from", help="Without tax, in the company's currency; 0: all orders."
    )

    # ------------------------------------------------------------- what is asked
    need_street = fields.Boolean("Street", default=True)
    need_zip = fields.Boolean("Postcode", default=True)
    need_city = fields.Boolean("City", default=True)
    need_country = fields.Boolean("Country", default=True)
    reach = fields.Selection(
        [
            ("either", "E-mail or phone"),
            ("email", "E-mail"),
            ("phone", "Phone"),
            ("both", "E-mail and phone"),
        ],
        "Needed",
        default="either",
    )
    pattern = fields.Char(
        "Form of the reference",
        help="A regular expression that the whole reference must match, such as"
        " PO-[0-9]+; empty: any reference.",
    )
    once = fields.Boolean(
        "Only once",
        help="The same reference of the same customer on another order is an error:"
        " probably it was entered twice.",
    )
    factor = fields.Float(
        "Times the usual quantity",
        help="More than so many times what the customer ordered of the product on"
        " average in the last year is unusual; 0: not looked at.",
    )
    date_needed = fields.Boolean("A date is needed")
    lead_days = fields.Integer("Days ahead, at least")
    far_days = fields.Integer("Days ahead, at most", help="0: not looked at.")
    deviation = fields.Float(
        "Off the price list (%)",
        help="More than so much above or below the price list; 0: not looked at.",
    )
    no_loss = fields.Boolean("Not below cost")
    documents = fields.Integer("Files, at least", default=1)
    word = fields.Char("Word in the file name", help="Empty: any file.")

    _limits = models.Constraint(
        "CHECK (amount_from >= 0 AND factor >= 0 AND lead_days >= 0 AND far_days >= 0"
        " AND deviation >= 0 AND (kind <> 'document' OR documents > 0))",
        "Limits cannot be less than zero, and a check of documents asks for one file"
        " at least.",
    )

    @api.depends("kind")
    def _compute_error_kind(self):
        for check in self:
            if check.kind:
                check.error_kind = rules.ERROR_OF[Kind(check.kind)].value

    @api.constrains("pattern")
    def _check_pattern(self):
        for check in self:
            if check.pattern and not rules.is_pattern(check.pattern):
                raise ValidationError(
                    self.env._("“%s” is no regular expression.", check.pattern)
                )

    @api.constrains("kind", *(f"need_{part}" for part in PARTS))
    def _check_parts(self):
        for check in self:
            if check.kind == Kind.ADDRESS.value and not check._parts():
                raise ValidationError(
                    self.env._("“%s” asks for no part of the address.", check.name)
                )

    def _parts(self):
        return frozenset(part for part in PARTS if self[f"need_{part}"])

    def _rule(self):
        """The check as the pure rule takes it."""
        self.ensure_one()
        return rules.Rule(
            kind=Kind(self.kind),
            parts=self._parts(),
            reach=self.reach or "either",
            pattern=self.pattern or "",
            once=self.once,
            factor=_limit(self.factor),
            date_needed=self.date_needed,
            lead_days=self.lead_days or None,
            far_days=self.far_days or None,
            deviation=_limit(self.deviation),
            no_loss=self.no_loss,
            documents=self.documents,
            word=self.word or "",
        )

    def _applies(self, order):
        """Whether the check asks anything of ``order``."""
        self.ensure_one()
        customer = order.partner_id.commercial_partner_id
        kind = "company" if customer.is_company else "person"
        rate = order.currency_rate or 1.0
        return (
            self.company_id in (order.company_id, self.company_id.browse())
            and self.customer_kind in ("all", kind)
            and bool(not self.category_ids or self.category_ids & customer.category_id)
            and (not self.team_ids or order.team_id in self.team_ids)
            and order.amount_untaxed / rate >= self.amount_from
        )

    @api.model
    def _of_companies(self, companies):
        """The checks that are in force in ``companies``."""
        domain = [("company_id", "in", [False, *companies.ids])]
        # rules that hold for everybody who confirms, whoever may read them
        return self.sudo().search(domain)


def _limit(number):
    return Decimal(str(number)) if number else None
