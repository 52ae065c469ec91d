"""The exception queue: every order that is off its normal path, once."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain import exceptions as rules
from .departments import DEPARTMENTS
from .o2c_exception_rule import SEVERITIES

# what a person may change; everything else is found by the job
OWN_FIELDS = {"owner_id", "due_at", "next_action", "own_action"}
DESK = "o2c_orders.group_order_desk"


class O2cException(models.Model):
    """One thing that is wrong with one record, from when it was found until it is
    right again. Found and closed by :meth:`_find`, see ``o2c_exception_find.py``.
    """

    _name = "o2c.exception"
    _description = "Exception"
    _inherit = ["mail.thread"]
    _order = "severity desc, due_at, id"
    _rec_names_search = ["order_id.name", "partner_id.name", "rule_id.name"]
    _mail_post_access = "read"

    rule_id = fields.Many2one(
        "o2c.exception.rule", required=True, ondelete="restrict", readonly=True
    )
    kind = fields.Selection(related="rule_id.kind", string="Kind")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
    )
    salesperson_id = fields.Many2one(related="order_id.user_id", string="Salesperson")
    stage = fields.Selection(related="order_id.o2c_stage", string="Stage of the order")
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        model_field="res_model", required=True, readonly=True
    )
    record_name = fields.Char("Document", compute="_compute_record_name")
    details = fields.Json(readonly=True)
    text = fields.Char("What is wrong", compute="_compute_text")
    since = fields.Datetime(required=True, readonly=True)
    age_days = fields.Integer("For days", compute="_compute_age_days")
    opened_at = fields.Datetime("Found", required=True, readonly=True, index=True)
    due_at = fields.Datetime("To be settled by", tracking=True)
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    severity = fields.Selection(SEVERITIES, required=True, readonly=True)
    department = fields.Selection(DEPARTMENTS, required=True, readonly=True)
    owner_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        tracking=True,
    )
    own_action = fields.Char(tracking=True)
    next_action = fields.Char(
        compute="_compute_next_action", inverse="_inverse_next_action"
    )
    state = fields.Selection(
        [("open", "Open"), ("aside", "Put aside"), ("closed", "Settled")],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
        help="Put aside: somebody has seen that it is no exception; it comes back"
        " only when it was right in between.",
    )
    aside_reason = fields.Char("Put aside because", readonly=True, tracking=True)
    aside_by_id = fields.Many2one("res.users", "Put aside by", readonly=True)
    closed_at = fields.Datetime("Settled on", readonly=True)
    hours_open = fields.Float(
        "Hours to settle",
        compute="_compute_hours_open",
        store=True,
        aggregator="avg",
        help="From when it was found until it was right again.",
    )
    owner_told_at = fields.Datetime("Owner told", readonly=True)
    escalated_at = fields.Datetime("Overdue told", readonly=True)
    customer_told_at = fields.Datetime(
        "Customer told",
        compute="_compute_customer_told_at",
        search="_search_customer_told_at",
        help="The last contact from us about this order or document since it was"
        " found, on whatever channel.",
    )

    _open_once = models.UniqueIndex(
        "(rule_id, res_model, res_id) WHERE state <> 'closed'",
        "This exception is in the queue already.",
    )
    _queue = models.Index(
        "(company_id, severity DESC, due_at, id) WHERE state = 'open'"
    )

    # ------------------------------------------------------------- computed
    @api.depends("rule_id", "order_id", "partner_id")
    def _compute_display_name(self):
        for found in self:
            name = found.order_id.name or found.partner_id.display_name or ""
            found.display_name = f"{found.rule_id.name}: {name}"

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for model, same in self.grouped("res_model").items():
            # the queue names documents also to those who may not open them
            records = self.env[model].sudo().browse(same.mapped("res_id")).exists()
            names = {record.id: record.display_name for record in records}
            for found in same:
                found.record_name = names.get(found.res_id, False)

    @api.depends_context("lang", "tz")
    @api.depends("details", "since")
    def _compute_text(self):
        for found in self:
            found.text = explain.exceptions.what(found)

    @api.depends("since", "closed_at")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for found in self:
            found.age_days = ((found.closed_at or now) - found.since).days

    @api.depends("due_at", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for found in self:
            late = found.due_at and found.due_at < now
            found.is_overdue = bool(found.state == "open" and late)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        late = fields.Domain("state", "=", "open") & fields.Domain("due_at", "<", now)
        return late if True in value else ~late

    @api.depends_context("lang")
    @api.depends("own_action", "rule_id.next_action")
    def _compute_next_action(self):
        for found in self:
            found.next_action = found.own_action or found.rule_id.next_action

    def _inverse_next_action(self):
        for found in self:
            if found.next_action != found.rule_id.next_action:
                found.own_action = found.next_action

    @api.depends("opened_at", "closed_at")
    def _compute_hours_open(self):
        for found in self:
            lasted = found.closed_at and found.closed_at - found.opened_at
            found.hours_open = lasted.total_seconds() / 3600 if lasted else 0.0

    # ------------------------------------------------------------- guards
    def write(self, vals):
        if not self.env.su and not vals.keys() <= OWN_FIELDS:
            names = sorted(vals.keys() - OWN_FIELDS)
            raise AccessError(explain.exceptions.only_job(self.env, names))
        return super().write(vals)

    # ------------------------------------------------------------- buttons
    def action_take(self):
        """These are mine from now on."""
        self.check_access("read")
        if any(found.state != "open" for found in self):
            raise UserError(explain.exceptions.not_open(self.env))
        # whoever may see the queue may take from it
        self.sudo().write({"owner_id": self.env.uid})

    def _aside_facts(self, reason):
        self.ensure_one()
        return rules.AsideFacts(
            state=self.state,
            reason=reason or "",
            is_owner=self.owner_id == self.env.user,
            is_desk=self.env.user.has_group(DESK),
        )

    def _put_aside(self, reason):
        """Somebody has seen these: no exceptions, because of ``reason``."""
        self.check_access("read")
        for found in self:
            decision = rules.may_put_aside(found._aside_facts(reason))
            if not decision.ok:
                raise UserError(
                    explain.exceptions.not_aside(found, decision.reasons[0])
                )
        # the state is the job's; this is the one thing that a person says
        self.sudo().write(
            {
                "state": "aside",
                "aside_reason": reason.strip(),
                "aside_by_id": self.env.uid,
            }
        )

    def action_put_aside(self):
        """Ask why these are no exceptions."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put aside"),
            "res_model": "o2c.exception.aside",
            "view_mode": "form",
            "target": "new",
            "context": {"default_exception_ids": self.ids},
        }

    def action_open_record(self):
        """Open the document that this is about."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()
