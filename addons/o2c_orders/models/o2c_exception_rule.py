from odoo import api, fields, models

from ..domain.exceptions import Kind, Unit, moment_before
from .departments import DEPARTMENTS
from .sale_order_timeline import STAGES

KINDS = [
    (Kind.STAGE_STUCK.value, "Stuck in a stage"),
    (Kind.QUOTE_SILENT.value, "Quotation unanswered"),
    (Kind.HOLD_OLD.value, "Hold too old"),
    (Kind.GOODS_MISSING.value, "Goods missing"),
    (Kind.PICKING_LATE.value, "Transfer late"),
    (Kind.PROMISE_OVERDUE.value, "Promised date passed, nothing has left"),
    (Kind.DELIVERY_LATE.value, "On the way, not arrived as planned"),
    (Kind.DELIVERY_FAILED.value, "Delivery failed or parcel lost"),
    (Kind.NOT_RECEIVED.value, "Not received, says the customer"),
    (Kind.TRACKING_MISSING.value, "Left without a tracking reference"),
    (Kind.COURIER_SILENT.value, "No word from the courier"),
    (Kind.NOT_INVOICED.value, "Delivered, not invoiced"),
    (Kind.INVOICE_MISSING.value, "Part or prepayment not invoiced"),
    (Kind.INVOICE_DRAFT.value, "Draft invoice not posted"),
    (Kind.PRICE_MISMATCH.value, "Invoice price differs from the order"),
    (Kind.REFUSAL_OPEN.value, "Refusal undecided"),
    (Kind.APPOINTMENT_OPEN.value, "Appointment without an answer"),
    (Kind.RETURN_MISSING.value, "Return not received"),
    (Kind.REFUND_LATE.value, "Refund of a withdrawal due"),
    (Kind.ACTIVATION_FAILED.value, "Task or activation failed"),
    (Kind.TASK_LATE.value, "Task late"),
]
UNITS = [
    (Unit.HOURS.value, "hours"),
    (Unit.DAYS.value, "days"),
    (Unit.WORK_DAYS.value, "working days"),
]
SEVERITIES = [("0", "Low"), ("1", "Normal"), ("2", "High"), ("3", "Critical")]
# what decides which exceptions there are: changed, the queue is made anew
CONDITION_FIELDS = {"kind", "stage", "age", "unit", "tolerance", "company_id", "active"}


class O2cExceptionRule(models.Model):
    """What counts as an exception: a condition that lasts longer than it may.

    Says also how bad it is, whose it is, until when and what to do next.
    """

    _name = "o2c.exception.rule"
    _description = "Exception rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company."
    )
    kind = fields.Selection(KINDS, "What is wrong", required=True)
    stage = fields.Selection(
        [stage for stage in STAGES if stage[0] not in ("closed", "cancelled")],
        help="Empty: any stage on the way.",
    )
    age = fields.Integer("For longer than", default=1)
    unit = fields.Selection(UNITS, required=True, default=Unit.WORK_DAYS.value)
    tolerance = fields.Float(
        help="A difference of so much on a line, in the currency of the invoice,"
        " is none."
    )
    severity = fields.Selection(SEVERITIES, required=True, default="1")
    department = fields.Selection(DEPARTMENTS, required=True, default="sales")
    assign = fields.Selection(
        [
            ("record", "Who looks after the record"),
            ("salesperson", "The salesperson of the order"),
            ("user", "Always the same person"),
        ],
        "Goes to",
        required=True,
        default="record",
    )
    user_id = fields.Many2one(
        "res.users",
        "Person",
        domain="[('share', '=', False)]",
        help="Who gets it, or who gets it when nobody looks after the record.",
    )
    due_hours = fields.Float(
        "To be settled within (working hours)",
        default=8,
        help="By the working hours of the company.",
    )
    next_action = fields.Char(
        translate=True, help="What to do first. The owner may put something else."
    )
    notice = fields.Boolean(
        "Tell the owner",
        default=True,
        help="One message to each owner with all that is new for him.",
    )
    escalate_to_id = fields.Many2one(
        "res.users",
        "When overdue, tell also",
        domain="[('share', '=', False)]",
    )
    exception_ids = fields.One2many("o2c.exception", "rule_id", "Exceptions")
    open_count = fields.Integer("Open", compute="_compute_open_count")

    _age_sign = models.Constraint("CHECK (age >= 0)", "An age is not negative.")
    _due_sign = models.Constraint(
        "CHECK (due_hours >= 0)", "The time to settle it is not negative."
    )

    def _compute_open_count(self):
        domain = [("rule_id", "in", self.ids), ("state", "=", "open")]
        groups = self.env["o2c.exception"]._read_group(domain, ["rule_id"], ["__count"])
        counts = dict(groups)
        for rule in self:
            rule.open_count = counts.get(rule, 0)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._look_soon()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if CONDITION_FIELDS & vals.keys():
            self._look_soon()
        return result

    def _look_soon(self):
        """Have the queue made anew by the changed rules at the next opportunity."""
        job = self.env.ref("o2c_orders.cron_find_exceptions", raise_if_not_found=False)
        if job:
            # who may change the rules may have the queue made by them
            job.sudo()._trigger()

    # ------------------------------------------------------------- moments
    def _limit(self, company, now):
        """Since when it must have been so, for this rule and ``company``."""
        self.ensure_one()
        calendar = company.resource_calendar_id

        def work_back(days):
            hours = days * (calendar.hours_per_day or 8)
            return calendar.plan_hours(-hours, now, compute_leaves=True)

        return moment_before(
            now, self.age, Unit(self.unit), work_back if calendar else None
        )

    def _due(self, company, now):
        """Until when an exception found ``now`` should be settled."""
        self.ensure_one()
        calendar = company.resource_calendar_id
        planned = calendar and calendar.plan_hours(
            self.due_hours, now, compute_leaves=True
        )
        return planned or fields.Datetime.add(now, hours=self.due_hours)

    # ------------------------------------------------------------- buttons
    def action_open_exceptions(self):
        """The open exceptions of this rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_orders.action_exception"
        )
        action["domain"] = [("rule_id", "=", self.id)]
        return action

    def action_look_now(self):
        """Have the queue made by the scheduled job, now."""
        self.check_access("write")
        self._look_soon()
