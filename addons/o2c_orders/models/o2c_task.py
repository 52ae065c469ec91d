import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import explain
from .departments import DEPARTMENTS
from .o2c_task_template import EXECUTIONS, KINDS

STATES = [
    ("waiting", "Waiting"),
    ("ready", "Ready"),
    ("running", "Under way"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]
OPEN = ("waiting", "ready", "running", "failed")
# what the order desk may write; the rest is written by the steps of the task
WRITABLE = {"owner_id", "department", "due_at", "note", "priority"}
THREAD_FIELDS = {"message_follower_ids", "activity_ids", "message_main_attachment_id"}


class O2cTask(models.Model):
    """Something to be done before an order line is fulfilled."""

    _name = "o2c.task"
    _description = "Fulfilment task"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "due_at, sequence, id"
    _check_company_auto = True
    _mail_post_access = "read"
    _rec_names_search = ["name", "order_id.name", "external_ref"]

    name = fields.Char(required=True, readonly=True)
    uuid = fields.Char(
        "Key",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_hex(16),
        help="The other system knows the task by it: a call that comes twice is one.",
    )
    template_id = fields.Many2one(
        "o2c.task.template", required=True, readonly=True, ondelete="restrict"
    )
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    execution = fields.Selection(EXECUTIONS, required=True, readonly=True)
    order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    order_line_id = fields.Many2one(
        "sale.order.line",
        "Order line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Customer", store=True, index=True
    )
    user_id = fields.Many2one(
        related="order_id.user_id", string="Salesperson", store=True
    )
    product_id = fields.Many2one(
        related="order_line_id.product_id", string="Product", store=True
    )
    department = fields.Selection(DEPARTMENTS, required=True)
    owner_id = fields.Many2one("res.users", index="btree_not_null")
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0")
    state = fields.Selection(
        STATES, required=True, readonly=True, default="waiting", index=True
    )
    need_ids = fields.Many2many(
        "o2c.task",
        "o2c_task_need_rel",
        "task_id",
        "need_id",
        "Waits for",
        readonly=True,
    )
    waits_for = fields.Char(compute="_compute_waits_for")
    due_at = fields.Datetime("Due", index=True)
    ready_at = fields.Datetime("Ready since", readonly=True)
    started_at = fields.Datetime("Begun", readonly=True)
    done_at = fields.Datetime("Done on", readonly=True)
    done_by_id = fields.Many2one("res.users", "Done by", readonly=True)
    failed_at = fields.Datetime("Failed on", readonly=True)
    days = fields.Float(
        "Days taken",
        compute="_compute_days",
        store=True,
        aggregator="avg",
        digits=(16, 2),
        help="From ready to done.",
    )
    is_late = fields.Boolean(
        "Late", compute="_compute_is_late", search="_search_is_late"
    )
    external_ref = fields.Char(
        "Reference", readonly=True, copy=False, index="btree_not_null"
    )
    tries = fields.Integer(readonly=True)
    next_try_at = fields.Datetime("Next try", readonly=True)
    last_error = fields.Char("What went wrong", readonly=True)
    attempt_ids = fields.One2many("o2c.task.attempt", "task_id", "Calls", readonly=True)
    note = fields.Text()
    can_work = fields.Boolean(compute="_compute_can_work")

    _once = models.UniqueIndex(
        "(order_line_id, template_id)", "This line has this task already."
    )
    _key_once = models.UniqueIndex("(uuid)", "This key is taken.")
    _to_call = models.Index(
        "(next_try_at) WHERE state IN ('ready', 'running') AND next_try_at IS NOT NULL"
    )

    @api.depends("name", "order_id.name")
    def _compute_display_name(self):
        for task in self:
            task.display_name = f"{task.order_id.name}: {task.name}"

    @api.depends("state", "need_ids.state", "template_id.needs_contract")
    def _compute_waits_for(self):
        for task in self:
            # told to whoever reads the task, even where he sees no templates
            known = task.state == "waiting" and explain.service.waits_for(task.sudo())
            task.waits_for = known

    @api.depends("ready_at", "done_at")
    def _compute_days(self):
        for task in self:
            taken = task.ready_at and task.done_at and task.done_at - task.ready_at
            task.days = taken.total_seconds() / 86400 if taken else 0

    @api.depends("state", "due_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for task in self:
            task.is_late = bool(
                task.state in OPEN and task.due_at and task.due_at < now
            )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain("state", "in", OPEN)
        late &= fields.Domain("due_at", "<", fields.Datetime.now())
        return late if True in value else ~late

    # ------------------------------------------------------------- rights
    def write(self, vals):
        closed = vals.keys() - WRITABLE - THREAD_FIELDS
        if closed and not self.env.su:
            names = (
                self._fields[n].string for n in sorted(closed & self._fields.keys())
            )
            raise AccessError(
                self.env._(
                    "The steps of a task write these, nobody by hand: %s",
                    ", ".join(names),
                )
            )
        return super().write(vals)

    @api.depends_context("uid")
    @api.depends("department", "owner_id")
    def _compute_can_work(self):
        for task in self:
            task.can_work = task._may_be_worked()

    def _may_be_worked(self):
        """Whether the user may take steps of this task: the order desk, its owner,
        and the people of its department."""
        user = self.env.user
        groups = {
            "warehouse": "stock.group_stock_user",
            "transport": "stock.group_stock_user",
            "accounting": "account.group_account_invoice",
        }
        return (
            self.env.su
            or user.has_group("o2c_orders.group_order_desk")
            or self.owner_id == user
            or (self.department in groups and user.has_group(groups[self.department]))
        )

    def _check_may_work(self):
        self.check_access("read")
        for task in self:
            if not task._may_be_worked():
                raise AccessError(
                    self.env._(
                        "“%(task)s” belongs to %(owner)s or the order desk.",
                        task=task.display_name,
                        owner=task.owner_id.name or explain.service.department(task),
                    )
                )
