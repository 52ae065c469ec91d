from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..domain import campaign as rules
from ..domain.campaign import Kind, State
from ..domain.targeting import Source
from ..explain import call as explain

KINDS = [
    (Kind.QUALITY.value, "Quality check after delivery"),
    (Kind.SATISFACTION.value, "Satisfaction"),
    (Kind.APPOINTMENT.value, "Appointment confirmation"),
    (Kind.WELCOME.value, "Welcome"),
    (Kind.THANK_YOU.value, "Thank-you"),
    (Kind.TELESALES.value, "Telesales"),
    (Kind.RETENTION.value, "Retention"),
    (Kind.QUOTATION.value, "Follow-up of quotations"),
    (Kind.RESEARCH.value, "Market research"),
]
STATES = [
    (State.DRAFT.value, "Draft"),
    (State.RUNNING.value, "Running"),
    (State.PAUSED.value, "Paused"),
    (State.DONE.value, "Done"),
]
SOURCES = [
    (Source.DELIVERED.value, "Orders delivered"),
    (Source.CONFIRMED.value, "Orders confirmed"),
    (Source.QUOTATION.value, "Open quotations"),
    (Source.APPOINTMENT.value, "Appointments to confirm"),
    (Source.CUSTOMER.value, "Customers"),
]
PRIORITIES = [("0", "Normal"), ("1", "High"), ("2", "Urgent")]
# what stands once a campaign has called: its calls and answers rest on it
FIXED_FIELDS = {"kind", "company_id", "survey_id", "survey_b_id", "source"}
OVER = ("done", "exhausted")


