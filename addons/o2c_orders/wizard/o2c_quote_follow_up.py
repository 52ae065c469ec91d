from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain import quotation
from ..domain.quotation import Action, Status

ACTIONS = [
    (Action.CHASE.value, "Chase: remind the customer"),
    (Action.RELAUNCH.value, "Relaunch: offer it again"),
    (Action.REVISE.value, "Revise: change it, the version sent is kept"),
    (Action.POSTPONE.value, "Postpone to a day"),
    (Action.SUSPEND.value, "Suspend until something is settled"),
    (Action.RESUME.value, "Resume"),
    (Action.LOSE.value, "Lost"),
    (Action.ABANDON.value, "Abandoned"),
]
REASON_KINDS = {
    Action.POSTPONE.value: "postponed",
    Action.SUSPEND.value: "suspended",
    Action.LOSE.value: "lost",
    Action.ABANDON.value: "abandoned",
}
RELAUNCH_DAYS = 30


class O2cQuoteFollowUp(models.TransientModel):
    _name = "o2c.quote.follow.up"
    _description = "Follow up quotations"

    order_ids = fields.Many2many("sale.order", string="Quotations", required=True)
    possible = fields.Json(compute="_compute_possible")
    action = fields.Selection(ACTIONS, "What to do", required=True)
    reason_kind = fields.Char(compute="_compute_reason_kind")
    reason_id = fields.Many2one(
        "o2c.quote.reason", domain="[('kind', '=', reason_kind)]"
    )
    validity_date = fields.Date("Valid until")
    postpone_to = fields.Date()
    price = fields.Selection(
        [
            ("keep", "As offered"),
            ("pricelist", "Today's price list"),
            ("discount", "Less by a percentage"),
        ],
        required=True,
        default="keep",
    )
    percent = fields.Float("Less by %", digits="Discount")
    send = fields.Boolean("Send it by e-mail now", default=True)
    competitor = fields.Char("Lost to")
    note = fields.Text("Remark")

    _percent_range = models.Constraint(
        "CHECK (percent >= 0 AND percent < 100)", "A discount is between 0 and 100 %."
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "sale.order":
            ids = values.get("order_ids") or self.env.context.get("active_ids", [])
            values["order_ids"] = ids
        today = fields.Date.context_today(self)
        values["validity_date"] = today + timedelta(days=RELAUNCH_DAYS)
        possible = self.new({"order_ids": values.get("order_ids")}).possible
        shown = [value for value, _name in ACTIONS if value in (possible or ())]
        values["action"] = next(iter(shown), False)
        return values

    @api.depends("order_ids")
    def _compute_possible(self):
        for wizard in self:
            wizard.possible = [a.value for a in Action if wizard._may(a)]

    @api.depends("action")
    def _compute_reason_kind(self):
        for wizard in self:
            wizard.reason_kind = REASON_KINDS.get(wizard.action)

    @api.onchange("action")
    def _onchange_action(self):
        self.reason_id = False

    @api.constrains("action", "reason_id")
    def _check_reason(self):
        for wizard in self:
            kind = REASON_KINDS.get(wizard.action)
            if wizard.reason_id and wizard.reason_id.kind != kind:
                raise ValidationError(
                    self.env._("This reason is not for what is to be done.")
                )

    def _may(self, action):
        """Whether ``action`` is possible for all orders, given what it needs."""
        tomorrow = timedelta(days=1)
        return all(
            quotation.may(
                quotation.Step(
                    action,
                    Status(order.o2c_quote_status),
                    bool(order.o2c_quote_asked_at),
                    order._o2c_quote_today(),
                    day=order._o2c_quote_today() + tomorrow,
                    reason=True,
                )
            ).ok
            for order in self.order_ids
        )

    def action_apply(self):
        """Do it for all chosen quotations, or for none."""
        self.ensure_one()
        self.order_ids._o2c_quote_act(self.action, **self._options())
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _options(self):
        options = {"note": self.note or ""}
        if self.action in REASON_KINDS:
            options["reason"] = self.reason_id
        if self.action == Action.POSTPONE.value:
            options["day"] = self.postpone_to
        if self.action == Action.RELAUNCH.value:
            options |= {"day": self.validity_date, "price": self.price}
            options |= {"percent": self.percent, "send": self.send}
        if self.action == Action.LOSE.value:
            options["competitor"] = self.competitor or ""
        return options
