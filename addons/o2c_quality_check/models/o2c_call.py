from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..domain.answers import Verdict
from ..domain.calls import TRANSITIONS, Result, State, subject_key
from ..domain.targeting import Reason, Why
from ..explain import call as explain

STATES = [
    (State.TO_CALL.value, "To call"),
    (State.IN_CALL.value, "In call"),
    (State.DONE.value, "Done"),
    (State.EXHAUSTED.value, "Not reached"),
    (State.EXCLUDED.value, "Taken out"),
]
RESULTS = [
    (Result.ANSWERED.value, "Answered"),
    (Result.NO_ANSWER.value, "No answer"),
    (Result.BUSY.value, "Busy"),
    (Result.VOICEMAIL.value, "Voicemail"),
    (Result.WRONG_NUMBER.value, "Wrong number"),
    (Result.REFUSED.value, "Refused"),
    (Result.CALL_BACK.value, "Call back"),
    (Result.THIRD_PARTY.value, "Somebody else answered"),
    (Result.DO_NOT_CALL.value, "Do not call again"),
    (Result.LANGUAGE.value, "Another language"),
    (Result.NOT_IN_SERVICE.value, "Number not in service"),
    (Result.MOVED.value, "Has left or moved"),
    (Result.DECEASED.value, "Deceased"),
    (Result.ABANDONED.value, "No agent in time"),
]
VERDICTS = [
    (Verdict.UNKNOWN.value, "Not known"),
    (Verdict.OK.value, "Accepted"),
    (Verdict.NOT_OK.value, "Not accepted"),
]
PRIORITIES = [("0", "Normal"), ("1", "High"), ("2", "Urgent")]
# what an agent writes while the call is his, and what its leader may write at any time
AGENT_FIELDS = {
    "answer_ids",
    "note",
    "talk_minutes",
    "call_back_at",
    "call_back_any",
    "language_id",
}
LEADER_FIELDS = {"priority"}


