"""A voucher given in a call: thanks, or a reason to stay; four eyes above a limit."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.o2c_orders.models.o2c_guarded_mixin import refuse_by_hand

from ..domain.voucher import Limits, Outcome, Wish, decide
from ..explain import voucher as explain

STATES = [
    ("asked", "To be approved"),
    ("given", "Given"),
    ("refused", "Rejected"),
]
SPENT = {"voucher_spent"}
LEADER = "o2c_quality_check.group_call_leader"


class O2cCallVoucher(models.Model):
    """Made in a call by the one who holds it; decided by a leader if it is much."""

    _name = "o2c.call.voucher"
    _description = "Voucher given in a call"
    _inherit = ["o2c.guarded.mixin", "mail.thread"]
    _order = "state, id desc"
    _rec_name = "partner_id"

    call_id = fields.Many2one("o2c.call", required=True, ondelete="restrict")
    campaign_id = fields.Many2one(
        related="call_id.campaign_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="call_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="call_id.partner_id", string="Customer", store=True, precompute=True
    )
    agent_id = fields.Many2one("res.users", "Asked by", required=True, index=True)
    amount = fields.Monetary(required=True)
    note = fields.Char()
    state = fields.Selection(STATES, required=True, default="asked", tracking=True)
    decided_by_id = fields.Many2one("res.users", "Decided by")
    decided_at = fields.Datetime("Decided on")
    card_id = fields.Many2one("loyalty.card", "Voucher card", ondelete="set null")
    code = fields.Char(compute="_compute_code")

    _once = models.Constraint("UNIQUE (call_id)", "A call gives one voucher at most.")
    _positive = models.Constraint("CHECK (amount > 0)", "A voucher needs an amount.")

    @api.depends("card_id")
    def _compute_code(self):
        for voucher in self:
            # who may read the voucher may tell the customer its code
            voucher.code = voucher.sudo().card_id.code

    def _o2c_opened_elsewhere(self):
        return explain.opened_elsewhere(self.env)

    def _o2c_kept_for_ever(self):
        return explain.kept(self.env)

    # ------------------------------------------------------------- deciding
    def action_approve(self):
        """Agree that these vouchers are given; nobody agrees to his own."""
        self._check_decider()
        for voucher in self.sudo():  # the leader was checked, vouchers are code's
            campaign = voucher.campaign_id
            wish = campaign._voucher_wish(voucher.amount, voucher.agent_id, True)
            outcome, reason = decide(wish, campaign._voucher_limits())
            if outcome is Outcome.REFUSE:
                text = explain.refused(self.env, reason, voucher.currency_id)
                raise UserError(text)
            voucher._note_decision("given", self.env.user)
            voucher._give()

    def action_refuse(self):
        """Do not give these vouchers."""
        self._check_decider()
        for voucher in self.sudo():  # as above
            voucher._note_decision("refused", self.env.user)

    def _check_decider(self):
        self.check_access("read")
        if not self.env.user.has_group(LEADER):
            raise AccessError(explain.leaders_only(self.env))
        for voucher in self:
            if voucher.agent_id == self.env.user:
                raise AccessError(explain.own_wish(self.env))
            if voucher.state != "asked":
                raise UserError(explain.decided(voucher))

    def _note_decision(self, state, user):
        now = fields.Datetime.now()
        self.write({"state": state, "decided_by_id": user.id, "decided_at": now})

    # ------------------------------------------------------------- giving
    def _give(self):
        """The card of the company's vouchers, and the mail with its code."""
        # two at once would each see the budget before the other: the row is
        # written, so the later request is repeated and sees it
        self.campaign_id.voucher_spent += self.amount
        program = self.company_id._o2c_voucher_program()
        cards = self.env["loyalty.card"].with_context(loyalty_no_mail=True)
        self.card_id = cards.create(
            {
                "program_id": program.id,
                "partner_id": self.partner_id.id,
                "points": self.amount,
                "expiration_date": self.company_id._o2c_voucher_end(),
            }
        )
        self.env["loyalty.history"].create(
            {
                "card_id": self.card_id.id,
                "description": explain.description(self),
                "issued": self.amount,
            }
        )
        if self.partner_id.email:
            self.message_post_with_source(
                self.env.ref("o2c_quality_check.mail_call_voucher"),
                subtype_xmlid="mail.mt_comment",
            )


