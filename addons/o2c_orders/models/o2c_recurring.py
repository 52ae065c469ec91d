from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import recurrence
from ..domain.recurrence import Terms, Unit
from .o2c_tariff import UNITS
from .timeline_rows import local_day

STATES = [
    ("waiting", "Waiting for activation"),
    ("active", "Active"),
    ("ended", "Ended"),
]
REASONS = [
    ("withdrawal", "Withdrawal from the contract"),
    ("notice", "Notice given by the customer"),
    ("company", "Ended by us"),
    ("nonpayment", "Not paid"),
    ("cancelled", "Order cancelled"),
]


class O2cRecurring(models.Model):
    """A service that is billed every period, from its activation to its stop."""

    _name = "o2c.recurring"
    _description = "Recurring service"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _rec_names_search = ["order_id.name", "partner_id.name", "product_id.name"]

    order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    order_line_id = fields.Many2one(
        "sale.order.line", "Order line", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Invoice to", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        related="order_id.user_id", string="Salesperson", store=True
    )
    product_id = fields.Many2one("product.product", required=True, ondelete="restrict")
    tariff_id = fields.Many2one("o2c.tariff", required=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True)
    quantity = fields.Float(required=True, digits="Product Unit")
    price = fields.Monetary(required=True, help="Per period, for each piece.")
    period_amount = fields.Monetary(
        "Per period", compute="_compute_period_amount", store=True
    )
    monthly_amount = fields.Monetary(
        "Per month",
        compute="_compute_period_amount",
        store=True,
        help="The same on average per month, to compare and add up.",
    )
    interval_number = fields.Integer("Every", required=True)
    interval_unit = fields.Selection(UNITS, "Period", required=True)
    in_advance = fields.Boolean("Billed in advance")
    aligned = fields.Boolean("Calendar periods")
    min_months = fields.Integer("Least term (months)")
    notice_days = fields.Integer("Notice (days)")
    state = fields.Selection(STATES, required=True, default="waiting", index=True)
    date_start = fields.Date("Active since", tracking=True)
    billed_periods = fields.Integer()
    next_date = fields.Date("Next bill", index="btree_not_null")
    stop_date = fields.Date(
        "Ends before", tracking=True, help="The first day without the service."
    )
    stop_reason = fields.Selection(REASONS, tracking=True)
    stop_note = fields.Text("How it was settled")
    last_error = fields.Char("What went wrong")
    period_ids = fields.One2many("o2c.recurring.period", "recurring_id", "Bills")
    price_plan = fields.Char(compute="_compute_price_plan")

    _once = models.UniqueIndex(
        "(order_line_id)", "This order line has a recurring service already."
    )
    _amounts = models.Constraint(
        "CHECK (quantity > 0 AND price >= 0 AND interval_number > 0)",
        "Quantity and period must be more than nothing.",
    )
    _due = models.Index("(company_id, next_date, id) WHERE state = 'active'")

    @api.depends("order_id.name", "product_id.name")
    def _compute_display_name(self):
        for service in self:
            name = service.product_id.display_name
            service.display_name = f"{service.order_id.name}: {name}"

    @api.depends("quantity", "price", "interval_number", "interval_unit")
    def _compute_period_amount(self):
        per_month = {
            "day": 365.25 / 12,
            "week": 365.25 / 84,
            "month": 1,
            "year": 1 / 12,
        }
        for service in self:
            amount = service.quantity * service.price
            service.period_amount = amount
            often = per_month.get(service.interval_unit, 0)
            service.monthly_amount = amount * often / (service.interval_number or 1)

    @api.depends("period_amount", "interval_number", "interval_unit")
    def _compute_price_plan(self):
        for service in self:
            service.price_plan = explain.service.price_plan(
                service, service.period_amount, service.currency_id
            )

    # ------------------------------------------------------------- facts
    def _terms(self):
        """How it is billed, for the rules."""
        self.ensure_one()
        return Terms(
            start=self.date_start,
            unit=Unit(self.interval_unit),
            every=self.interval_number,
            in_advance=self.in_advance,
            aligned=self.aligned,
        )

    def _today(self):
        """The present day where the company is."""
        zone = self.company_id.partner_id.tz or "UTC"
        return local_day(fields.Datetime.now(), zone)

    def _amount(self, share):
        """What the part ``share`` of a period costs, as a Decimal."""
        return recurrence.amount(
            Decimal(str(self.price)),
            Decimal(str(self.quantity)),
            share,
            self.currency_id.decimal_places,
        )

    # ------------------------------------------------------------- activation
    def _activate(self, day):
        """The service is active from ``day``: the bills begin. Again: no change."""
        services = self.sudo()  # follows from a task, whoever finished it
        waiting = services.filtered(lambda s: s.state == "waiting")
        waiting.write({"state": "active", "date_start": day})
        waiting._plan_next()
        waiting._message_log_batch(
            {service.id: explain.service.activated(service) for service in waiting}
        )

    def _plan_next(self):
        for service in self:
            following = recurrence.next_due(
                service._terms(), service.billed_periods, service.stop_date or None
            )
            service.next_date = following or False
            if not following:
                service.state = "ended"

    def action_activate(self):
        """Say by hand that the service is active from today."""
        user = self.env.user
        if not (self.env.su or user.has_group("o2c_orders.group_order_desk")):
            raise UserError(self.env._("The order desk says when a service is active."))
        self.check_access("read")
        for service in self:
            if service.state != "waiting":
                raise UserError(explain.service.not_waiting(service))
            if service.order_id.state != "sale":
                raise UserError(self.env._("The order is not confirmed."))
            service._activate(service._today())

    def _o2c_contact_facts(self):
        return self.order_id._o2c_contact_facts()
