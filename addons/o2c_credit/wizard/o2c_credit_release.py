from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.o2c_orders.domain.hold import Phase

from .. import explain
from ..domain.condition import Conditions
from ..models.o2c_hold_decision import Terms

RELEASING = ("release", "condition")
# what is chosen for an order that waits; one that was rejected is opened again
OUTCOMES = [
    ("release", "Release"),
    ("condition", "Release on condition"),
    ("reject", "Reject"),
    ("later", "Look at it again later"),
]


class O2cCreditRelease(models.TransientModel):
    """Decide about orders that wait for credit: let pass, on condition, or not."""

    _name = "o2c.credit.release"
    _description = "Decide about held orders"

    hold_ids = fields.Many2many("o2c.hold", string="Orders", required=True)
    single = fields.Boolean(compute="_compute_single")
    rejected = fields.Boolean(compute="_compute_single")
    currency_id = fields.Many2one("res.currency", compute="_compute_single")
    order_currency_id = fields.Many2one("res.currency", compute="_compute_single")
    choice = fields.Selection(OUTCOMES, "What now", required=True, default="release")
    outcome = fields.Selection(
        [*OUTCOMES, ("reopen", "Open again")],
        "Decision",
        compute="_compute_outcome",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    why = fields.Text("Why it waits", compute="_compute_single")
    amount = fields.Monetary("Order amount", compute="_compute_single")
    excess = fields.Monetary("Over by", compute="_compute_single")
    proposal = fields.Char("What would make it pass", compute="_compute_single")
    reason_kind = fields.Char(compute="_compute_reason_kind")
    reason_id = fields.Many2one(
        "o2c.credit.release.reason",
        compute="_compute_reason_id",
        store=True,
        readonly=False,
    )
    note = fields.Text("Words", required=True)
    deposit = fields.Monetary(
        "Deposit first",
        help="The order goes on by itself when the customer has paid so much from now"
        " on.",
    )
    valid_until = fields.Date(
        "Counts until",
        help="Last day on which the order may be confirmed and delivered on the"
        " strength of this decision.",
    )
    up_to = fields.Monetary(
        "Up to",
        currency_field="order_currency_id",
        help="The order may grow to this amount without being held again.",
    )
    review_date = fields.Date("Review on")
    first_note = fields.Char("First approval", compute="_compute_single")
    left_out = fields.Text("Not yours to decide", compute="_compute_left_out")
    resume = fields.Boolean(
        "Confirm the waiting orders",
        default=True,
        help="Confirm the orders whose confirmation was asked for while they were on"
        " hold, if nothing else holds them.",
    )

    @api.depends("hold_ids")
    def _compute_single(self):
        for wizard in self:
            holds = wizard.hold_ids._origin
            wizard.single = len(holds) == 1
            wizard.rejected = bool(holds) and all(
                hold.credit_state == "rejected" for hold in holds
            )
            wizard.currency_id = holds[:1].currency_id
            wizard.order_currency_id = holds[:1].credit_document_currency_id
            first = holds.filtered(lambda h: h.credit_state == "second")
            wizard.first_note = explain.queue.standing(first[:1])

            one = holds if len(holds) == 1 else holds.browse()
            wizard.why, wizard.proposal = one.note, one.credit_proposal
            wizard.amount = sum(holds.mapped("credit_order_amount"))
            wizard.excess = one.credit_excess

    @api.depends("choice", "hold_ids")
    def _compute_outcome(self):
        for wizard in self:
            wizard.outcome = "reopen" if wizard.rejected else wizard.choice

    @api.depends("outcome")
    def _compute_reason_kind(self):
        for wizard in self:
            kinds = {"reject": "reject", "release": "release", "condition": "release"}
            wizard.reason_kind = kinds.get(wizard.outcome, False)

    @api.depends("outcome")
    def _compute_reason_id(self):
        for wizard in self:
            if wizard.reason_id.kind != wizard.reason_kind:
                wizard.reason_id = False

    @api.depends("hold_ids", "outcome")
    def _compute_left_out(self):
        for wizard in self:
            refused = [(hold, wizard._why_not(hold)) for hold in wizard.hold_ids]
            wizard.left_out = explain.queue.left_out([r for r in refused if r[1]])

    def _why_not(self, hold):
        """Why the present user may not decide about ``hold`` like this, or None."""
        hold = hold._origin
        try:
            if self.outcome in RELEASING:
                hold._check_may_release("-")
            else:
                hold._check_may_decide("-")
        except (AccessError, UserError) as error:
            return str(error)
        return None

    @api.model
    def default_get(self, names):
        """Begin with what the first of two people agreed on."""
        vals = super().default_get(names)
        holds = self.env["o2c.hold"].browse(self.env.context.get("default_hold_ids"))
        if len(holds) == 1 and holds.credit_state == "second":
            vals |= {
                "choice": "condition" if holds._conditions() else "release",
                "deposit": holds.credit_deposit,
                "valid_until": holds.credit_valid_until,
                "up_to": holds.credit_up_to,
                "reason_id": holds.credit_reason_id.id,
            }
        return vals

    # ------------------------------------------------------------- deciding
    def action_apply(self):
        """Decide about those of the orders that the user may decide about."""
        self.ensure_one()
        self.hold_ids.check_access("read")
        self._check_complete()
        terms, refused = self._terms(), []
        for hold in self.hold_ids:
            try:
                # one that is refused takes nothing of the others back
                with self.env.cr.savepoint():
                    self._decide(hold, terms)
            except (AccessError, UserError) as error:
                refused.append((hold, error))
        if len(refused) == len(self.hold_ids):
            raise type(refused[0][1])(self._refusal(refused))
        if self.resume and self.outcome in RELEASING:
            self.hold_ids._resume_orders()
        return self._report(refused)

    def _decide(self, hold, terms):
        if self.outcome in RELEASING:
            hold._credit_release(terms)
        elif self.outcome == "reject":
            hold._credit_reject(terms)
        elif self.outcome == "later":
            hold._credit_look_again(terms)
        else:
            hold._credit_reopen(terms)
        hold.flush_recordset()

    def _terms(self):
        return Terms(
            note=self.note,
            reason=self.reason_id or None,
            conditions=self._conditions(),
            review=self.review_date or None,
        )

    def _conditions(self):
        if self.outcome != "condition":
            return Conditions()
        return Conditions(
            deposit=Decimal(str(self.deposit)) if self.deposit else None,
            valid_until=self.valid_until or None,
            up_to=Decimal(str(self.up_to)) if self.up_to else None,
        )

    def _check_complete(self):
        """Nothing that a view asks for may be missing when a client calls."""
        problem = None
        if self.hold_ids._credit_holds() != self.hold_ids:
            problem = self.env._("Only orders that wait for credit are decided here.")
        elif self.reason_kind and self.reason_id.kind != self.reason_kind:
            problem = self.env._("Choose a reason.")
        elif self.outcome == "condition" and not self._conditions():
            problem = self.env._("Say on which condition.")
        elif self.outcome == "later" and not self.review_date:
            problem = self.env._("Say when to look at it again.")
        elif (self.deposit or self.up_to) and not self.single:
            problem = self.env._("Agree on amounts for one order at a time.")
        elif self.deposit < 0 or self.up_to < 0:
            problem = self.env._("An amount cannot be less than zero.")
        if problem:
            raise UserError(problem)

    def _refusal(self, refused):
        return explain.queue.left_out([(hold, str(why)) for hold, why in refused])

    def _report(self, refused):
        orders = self.hold_ids.order_id
        second = self.hold_ids.filtered(lambda h: h.credit_state == "second")
        released = self.hold_ids.filtered(lambda h: h.credit_state == "released")
        still = {
            order: holds
            for order, holds in released.order_id._o2c_holds(Phase.CONFIRMATION).items()
            if holds
        }
        if refused:
            done = len(self.hold_ids) - len(refused)
            title = explain.queue.left_out_title(self.env, done, len(refused))
            return self._notice(title, self._refusal(refused))
        if second and self.outcome in RELEASING:
            title = explain.queue.waits_for_second(self.env, len(second))
            return self._notice(title, ", ".join(second.order_id.mapped("name")))
        if still and self.resume:
            return orders._o2c_held_action(Phase.CONFIRMATION, still)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _notice(self, title, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": title,
                "message": message,
                "type": "warning",
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