class O2cCampaign(models.Model):
    _name = "o2c.campaign"
    _inherit = "o2c.campaign"

    voucher_alone = fields.Monetary(
        "An agent gives alone up to",
        help="More than this a leader approves.",
    )
    voucher_most = fields.Monetary(
        "A voucher at most",
        help="0: no vouchers are given in its calls.",
    )
    voucher_budget = fields.Monetary("Budget of vouchers")
    voucher_agent_budget = fields.Monetary(
        "An agent alone in all",
        help="0: no limit but the campaign's.",
    )
    voucher_spent = fields.Monetary(
        "Vouchers given",
        readonly=True,
        copy=False,
    )

    _voucher_sign = models.Constraint(
        "CHECK (COALESCE(voucher_alone, 0) >= 0 AND COALESCE(voucher_most, 0) >= 0"
        " AND COALESCE(voucher_budget, 0) >= 0"
        " AND COALESCE(voucher_agent_budget, 0) >= 0)",
        "Limits of vouchers cannot be less than zero.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_by_hand(self, SPENT & vals.keys())
        return super().create(vals_list)

    def write(self, vals):
        refuse_by_hand(self, SPENT & vals.keys())
        return super().write(vals)

    def _voucher_limits(self):
        """The limits as the pure rule takes them."""
        self.ensure_one()
        own = self.voucher_agent_budget
        return Limits(
            alone=_decimal(self.voucher_alone),
            most=_decimal(self.voucher_most),
            budget=_decimal(self.voucher_budget),
            agent_budget=_decimal(own) if own else None,
        )

    def _voucher_wish(self, amount, agent, approved=False):
        """A wish for a voucher with what was given before."""
        domain = [("campaign_id", "=", self.id), ("state", "=", "given")]
        vouchers = self.env["o2c.call.voucher"]
        # how much an agent gave does not depend on what he may read
        own = vouchers.sudo()._read_group(
            [*domain, ("agent_id", "=", agent.id)], [], ["amount:sum"]
        )
        return Wish(
            amount=_decimal(amount),
            spent=_decimal(self.voucher_spent),
            agent_spent=_decimal(own[0][0]),
            approved=approved,
        )


class O2cCall(models.Model):
    _name = "o2c.call"
    _inherit = "o2c.call"

    voucher_ids = fields.One2many("o2c.call.voucher", "call_id", "Vouchers")

    def voucher_give(self, amount, note=""):
        """Give the customer a voucher, or ask a leader to approve it.

        :return: what the panel shows, see ``voucher_state``
        """
        self.ensure_one()
        self.check_access("write")
        self._check_taken()
        # the holder was checked; cards and budgets are code's
        call = self.sudo()
        amount = call._voucher_amount(amount)
        outcome, reason = call._voucher_outcome(amount)
        if outcome is Outcome.REFUSE:
            currency = call.company_id.currency_id
            raise UserError(explain.refused(self.env, reason, currency))
        voucher = call.env["o2c.call.voucher"].create(
            {
                "call_id": self.id,
                "agent_id": self.env.uid,
                "amount": amount,
                "note": (note or "").strip()[:200],
            }
        )
        if outcome is Outcome.GIVE:
            voucher._note_decision("given", self.env.user)
            voucher._give()
        return self.voucher_state()

    def _voucher_amount(self, amount):
        if isinstance(amount, bool) or not isinstance(amount, int | float):
            return 0.0
        # neither nan nor infinity is an amount
        return self.company_id.currency_id.round(amount) if 0 < amount < 1e9 else 0.0

    def _voucher_outcome(self, amount):
        campaign = self.campaign_id
        wish = campaign._voucher_wish(amount, self.env.user)
        if self.voucher_ids:
            wish = Wish(wish.amount, wish.spent, wish.agent_spent, given=True)
        return decide(wish, campaign._voucher_limits())

    def voucher_state(self):
        """What the panel of the call shows of vouchers; False: none are given."""
        self.ensure_one()
        self.check_access("read")
        # limits and code of his own call, for who is holding it
        call = self.sudo()
        campaign, voucher = call.campaign_id, call.voucher_ids[:1]
        if not voucher and not (campaign.voucher_most and campaign.voucher_budget):
            return False
        states = dict(voucher._fields["state"]._description_selection(self.env))
        mine = self.is_mine
        return {
            "alone": campaign.voucher_alone,
            "most": min(
                campaign.voucher_most, campaign.voucher_budget - campaign.voucher_spent
            ),
            "currency": call.company_id.currency_id.id,
            "open": mine and not voucher,
            "amount": voucher.amount,
            "state": voucher.state or "",
            "label": states.get(voucher.state, ""),
            "code": (voucher.code or "") if mine else "",
        }


def _decimal(value):
    return Decimal(str(round(value or 0.0, 6)))
