from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.o2c_orders.models.o2c_guarded_mixin import refuse_by_hand

from .. import explain
from ..domain.corrective import State

STATES = [
    (State.OPEN.value, "To be done"),
    (State.DONE.value, "Done, effect to be checked"),
    (State.EFFECTIVE.value, "Worked"),
    (State.INEFFECTIVE.value, "Did not work"),
    (State.CANCELLED.value, "Given up"),
]
KINDS = [("corrective", "Corrective"), ("preventive", "Preventive")]
# what the action is about; at least one of them, so that its effect can be counted
SCOPE = ("cause_id", "reason_id", "product_id", "lot_id", "fault_partner_id")
# what only the methods write
OWN_FIELDS = frozenset(
    {
        *("name", "state", "done_on", "judged_on", "judged_by_id", "judgement"),
        *("before_count", "after_count", "before_exposure", "after_exposure"),
        *("exposure", "measured_on", "asked_on"),
    }
)
# what its owner, who need not be of customer care, fills in
OWNER_FIELDS = frozenset(
    {*(f"why_{n}" for n in range(1, 6)), "root_cause", "containment", "action"}
)


class O2cCorrectiveAction(models.Model):
    """What is done so that a complaint does not come again, and whether it worked."""

    _name = "o2c.corrective.action"
    _description = "Corrective action"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "is_over, due_date, id desc"
    _rec_names_search = ["name", "title"]
    _check_company_auto = True

    name = fields.Char("Number", required=True, default="/", copy=False)
    title = fields.Char("What it is about", required=True, tracking=True)
    kind = fields.Selection(KINDS, required=True, default="corrective", tracking=True)
    state = fields.Selection(
        STATES,
        required=True,
        default=State.OPEN.value,
        index=True,
        copy=False,
        tracking=True,
    )
    is_over = fields.Boolean(compute="_compute_is_over", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        "Owner",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        check_company=True,
        tracking=True,
    )
    opened_on = fields.Date(
        required=True, default=fields.Date.context_today, copy=False, tracking=True
    )
    due_date = fields.Date("Due on", required=True, index=True, tracking=True)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    done_on = fields.Date(readonly=True, copy=False, tracking=True)

    # ------------------------------------------------------------- what it is about
    cause_id = fields.Many2one(
        "o2c.ticket.cause",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    reason_id = fields.Many2one(
        "o2c.ticket.reason",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot or serial number",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    fault_partner_id = fields.Many2one(
        "res.partner",
        "Supplier or courier",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    ticket_ids = fields.Many2many(
        "o2c.ticket",
        "o2c_corrective_action_ticket_rel",
        "action_id",
        "ticket_id",
        "Because of",
        copy=False,
        check_company=True,
    )
    ticket_count = fields.Integer("Tickets", compute="_compute_ticket_count")

    # ------------------------------------------------------------- the five whys
    containment = fields.Text("Done at once", help="What keeps the harm small.")
    why_1 = fields.Char("Why did it happen?")
    why_2 = fields.Char("Why was that?")
    why_3 = fields.Char("And why that?")
    why_4 = fields.Char("And that?")
    why_5 = fields.Char("And that, at the root?")
    root_cause = fields.Text(tracking=True)
    action = fields.Text("What is changed", tracking=True)

    # ------------------------------------------------------------- its effect
    check_days = fields.Integer(
        "Days compared",
        required=True,
        default=90,
        help="So many days before it was opened and as many after it was done.",
    )
    check_date = fields.Date(
        "Effect to be checked on", compute="_compute_check_date", store=True, index=True
    )
    asked_on = fields.Date("Check asked for on", readonly=True, copy=False)
    measured_on = fields.Date(readonly=True, copy=False)
    before_count = fields.Integer("Complaints before", readonly=True, copy=False)
    after_count = fields.Integer("Complaints after", readonly=True, copy=False)
    exposure = fields.Selection(
        [("orders", "Orders"), ("days", "Days")],
        "Compared by",
        readonly=True,
        copy=False,
        help="By the orders of these days; by the days where there are no orders.",
    )
    before_exposure = fields.Integer("Of so many before", readonly=True, copy=False)
    after_exposure = fields.Integer("Of so many after", readonly=True, copy=False)
    effect_text = fields.Text("What the figures say", compute="_compute_effect_text")
    judgement = fields.Text("Why it was judged so", readonly=True, copy=False)
    judged_by_id = fields.Many2one("res.users", "Judged by", readonly=True, copy=False)
    judged_on = fields.Date(readonly=True, copy=False)
    follows_id = fields.Many2one(
        "o2c.corrective.action",
        "After",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
    )
    follow_up_ids = fields.One2many(
        "o2c.corrective.action", "follows_id", "Followed by"
    )
    is_leader = fields.Boolean(compute="_compute_is_leader")

    _number_once = models.Constraint(
        "UNIQUE (company_id, name)", "This number of an action is taken."
    )
    _check_days_sign = models.Constraint(
        "CHECK (check_days > 0)", "At least one day must be compared."
    )
    _has_scope = models.Constraint(
        f"CHECK (num_nonnulls({', '.join(SCOPE)}) > 0)",
        "Say what the action is about: a cause, reason, product, lot, or supplier.",
    )

    # ------------------------------------------------------------- computed
    @api.depends("name", "title")
    def _compute_display_name(self):
        for record in self:
            record.display_name = " ".join(filter(None, (record.name, record.title)))

    @api.depends("state")
    def _compute_is_over(self):
        going_on = {State.OPEN.value, State.DONE.value}
        for record in self:
            record.is_over = record.state not in going_on

    @api.depends("state", "due_date")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for record in self:
            is_open = record.state == State.OPEN.value
            due = record.due_date or today  # a new one has none yet
            record.is_late = is_open and due < today

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "=", State.OPEN.value), ("due_date", "<", today)]

    @api.depends("ticket_ids")
    def _compute_ticket_count(self):
        for record in self:
            record.ticket_count = len(record.ticket_ids)

    @api.depends("done_on", "check_days")
    def _compute_check_date(self):
        for record in self:
            wait = timedelta(days=record.check_days)
            record.check_date = record.done_on and record.done_on + wait

    @api.depends("before_count", "after_count", "measured_on", "done_on")
    def _compute_effect_text(self):
        for record in self:
            record.effect_text = explain.corrective.effect(record)

    @api.depends_context("uid")
    def _compute_is_leader(self):
        leader = self.env.user.has_group("o2c_customer_care.group_care_leader")
        for record in self:
            record.is_leader = leader

    @api.constrains("opened_on", "due_date")
    def _check_dates(self):
        for record in self:
            if record.due_date < record.opened_on:
                raise ValidationError(
                    self.env._("An action cannot be due before it is opened.")
                )

    # ------------------------------------------------------------- guards
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su:
                for name in OWN_FIELDS:
                    vals.pop(name, None)
            vals["name"] = self._next_number(vals)
        actions = super().create(vals_list)
        actions._tell_owner()
        return actions

    def _next_number(self, vals):
        company = vals.get("company_id") or self.env.company.id
        # numbering is not a right of who opens an action
        sequence = self.env["ir.sequence"].sudo().with_company(company)
        return sequence.next_by_code(self._name) or "/"

    def write(self, vals):
        refuse_by_hand(self, OWN_FIELDS & vals.keys())
        if not self.env.su and not self._is_care():
            self._refuse_owner(vals)
        result = super().write(vals)
        if "user_id" in vals:
            self._tell_owner()
        return result

    def _is_care(self):
        return self.env.user.has_group("o2c_customer_care.group_care_agent")

    def _refuse_owner(self, vals):
        """An owner outside customer care fills in the causes and what was done."""
        refuse_by_hand(
            self, {n for n in vals if n in self._owner_may_not() and n in self._fields}
        )

    def _owner_may_not(self):
        mail = {n for n in self._fields if n.startswith(("message_", "activity_"))}
        return self._fields.keys() - OWNER_FIELDS - mail

    def _tell_owner(self):
        """The owner finds it among his activities, due when the action is due."""
        for record in self.filtered(lambda a: a.state == State.OPEN.value):
            if record.user_id != self.env.user:
                record.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=record.due_date,
                    summary=record.title,
                    user_id=record.user_id.id,
                )
