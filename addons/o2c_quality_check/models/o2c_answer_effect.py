from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.o2c_customer_care.models.o2c_ticket import PRIORITIES
from odoo.addons.o2c_orders.models.o2c_delivery_word import WORDS

from ..domain import answers as rules
from ..domain.answers import Condition, Effect
from ..explain import script as explain
from .survey_question import CHOICES

EFFECTS = [
    (Effect.TICKET.value, "Open a complaint ticket"),
    (Effect.NOT_RECEIVED.value, "Report the delivery as not received"),
    (Effect.WITNESS.value, "Enter the customer's word on the order"),
    (Effect.LEADER.value, "Call back by the team leader"),
    (Effect.INTERESTED.value, "Tell the customer's salesperson"),
    (Effect.CONSENT_GIVEN.value, "Enter consent as given"),
    (Effect.CONSENT_WITHDRAWN.value, "Enter consent as withdrawn"),
    (Effect.NO_CALLS.value, "Never call this number again"),
    (Effect.CONTACT_DATA.value, "Propose new contact data"),
    (Effect.APPOINTMENT_YES.value, "Confirm the appointment"),
    (Effect.APPOINTMENT_NO.value, "Decline the appointment"),
    (Effect.APPOINTMENT_OTHER.value, "Move the appointment to the day said"),
]
CONDITIONS = [
    (Condition.CHOICE.value, "any of these answers"),
    (Condition.AT_MOST.value, "a number of at most"),
    (Condition.AT_LEAST.value, "a number of at least"),
    (Condition.GIVEN.value, "whatever is said"),
]
CONTACT_FIELDS = [
    ("phone", "Telephone"),
    ("email", "E-mail"),
    ("street", "Street and number"),
    ("street2", "Second line of the address"),
    ("zip", "Postcode"),
    ("city", "City"),
]
NUMBERS = ("scale", "numerical_box")
WORDY = ("char_box", "text_box")
MOMENTS = ("date", "datetime")
# after these the customer did not accept the order, unless the leader says otherwise
REJECTING = (Effect.TICKET.value, Effect.NOT_RECEIVED.value)


