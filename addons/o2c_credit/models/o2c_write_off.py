from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain

KINDS = [
    ("insolvent", "Insolvent"),
    ("not_found", "Cannot be found"),
    ("uneconomic", "Costs more than it brings"),
    ("settlement", "Settlement"),
    ("lapsed", "Statute-barred"),
    ("small", "Small rest"),
    ("other", "Other"),
]
STATES = [
    ("requested", "Requested"),
    ("posted", "Posted"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
    ("reversed", "Reversed"),
]


class O2cWriteOff(models.Model):
    """Receivables that are given up as lost: asked for by one, approved by another.

    Kept for ever. Nobody has the right to write one; the methods here and in
    ``o2c_write_off_decide`` do, after they asked who may.
    """

    _name = "o2c.write.off"
    _description = "Write-off"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many("o2c.write.off.line", "write_off_id", readonly=True)
    amount = fields.Monetary(compute="_compute_amount", store=True)
    kind = fields.Selection(
        KINDS, "Reason", required=True, readonly=True, default="uneconomic"
    )
    note = fields.Text("Explanation", required=True, readonly=True)
    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        default="requested",
        index=True,
        tracking=True,
    )
    requested_by_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        default=lambda self: self.env.uid,
    )
    first_approver_id = fields.Many2one(
        "res.users", "First approval", readonly=True, tracking=True
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, tracking=True)
    decided_on = fields.Datetime(readonly=True)
    decision_note = fields.Text("Words of the decision", readonly=True)
    entry_id = fields.Many2one(
        "account.move", readonly=True, copy=False, check_company=True
    )
    reversal_id = fields.Many2one(
        "account.move", readonly=True, copy=False, check_company=True
    )
    objection = fields.Char(compute="_compute_objection")

    @api.depends("partner_id", "amount")
    def _compute_display_name(self):
        for one in self:
            one.display_name = explain.write_off.name(one)

    @api.depends("line_ids.balance")
    def _compute_amount(self):
        for one in self:
            one.amount = sum(one.line_ids.mapped("balance"))

    @api.depends("state", "amount", "first_approver_id", "requested_by_id")
    @api.depends_context("uid")
    def _compute_objection(self):
        for one in self:
            decision = one._may_approve() if one.state == "requested" else None
            refused = decision and not decision.ok
            one.objection = refused and explain.write_off.objection(one, decision)

    @api.model
    def _request(self, lines, kind, note):
        """Ask to give up all that is open of ``lines``, of one customer and company.

        :return: the request
        :raise UserError: nothing is open, without words, or of several customers
        """
        if not (note or "").strip():
            raise UserError(explain.write_off.note_needed(self.env))
        lines.check_access("read")
        open_ = lines.filtered(_is_open)
        customer = open_.partner_id.commercial_partner_id
        if len(customer) != 1 or len(open_.company_id) != 1:
            raise UserError(explain.write_off.one_customer(self.env))
        waiting = self.env["o2c.write.off.line"].sudo()  # asked for by whomever
        if waiting.search_count(
            [
                ("line_id", "in", open_.ids),
                ("write_off_id.state", "=", "requested"),
            ]
        ):
            raise UserError(explain.write_off.asked_already(self.env))
        # nobody writes requests but these methods
        made = self.sudo().create(
            {
                "partner_id": customer.id,
                "company_id": open_.company_id.id,
                "kind": kind,
                "note": note.strip(),
                "requested_by_id": self.env.uid,
                "line_ids": [
                    fields.Command.create(
                        {
                            "line_id": line.id,
                            "amount": line.amount_residual_currency,
                            "balance": line.amount_residual,
                        }
                    )
                    for line in open_
                ],
            }
        )
        return self.browse(made.ids)


class O2cWriteOffLine(models.Model):
    """One item that is given up, with what was open of it."""

    _name = "o2c.write.off.line"
    _description = "Item of a write-off"
    _check_company_auto = True

    write_off_id = fields.Many2one(
        "o2c.write.off", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="write_off_id.company_id", store=True, index=True, precompute=True
    )
    company_currency_id = fields.Many2one(
        related="write_off_id.currency_id", string="Company currency"
    )
    line_id = fields.Many2one(
        "account.move.line",
        "Item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    move_id = fields.Many2one(related="line_id.move_id", string="Document")
    due_date = fields.Date(related="line_id.date_maturity")
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount = fields.Monetary(required=True)
    balance = fields.Monetary(
        "In company currency", required=True, currency_field="company_currency_id"
    )

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "An amount cannot be less than zero."
    )


def _is_open(line):
    return (
        line.account_id.account_type == "asset_receivable"
        and line.parent_state == "posted"
        and not line.reconciled
        and line.amount_residual_currency > 0
    )