class O2cCampaign(models.Model):
    """Whom to call after delivery, by which rule, with which script, and who calls."""

    _name = "o2c.campaign"
    _description = "Call campaign"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    kind = fields.Selection(
        KINDS, required=True, default=Kind.QUALITY.value, tracking=True
    )
    is_marketing = fields.Boolean(
        "Marketing",
        compute="_compute_is_marketing",
        help="The calls want to sell, or to learn for selling; other law applies.",
    )
    source = fields.Selection(
        SOURCES,
        "Whom",
        compute="_compute_source",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        tracking=True,
    )
    allowed_sources = fields.Json(compute="_compute_allowed_sources")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    leader_id = fields.Many2one(
        "res.users",
        "Team leader",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        domain=lambda self: self._domain_group(
            "group_call_leader", "group_call_marketing"
        ),
        check_company=True,
    )
    agent_ids = fields.Many2many(
        "res.users",
        "o2c_campaign_agent_rel",
        "campaign_id",
        "user_id",
        "Agents",
        domain=lambda self: self._domain_group("group_call_agent"),
        check_company=True,
    )
    survey_id = fields.Many2one(
        "survey.survey", "Script", required=True, ondelete="restrict", tracking=True
    )
    date_from = fields.Date("From", default=fields.Date.context_today)
    date_to = fields.Date("To", help="Last day of calling; empty: until it is ended.")
    state = fields.Selection(
        STATES,
        default=State.DRAFT.value,
        required=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    min_days = fields.Integer(
        "At least (days ago)", required=True, default=2, tracking=True
    )
    max_days = fields.Integer(
        "At most (days ago)", required=True, default=5, tracking=True
    )
    quiet_days = fields.Integer(
        "Customer left alone for",
        required=True,
        default=30,
        tracking=True,
        help="A customer who was phoned in this many days, by whomever, is not called."
        " 0: no such limit.",
    )
    complaint_scope = fields.Selection(
        [
            ("customer", "of the customer"),
            ("order", "about the order"),
        ],
        "Not after a complaint",
        required=True,
        default="customer",
        tracking=True,
        help="As long as a complaint is open: any of the customer, or one about this"
        " very order.",
    )
    max_attempts = fields.Integer("Attempts at most", required=True, default=3)
    lock_minutes = fields.Integer(
        "Give back after",
        required=True,
        default=30,
        help="After so many minutes a call that an agent took and left unfinished goes"
        " back to the list.",
    )
    priority = fields.Selection(
        PRIORITIES,
        required=True,
        default="0",
        tracking=True,
        help="Of two due calls the one of the more urgent campaign comes first.",
    )
    is_spent = fields.Boolean(
        "Budget used up", readonly=True, copy=False, help="No new call is given."
    )
    call_ids = fields.One2many("o2c.call", "campaign_id", "Calls")
    call_count = fields.Integer("Calls to make", compute="_compute_counts")
    done_count = fields.Integer("Calls finished", compute="_compute_counts")
    waiting_count = fields.Integer("Calls waiting", compute="_compute_counts")
    not_ok_count = fields.Integer("Not accepted", compute="_compute_counts")
    progress = fields.Float(
        compute="_compute_counts", help="Calls finished, in per cent of calls to make."
    )

    _window = models.Constraint(
        "CHECK (0 <= min_days AND min_days <= max_days)",
        "The days since delivery must be a range such as 2 to 5.",
    )
    _quiet = models.Constraint(
        "CHECK (quiet_days >= 0)", "The days between calls cannot be negative."
    )
    _positive = models.Constraint(
        "CHECK (max_attempts > 0 AND lock_minutes > 0)",
        "Attempts and minutes must be more than zero.",
    )
    _period = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A campaign cannot end before it begins.",
    )

    def _domain_group(self, *names):
        ids = [self.env.ref(f"o2c_quality_check.{name}").id for name in names]
        return [("all_group_ids", "in", ids)]

    @api.depends("kind")
    def _compute_is_marketing(self):
        for campaign in self:
            kind = campaign.kind and Kind(campaign.kind)
            campaign.is_marketing = bool(kind) and rules.is_marketing(kind)

    @api.depends("kind")
    def _compute_allowed_sources(self):
        for campaign in self:
            sources = rules.SOURCES[Kind(campaign.kind)] if campaign.kind else ()
            campaign.allowed_sources = [source.value for source in sources]

    @api.depends("kind")
    def _compute_source(self):
        for campaign in self:
            sources = rules.SOURCES[Kind(campaign.kind)] if campaign.kind else ()
            campaign.source = sources[0].value if sources else campaign.source

    @api.depends("call_ids.state", "call_ids.verdict")
    def _compute_counts(self):
        # how far a campaign is may be known to whoever may read it
        groups = (
            self.env["o2c.call"]
            .sudo()
            ._read_group(
                [("campaign_id", "in", self.ids), ("state", "!=", "excluded")],
                ["campaign_id", "state", "verdict"],
                ["__count"],
            )
        )
        for campaign in self:
            own = [row[1:] for row in groups if row[0] == campaign]
            total = sum(count for *_, count in own)
            done = sum(count for state, _, count in own if state in OVER)
            campaign.call_count = total
            campaign.done_count = done
            campaign.waiting_count = total - done
            campaign.not_ok_count = sum(n for _, said, n in own if said == "not_ok")
            campaign.progress = 100.0 * done / total if total else 0.0

    # ------------------------------------------------------------- states
    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "kind" in fields and not self._is_leader():
            values["kind"] = Kind.TELESALES.value
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.pop("state", None)
        campaigns = super().create(vals_list)
        campaigns._check_kind_right()
        return campaigns

    def _is_leader(self):
        leader = "o2c_quality_check.group_call_leader"
        return self.env.su or self.env.user.has_group(leader)

    def _check_kind_right(self):
        """Marketing sets up calls that sell; calls that serve are the leaders'."""
        if not self._is_leader() and self.filtered(lambda c: not c.is_marketing):
            raise AccessError(
                self.env._("Marketing sets up only campaigns that sell or ask to sell.")
            )

    def write(self, vals):
        self._check_fixed(vals)
        state = vals.get("state")
        moving = self.filtered(lambda c: state and c.state != state)
        for campaign in moving:
            campaign._check_move(State(state))
        result = super().write(vals)
        if "kind" in vals:
            self._check_kind_right()
        if state:
            moving._after_move(State(state))
        return result

    def _check_fixed(self, vals):
        started = self.filtered(lambda c: c.state != State.DRAFT.value)
        if started and FIXED_FIELDS & set(vals):
            raise UserError(
                self.env._(
                    "“%s” has started: its kind, script and company stay as they are.",
                    started[0].name,
                )
            )

    def _check_move(self, target):
        if target is State.RUNNING:
            decision = rules.may_start(self._start_facts())
        else:
            decision = rules.may_change(State(self.state), target)
        if not decision.ok:
            sentences = [explain.campaign_refused(self, r) for r in decision.reasons]
            raise UserError("\n".join(sentences))

    def _start_facts(self):
        scripts = self._scripts().sudo()  # the scripts' questions are no secret here
        # whether a script also sells does not depend on which campaigns one may read
        others = self.sudo().search(
            [
                ("id", "!=", self.id),
                "|",
                ("survey_id", "in", scripts.ids),
                ("survey_b_id", "in", scripts.ids),
            ]
        )
        return rules.StartFacts(
            state=State(self.state),
            kind=Kind(self.kind),
            agents=len(self.agent_ids),
            source=Source(self.source),
            questions=tuple((q.title, q.question_type) for q in scripts.question_ids),
            script_kinds=frozenset(Kind(other.kind) for other in others),
        )

    def _after_move(self, target):
        now = fields.Datetime.now()
        for campaign in self:
            if target is State.RUNNING:
                campaign._refresh(now)
            elif target is State.DONE:
                campaign._take_out_waiting()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        started = self.filtered(lambda c: c.state != State.DRAFT.value)
        if started:
            raise UserError(
                self.env._("“%s” has started: archive it instead.", started[0].name)
            )

    def action_start(self):
        """Start calling, or go on with it, with the list brought up to date."""
        self.write({"state": State.RUNNING.value})

    def action_pause(self):
        """Nobody takes a new call until the campaign goes on."""
        self.write({"state": State.PAUSED.value})

    def action_end(self):
        """End the campaign; who was not reached is not called any more."""
        self.write({"state": State.DONE.value})

    # ------------------------------------------------------------- actions
    def action_open_calls(self):
        """Open the calls of this campaign."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_call_all"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("campaign_id", "=", self.id)],
            "context": {"search_default_group_state": 1},
        }

    def action_next_call(self):
        """Take the best due call of this campaign and open it."""
        return self.env["o2c.call"]._open_next(campaigns=self)

    def action_open_results(self):
        """Open Odoo's own statistics of the script's answers."""
        self.ensure_one()
        return self.survey_id.action_result_survey()
