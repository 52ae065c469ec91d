from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from .o2c_credit_account import MANAGER

ASKED = ("account_id", "kind", "amount", "date_from", "date_to", "expires", "reason")


class O2cCreditLimitRequest(models.Model):
    """A limit that somebody asks for, and what another one decided.

    Whoever may read the account may ask, a credit manager decides, and never about
    what he asked for himself. Requests are kept for ever: nobody has the right to
    change or delete one, the methods here write with raised rights.
    """

    _name = "o2c.credit.limit.request"
    _description = "Request for a credit limit"
    _inherit = ["mail.thread"]
    _order = "id desc"

    account_id = fields.Many2one(
        "o2c.credit.account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="account_id.partner_id", string="Customer", store=True
    )
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("permanent", "Permanent limit"),
            ("temporary", "Temporary limit"),
            ("unlimited", "No limit"),
        ],
        required=True,
        default="permanent",
    )
    amount = fields.Monetary("Limit asked for")
    date_from = fields.Date("In force from")
    date_to = fields.Date("Ends on", help="The first day without it.")
    expires = fields.Date("Good until", help="Empty: until it is changed.")
    reason = fields.Text(required=True)
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="requested",
        index=True,
    )
    requested_by_id = fields.Many2one(
        "res.users",
        "Requested by",
        required=True,
        readonly=True,
        default=lambda self: self.env.uid,
    )
    requested_at = fields.Datetime(
        "Requested at", required=True, readonly=True, default=fields.Datetime.now
    )
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime("Decided at", readonly=True)
    decision_note = fields.Text("Why", readonly=True)
    limit_before = fields.Char("Limit before", readonly=True)
    asked = fields.Char(compute="_compute_asked")
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_withdraw = fields.Boolean(compute="_compute_can_decide")

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "A credit limit cannot be less than zero."
    )
    _temporary_ends = models.Constraint(
        "CHECK (kind <> 'temporary' OR COALESCE(date_from < date_to, FALSE))",
        "A temporary limit has a first day and ends on a later one.",
    )

    @api.depends("partner_id", "kind", "amount")
    def _compute_display_name(self):
        for request in self:
            request.display_name = f"{request.partner_id.display_name}: {request.asked}"

    @api.depends("kind", "amount", "date_from", "date_to")
    def _compute_asked(self):
        for request in self:
            request.asked = explain.limit.asked(request)

    @api.depends_context("uid")
    @api.depends("state", "requested_by_id")
    def _compute_can_decide(self):
        manager = self.env.user.has_group(MANAGER)
        for request in self:
            waits = request.state == "requested"
            own = request.requested_by_id == self.env.user
            request.can_decide = waits and manager and not own
            request.can_withdraw = waits and own

    # ------------------------------------------------------------- asking
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {name: vals[name] for name in ASKED if name in vals}
                for vals in vals_list
            ]
        requests = super().create(vals_list)
        requests.account_id.check_access("read")
        for request in requests.sudo():  # what he asks to change, he may not see
            account = request.account_id
            request.limit_before = explain.limit.today(account)
        return requests

    def action_withdraw(self):
        """Take back what one asked for oneself."""
        self._check_waiting()
        if self.requested_by_id - self.env.user:
            raise AccessError(explain.limit.not_yours(self.env))
        self._close("withdrawn", "")

    # ------------------------------------------------------------- deciding
    def action_approve(self, note=""):
        """Set the limits that were asked for and look at waiting orders again."""
        self._check_decider()
        if self.account_id._awaited_by(self.env.user):
            names = self.mapped("partner_id.display_name")
            raise UserError(explain.limit.own_order_waits(self.env, names))
        for request in self.sorted("id"):
            request._close("approved", note)
            # the decider was checked; the account's own rule about direct changes
            # is for those who are alone
            request.account_id.sudo().write(request._prepare_limit_vals())

    def action_reject(self, note):
        """Leave the limits as they are.

        :param note: why; the one who asked reads it
        """
        self._check_decider()
        if not (note or "").strip():
            raise UserError(self.env._("Say why the limit is not given."))
        self._close("rejected", note)

    def action_open_reject(self):
        """Ask why, then reject."""
        self._check_decider()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject"),
            "res_model": "o2c.credit.limit.reject",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_ids": self.ids},
        }

    def _check_decider(self):
        self.check_access("read")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(explain.limit.only_managers(self.env))
        if self.env.user in self.requested_by_id:
            raise AccessError(explain.limit.not_ones_own(self.env))
        self._check_waiting()

    def _check_waiting(self):
        self.check_access("read")
        if any(request.state != "requested" for request in self):
            raise UserError(self.env._("This request is decided already."))

    def _prepare_limit_vals(self):
        """The values of the account that this request asks for."""
        if self.kind == "temporary":
            return {
                "temporary_limit": self.amount,
                "temporary_from": self.date_from,
                "temporary_to": self.date_to,
            }
        limited = self.kind == "permanent"
        vals = {"limited": limited, "limit_expires": limited and self.expires}
        return {**vals, "credit_limit": self.amount} if limited else vals

    def _close(self, state, note):
        requests = self.sudo()  # nobody has the right to change a request
        requests.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "decision_note": note,
            }
        )
        for request in requests:
            request.message_post(
                body=explain.limit.decided(request),
                author_id=self.env.user.partner_id.id,
                partner_ids=request.requested_by_id.partner_id.ids,
            )