class O2cAnswerEffect(models.Model):
    """What an answer brings about: a record, not code, so that a leader changes it."""

    _name = "o2c.answer.effect"
    _description = "Effect of an answer"
    _order = "survey_id, sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Only in this company; empty: in all."
    )
    question_id = fields.Many2one(
        "survey.question",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("is_page", "=", False), ("survey_id", "!=", False)],
    )
    survey_id = fields.Many2one(
        related="question_id.survey_id",
        string="Script",
        store=True,
        index=True,
        precompute=True,
    )
    question_type = fields.Selection(related="question_id.question_type")
    condition = fields.Selection(
        CONDITIONS,
        "After",
        compute="_compute_condition",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    fitting_conditions = fields.Json(
        "Conditions that suit the question", compute="_compute_fitting_conditions"
    )
    choice_ids = fields.Many2many(
        "survey.question.answer",
        "o2c_answer_effect_choice_rel",
        "effect_id",
        "choice_id",
        "Answers",
        domain="[('question_id', '=', question_id)]",
    )
    limit = fields.Float("Number", aggregator=None)
    after_text = fields.Char("After the answer", compute="_compute_after_text")
    kind = fields.Selection(
        EFFECTS, "What follows", required=True, default=Effect.TICKET.value
    )
    reason_id = fields.Many2one(
        "o2c.ticket.reason", "Ticket reason", ondelete="restrict", check_company=True
    )
    priority = fields.Selection(
        PRIORITIES, "Ticket priority", default="1", required=True
    )
    title = fields.Char(
        "Ticket subject",
        translate=True,
        default="$answer: $order",
        help="$order, $customer and $answer are filled in.",
    )
    ask_photos = fields.Boolean(
        "Ask for photos",
        help="The customer gets the link to the page of his ticket to add them.",
    )
    word = fields.Selection(WORDS, "Customer's word", default="late")
    days = fields.Integer(
        "Due in (days)", help="0: today. When the leader or the salesperson acts."
    )
    contact_field = fields.Selection(CONTACT_FIELDS, "What it is", default="phone")
    rejects = fields.Boolean(
        "Not accepted",
        compute="_compute_rejects",
        store=True,
        readonly=False,
        precompute=True,
        help="Such an answer says that the customer did not accept the order.",
    )
    summary = fields.Char("In words", compute="_compute_summary")

    _days_sign = models.Constraint(
        "CHECK (days >= 0)", "Nothing is due before it was said."
    )

    # ------------------------------------------------------------- computed
    @api.depends("question_id")
    def _compute_fitting_conditions(self):
        for effect in self:
            effect.fitting_conditions = _conditions(effect.question_id.question_type)

    @api.depends("question_id")
    def _compute_condition(self):
        for effect in self:
            fitting = _conditions(effect.question_id.question_type)
            if effect.condition not in fitting:
                effect.condition = fitting[0]

    @api.onchange("question_id")
    def _onchange_question_id(self):
        """The answers to another question are none to this one: ask for its own."""
        self.condition = _conditions(self.question_id.question_type)[0]
        self.choice_ids = self.choice_ids.filtered(
            lambda choice: choice.question_id == self.question_id
        )

    @api.depends("kind")
    def _compute_rejects(self):
        for effect in self:
            effect.rejects = effect.kind in REJECTING

    @api.depends("question_id", "condition", "choice_ids", "limit")
    @api.depends_context("lang")
    def _compute_after_text(self):
        for effect in self:
            # agents see in their call what followed, though not the script itself
            effect.after_text = explain.after(effect.sudo())

    @api.depends("question_id", "after_text")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for effect in self:
            # as above
            title = effect.sudo().question_id.title
            effect.display_name = title and f"{title} {effect.after_text}"

    @api.depends(
        "after_text",
        "kind",
        "title",
        "word",
        "days",
        "contact_field",
        "ask_photos",
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        for effect in self:
            effect.summary = explain.what_follows(effect)

    # ------------------------------------------------------------- rules
    @api.constrains("question_id", "condition", "choice_ids")
    def _check_condition(self):
        for effect in self:
            by_choice = effect.condition == Condition.CHOICE.value
            foreign = effect.choice_ids.question_id - effect.question_id
            if by_choice and (foreign or not effect.choice_ids):
                raise ValidationError(
                    self.env._(
                        "Say after which answer to “%s” it follows.",
                        effect.question_id.title,
                    )
                )
            if effect.condition not in _conditions(effect.question_type):
                raise ValidationError(explain.wrong_condition(effect))

    @api.constrains("kind", "question_id")
    def _check_question(self):
        """New contact data are words, another day is a day."""
        asks = {
            Effect.CONTACT_DATA.value: WORDY,
            Effect.APPOINTMENT_OTHER.value: MOMENTS,
        }
        for effect in self:
            wanted = asks.get(effect.kind)
            if wanted and effect.question_type not in wanted:
                raise ValidationError(explain.wrong_question(effect))

    @api.constrains("title", "kind")
    def _check_title(self):
        for effect in self.filtered(lambda e: e.kind == Effect.TICKET.value):
            unknown = rules.unknown_names(effect.title or "")
            if unknown or not effect.title:
                raise ValidationError(
                    self.env._(
                        "The subject needs words; only $order, $customer and $answer"
                        " are filled in, not “%s”.",
                        ", ".join(unknown),
                    )
                )

    def _trigger(self):
        """The effect as the pure rule takes it."""
        self.ensure_one()
        condition, by = self.condition, Condition
        return rules.Trigger(
            effect=self.id,
            question=self.question_id.id,
            choices=frozenset(self.choice_ids.ids if condition == by.CHOICE else ()),
            at_most=self.limit if condition == by.AT_MOST else None,
            at_least=self.limit if condition == by.AT_LEAST else None,
            given=condition == by.GIVEN,
            rejects=self.rejects,
        )


def _conditions(question_type):
    """The conditions that suit a kind of question, the usual one first."""
    if question_type in CHOICES:
        return (Condition.CHOICE.value, Condition.GIVEN.value)
    if question_type in NUMBERS:
        return (
            Condition.AT_MOST.value,
            Condition.AT_LEAST.value,
            Condition.GIVEN.value,
        )
    return (Condition.GIVEN.value,)
