from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.o2c_orders.models.o2c_contact import CHANNELS

from .. import explain
from .o2c_credit_account import MANAGER

# within which the person must have an answer (GDPR, article 12)
ANSWER_WITHIN = relativedelta(months=1)
# written by answering alone, whatever a client sends
DERIVED_FIELDS = {"answered_on", "answered_by_id"}


class O2cCreditReview(models.Model):
    """Somebody asks that a person looks at how his credit was judged.

    Answered by a credit manager who took none of the decisions about this customer,
    within a month; what was answered stays as it is.
    """

    _name = "o2c.credit.review"
    _description = "Review of a credit judgement"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "answered_on desc, due_date, id"
    _rec_names_search = ["account_id.partner_id.name"]

    account_id = fields.Many2one(
        "o2c.credit.account",
        "Credit account",
        required=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="account_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True
    )
    person_id = fields.Many2one(
        "res.partner",
        "Asked by",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Who asked, when it was not the customer himself.",
    )
    asked_on = fields.Date(required=True, default=fields.Date.context_today)
    channel = fields.Selection(CHANNELS, required=True, default="email")
    own_view = fields.Text(
        "The person's own view",
        required=True,
        help="What the person says about the judgement, in his own words.",
    )
    due_date = fields.Date(
        "Answer until",
        compute="_compute_due_date",
        store=True,
        index=True,
        help="One month after it was asked for.",
    )
    reviewer_id = fields.Many2one(
        "res.users",
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="A credit manager who took no decision about this customer.",
    )
    decider_ids = fields.Many2many(
        "res.users", string="Who decided so far", compute="_compute_decider_ids"
    )
    outcome = fields.Selection(
        [
            ("kept", "The judgement stands"),
            ("changed", "The judgement was changed"),
            ("withdrawn", "Withdrawn by the person"),
        ],
        tracking=True,
    )
    answer = fields.Text(help="What the person is told, with the reasons.")
    state = fields.Selection(
        [("open", "Open"), ("answered", "Answered")],
        compute="_compute_state",
        store=True,
        index=True,
    )
    answered_on = fields.Date(readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    can_answer = fields.Boolean(compute="_compute_can_answer")

    @api.depends("account_id", "asked_on")
    def _compute_display_name(self):
        for review in self:
            names = (review.account_id.display_name, review.asked_on)
            review.display_name = ", ".join(str(name) for name in names if name)

    @api.depends("asked_on")
    def _compute_due_date(self):
        for review in self:
            review.due_date = review.asked_on and review.asked_on + ANSWER_WITHIN

    @api.depends("answered_on")
    def _compute_state(self):
        for review in self:
            review.state = "answered" if review.answered_on else "open"

    @api.depends("account_id")
    def _compute_decider_ids(self):
        for review in self:
            review.decider_ids = review.account_id._deciders()

    @api.depends("account_id", "state")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        is_manager = self.env.user.has_group(MANAGER)
        for review in self:
            open_for = review.state == "open" and is_manager
            review.can_answer = open_for and self.env.user not in review.decider_ids

    @api.constrains("reviewer_id")
    def _check_reviewer(self):
        for review in self:
            reviewer = review.reviewer_id
            if not reviewer:
                continue
            if reviewer in review.decider_ids:
                raise ValidationError(explain.review.decided_himself(reviewer))
            if not reviewer.has_group(MANAGER):
                raise ValidationError(explain.review.no_manager(reviewer))

    # ------------------------------------------------------------- asked
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_derived(vals)
        reviews = super().create(vals_list)
        for review in reviews:
            review._log_contact("in", explain.review.asked(review), review.own_view)
            review._assign()
        return reviews

    def write(self, vals):
        self._refuse_derived(vals)
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own and any(review.state == "answered" for review in self):
            raise UserError(self.env._("An answered review stays as it is."))
        return super().write(vals)

    def _refuse_derived(self, vals):
        if DERIVED_FIELDS & vals.keys() and not self.env.su:
            raise AccessError(self.env._("A review is answered with its button."))

    def _assign(self):
        """Give it to somebody who may answer it, with the date until which."""
        if not self.reviewer_id:
            self.reviewer_id = self._free_managers()[:1]
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.due_date,
            summary=explain.review.to_do(self.env),
            user_id=(self.reviewer_id or self.env.user).id,
        )

    def _free_managers(self):
        """The credit managers who took no decision about this customer."""
        managers = self.env.ref(MANAGER).sudo().all_user_ids  # who they are, no more
        able = managers.filtered(
            lambda u: u.active and not u.share and self.company_id in u.company_ids
        )
        return able.sorted("id") - self.decider_ids

    # ------------------------------------------------------------- answered
    def action_answer(self):
        """Close it with outcome and answer, as the one who looked at it.

        :raise AccessError: no credit manager, or one who decided about this customer
        """
        for review in self:
            review._check_may_answer()
            # only here: who answered and when is not for anybody to write
            review.sudo().write(
                {
                    "reviewer_id": self.env.uid,
                    "answered_on": fields.Date.context_today(review),
                    "answered_by_id": self.env.uid,
                }
            )
            review._log_contact("out", explain.review.answered(review), review.answer)
            # also when the activity is another's
            review.sudo().activity_feedback(
                ["mail.mail_activity_data_todo"], feedback=review.answer
            )
        return True

    def _check_may_answer(self):
        user = self.env.user
        if not user.has_group(MANAGER):
            raise AccessError(explain.review.no_manager(user))
        if user in self.decider_ids:
            raise AccessError(explain.review.decided_himself(user))
        if self.state != "open" or not self.outcome or not (self.answer or "").strip():
            raise UserError(explain.review.incomplete(self.env))

    def _log_contact(self, direction, summary, details):
        self.env["o2c.contact"]._log(
            self.person_id or self.partner_id,
            [self],
            company_id=self.company_id.id,
            direction=direction,
            channel=self.channel,
            purpose="other",
            summary=summary,
            details=details,
            source_key=f"{self._name},{self.id},{direction}",
        )
