"""What the customer of a credit account owes, part by part, and where it comes from."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from .. import explain
from ..domain import exposure
from ..domain.exposure import ExposureFacts, Part, Standing
from .exposure_facts import FLUSHED, exposure_query

STANDINGS = [
    (Standing.UNLIMITED.value, "No limit"),
    (Standing.WITHIN.value, "Within the limit"),
    (Standing.NEAR.value, "Near the limit"),
    (Standing.OVER.value, "Over the limit"),
]
PARTS_FOR = "o2c_credit.group_credit_user,account.group_account_invoice"


class O2cCreditAccount(models.Model):
    _inherit = "o2c.credit.account"

    receivables = fields.Monetary(
        "Open receivables", compute="_compute_exposure", groups=PARTS_FOR
    )
    disputed = fields.Monetary(
        compute="_compute_exposure",
        groups=PARTS_FOR,
        help="Contested amounts on open invoices; they do not count.",
    )
    credits = fields.Monetary(
        "Unmatched payments and credits", compute="_compute_exposure", groups=PARTS_FOR
    )
    orders = fields.Monetary(
        "Ordered, not invoiced", compute="_compute_exposure", groups=PARTS_FOR
    )
    draft_invoices = fields.Monetary(compute="_compute_exposure", groups=PARTS_FOR)
    exposure = fields.Monetary(compute="_compute_exposure")
    headroom = fields.Monetary(
        compute="_compute_exposure", help="How much more the customer may order."
    )
    used_share = fields.Float("Used (%)", compute="_compute_exposure", digits=(16, 1))
    standing = fields.Selection(
        STANDINGS, compute="_compute_exposure", search="_search_standing"
    )
    card = fields.Json(compute="_compute_exposure")
    waiting_count = fields.Integer("Waiting orders", compute="_compute_waiting_count")

    @api.depends("partner_id", "company_id", "limited", "credit_limit")
    def _compute_exposure(self):
        facts_of = self._facts()
        for account in self:
            facts = facts_of[account]
            for part, amount in exposure.parts(facts).items():
                account[part.value] = float(amount)
            account.exposure = float(exposure.total(facts))
            account.headroom = float(exposure.headroom(facts) or 0)
            account.used_share = float(exposure.used_share(facts) or 0)
            account.standing = exposure.standing(facts).value
            currency = account.currency_id or self.env.company.currency_id
            account.card = explain.exposure.card(self.env, currency, facts)

    @api.model
    def _search_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        limited = self.sudo().search([("limited", "=", True)])  # rules come on top
        facts = limited._facts().items()
        found = [a.id for a, known in facts if exposure.standing(known).value in value]
        domain = Domain("id", "in", found)
        if Standing.UNLIMITED.value in value:
            domain |= Domain("limited", "=", False)
        return domain

    def _compute_waiting_count(self):
        holds = self.env["o2c.hold"].sudo()  # a number of orders, no more
        groups = holds._read_group(self._waiting_domain(), ["origin_id"], ["__count"])
        counts = dict(groups)
        for account in self:
            account.waiting_count = counts.get(account.id, 0)

    # ------------------------------------------------------------- facts
    def _facts(self):
        """What the check has to know: {account: ExposureFacts}, by one query."""
        known = self.filtered(lambda a: a.partner_id and a.company_id)
        pairs = {a: (a.partner_id.id, a.company_id.id) for a in known}
        rows = self._read_exposure(set(pairs.values()))
        facts = {a: a._prepare_facts(rows[pair]) for a, pair in pairs.items()}
        return {a: facts.get(a, ExposureFacts()) for a in self}

    def _prepare_facts(self, row):
        return ExposureFacts(
            limit=self._limit(),
            **{name: Decimal(amount) for name, amount in row.items()},
        )

    @api.model
    def _read_exposure(self, pairs):
        """The parts of the exposure: {(customer id, root company id): {part: text}}."""
        if not pairs:
            return {}
        for model, names in FLUSHED.items():
            self.env[model].flush_model(names)
        rows = self.env.execute_query_dict(
            exposure_query(sorted(pairs), fields.Datetime.now())
        )
        return {(r.pop("customer_id"), r.pop("company_id")): r for r in rows}

    # ------------------------------------------------------------- where it comes from
    def action_receivables(self):
        """Open the receivable lines that are not paid yet."""
        return self._open_lines(Part.RECEIVABLES, ("amount_residual", ">", 0))

    def action_credits(self):
        """Open the payments and credit notes that are not matched yet."""
        return self._open_lines(Part.CREDITS, ("amount_residual", "<", 0))

    def action_disputed(self):
        """Open the holds on contested amounts."""
        return self._open(
            Part.DISPUTED,
            "o2c.hold",
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "child_of", self.company_id.id),
                ("is_partial", "=", True),
                ("state", "=", "open"),
                ("reason_id.stops_collection", "=", True),
            ],
        )

    def action_orders(self):
        """Open the confirmed orders that are not invoiced to the end."""
        return self._open(
            Part.ORDERS,
            "sale.order",
            [
                ("partner_invoice_id", "child_of", self.partner_id.id),
                ("company_id", "child_of", self.company_id.id),
                ("state", "=", "sale"),
                ("invoice_status", "in", ("no", "to invoice")),
                ("o2c_closed_at", "=", False),
            ],
        )

    def action_draft_invoices(self):
        """Open the invoices that are not posted yet."""
        return self._open(
            Part.DRAFT_INVOICES,
            "account.move",
            [
                ("commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "child_of", self.company_id.id),
                ("state", "=", "draft"),
                ("move_type", "in", ("out_invoice", "out_receipt")),
            ],
        )

    def _open_lines(self, part, condition):
        domain = [
            ("partner_id.commercial_partner_id", "=", self.partner_id.id),
            ("company_id", "child_of", self.company_id.id),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("account_id.account_type", "=", "asset_receivable"),
            condition,
        ]
        view = self.env.ref("o2c_credit.account_move_line_view_list")
        action = self._open(part, "account.move.line", domain)
        return {**action, "views": [(view.id, "list"), (False, "form")]}

    def _open(self, part, model, domain):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": explain.exposure.part_name(self.env, part),
            "res_model": model,
            "view_mode": "list,form",
            "domain": domain,
            "context": {"create": False},
        }