class O2cCall(models.Model):
    """One customer to be called about one order in one campaign.

    Made by the campaign's rule, taken and finished through the methods of the queue;
    no user may create or delete one.
    """

    _name = "o2c.call"
    _description = "Call"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "is_call_back desc, priority desc, next_try_at, id"
    _check_company_auto = True
    _rec_names_search = ["order_id.name", "partner_id.name", "phone"]

    campaign_id = fields.Many2one(
        "o2c.campaign", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection(related="campaign_id.kind")
    leader_id = fields.Many2one(related="campaign_id.leader_id")
    order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    appointment_id = fields.Many2one(
        "o2c.appointment", index="btree_not_null", ondelete="restrict"
    )
    subject_key = fields.Char(
        "What the call is about, coded",
        compute="_compute_subject_key",
        store=True,
        precompute=True,
        required=True,
        help="The appointment, else the order, else the customer: once per campaign.",
    )
    survey_id = fields.Many2one(
        "survey.survey",
        "Script",
        compute="_compute_survey_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    person_id = fields.Many2one("res.partner", "Person to ask for", ondelete="restrict")
    phone = fields.Char(readonly=True)
    delivered_at = fields.Datetime("Delivered on", readonly=True)
    state = fields.Selection(
        STATES,
        required=True,
        default=State.TO_CALL.value,
        index=True,
        group_expand=True,
    )
    priority = fields.Selection(PRIORITIES, default="0", required=True)
    agent_id = fields.Many2one("res.users", index="btree_not_null")
    is_mine = fields.Boolean("I am calling", compute="_compute_is_mine")
    locked_at = fields.Datetime("Taken at")
    touched_at = fields.Datetime(
        "Worked on at", help="The last sign of the agent while he has the call."
    )
    dialled_at = fields.Datetime("Dialled at")
    hung_up_at = fields.Datetime("Hung up at")
    next_try_at = fields.Datetime("Due at", required=True)
    is_call_back = fields.Boolean("Call-back agreed", default=False)
    attempt_ids = fields.One2many("o2c.call.attempt", "call_id", "Attempts")
    attempt_count = fields.Integer("Number of attempts")
    last_result = fields.Selection(RESULTS)
    finished_at = fields.Datetime("Finished on")
    answer_ids = fields.One2many("o2c.call.answer", "call_id", "Answers")
    effect_ids = fields.One2many("o2c.call.effect", "call_id", "What followed")
    verdict = fields.Selection(
        VERDICTS, required=True, default=Verdict.UNKNOWN.value, index=True
    )
    user_input_id = fields.Many2one(
        "survey.user_input",
        "Survey answers",
        index="btree_not_null",
        ondelete="set null",
    )
    exclusion = fields.Json("Why taken out, coded")
    exclusion_text = fields.Char("Why taken out", compute="_compute_exclusion_text")
    note = fields.Text(help="Kept with the attempt and in the contact ledger.")
    talk_minutes = fields.Integer(
        "Minutes on the phone", help="0: measured from the moment the call was taken."
    )
    call_back_at = fields.Datetime("Call back at")
    call_back_any = fields.Boolean(
        "Any agent may call back",
        help="Else the agent who agreed on it calls, unless he is not there.",
    )
    promised_at = fields.Datetime(
        "Call-back promised for", help="The last moment agreed with the customer."
    )
    language_id = fields.Many2one(
        "res.lang",
        "Language spoken",
        ondelete="restrict",
        context={"active_test": False},
        help="Only agents who speak it are given the call.",
    )
    link_wanted = fields.Boolean(
        "To be asked by link",
        help="Not reached by telephone: the retry rule wants the script to be sent.",
    )

    _subject_once = models.Constraint(
        "UNIQUE (campaign_id, subject_key)", "This is in the campaign already."
    )
    _talk_sign = models.Constraint(
        "CHECK (talk_minutes >= 0)", "A call cannot last less than no time."
    )
    _lock_has_agent = models.Constraint(
        "CHECK (state <> 'in_call' OR num_nulls(agent_id, locked_at) = 0)",
        "A call that is taken has an agent.",
    )
    # the list, the call-backs and what is taken: each is read from its own index
    _waiting_index = models.Index(
        "(campaign_id, priority, next_try_at, id)"
        " WHERE state = 'to_call' AND is_call_back IS NOT TRUE"
    )
    _call_back_index = models.Index(
        "(campaign_id, next_try_at) WHERE state = 'to_call' AND is_call_back IS TRUE"
    )
    _one_at_a_time = models.UniqueIndex(
        "(agent_id) WHERE state = 'in_call'", "An agent has one call at a time."
    )

    # ------------------------------------------------------------- computed
    @api.depends("order_id", "partner_id")
    def _compute_display_name(self):
        for call in self:
            # who may read the call may read whom it is about
            names = call.sudo().order_id.name, call.sudo().partner_id.display_name
            call.display_name = " · ".join(filter(None, names))

    @api.depends("appointment_id", "order_id", "partner_id")
    def _compute_subject_key(self):
        for call in self:
            call.subject_key = subject_key(
                call.appointment_id.id, call.order_id.id, call.partner_id.id
            )

    @api.depends("campaign_id")
    def _compute_survey_id(self):
        for call in self:
            call.survey_id = call.survey_id or call.campaign_id.survey_id

    @api.depends("agent_id", "state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for call in self:
            mine = call.agent_id == self.env.user
            call.is_mine = mine and call.state == State.IN_CALL.value

    @api.depends("exclusion")
    @api.depends_context("lang")
    def _compute_exclusion_text(self):
        for call in self:
            coded = call.exclusion or {}
            text = coded and explain.not_called(
                self.env, coded["code"], coded["params"]
            )
            call.exclusion_text = text or False

    # ------------------------------------------------------------- who writes what
    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            self._check_client_write(set(vals))
            if not vals.keys() <= LEADER_FIELDS:
                vals = {**vals, "touched_at": fields.Datetime.now()}
        return super().write(vals)

    def _check_client_write(self, names):
        if names <= LEADER_FIELDS and self._is_leader():
            return
        if not names <= AGENT_FIELDS:
            raise AccessError(
                self.env._(
                    "Calls are kept by the queue: only answers and notes change."
                )
            )
        for call in self:
            call._check_taken()

    def _is_leader(self):
        return self.env.user.has_group("o2c_quality_check.group_call_leader")

    # ------------------------------------------------------------- states
    def _move(self, target, **vals):
        """Go to another state; the only way there.

        :raise UserError: there is no such step
        """
        self.ensure_one()
        if (State(self.state), target) not in TRANSITIONS:
            raise UserError(
                self.env._(
                    "“%(call)s” cannot go from “%(old)s” to “%(new)s”.",
                    call=self.display_name,
                    old=explain.label(self, "state", self.state),
                    new=explain.label(self, "state", target.value),
                )
            )
        self.write({"state": target.value, **vals})

    def _take_out(self, reason):
        """Take the call off the list and keep why."""
        params = {name: _plain(value) for name, value in reason.params.items()}
        coded = {"code": reason.code.value, "params": params}
        self._move(State.EXCLUDED, exclusion=coded, locked_at=False)

    def _put_back_on_list(self, now):
        for call in self:
            call._move(State.TO_CALL, exclusion=False, next_try_at=now)

    def action_exclude(self, note=""):
        """Take the calls off the list by hand; the rule does not put them back."""
        self._check_leader()
        reason = Reason(Why.BY_HAND, {"note": note or self.env.user.name})
        for call in self.sudo():  # the leader was checked, the queue is code's
            call._take_out(reason)

    def action_put_back_on_list(self):
        """Undo taking the calls off the list."""
        self._check_leader()
        # as above
        self.sudo()._put_back_on_list(fields.Datetime.now())

    def _check_leader(self):
        self.check_access("write")
        if not (self.env.su or self._is_leader()):
            raise AccessError(
                self.env._(
                    "Only a call leader puts calls on the list or takes them off."
                )
            )


def _plain(value):
    """A parameter of a reason as a JSON value."""
    return value.isoformat() if hasattr(value, "isoformat") else value
