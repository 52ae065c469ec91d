"""Customers at risk, a part of whom is called and a part left alone to compare with."""

import logging
import secrets
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.o2c_orders.models.o2c_guarded_mixin import refuse_by_hand

from ..domain.uplift import Arm, draw
from ..explain import churn, failure
from ..explain import retention as explain
from .lost_race import LOST

_logger = logging.getLogger(__name__)

STATES = [("draft", "Draft"), ("running", "Running"), ("done", "Done")]
# what only the methods write; and what stands once the draw was made
KEPT = {"state", "started_at", "ended_at", "campaign_id", "failure"}
DRAWN = {"company_id", "seed", "holdout_percent", "line_ids"}
KIND = "retention"


class O2cRetentionList(models.Model):
    """A list of customers at risk, drawn into those to call and those left alone."""

    _name = "o2c.retention.list"
    _description = "Retention list"
    _inherit = ["mail.thread"]
    _order = "state desc, started_at desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        STATES, default="draft", required=True, copy=False, tracking=True
    )
    holdout_percent = fields.Integer(
        "Left alone (%)",
        default=20,
        required=True,
        tracking=True,
        help="So many are drawn and called by no campaign that sells while the list"
        " runs: only against them can it be told what calling brings.",
    )
    seed = fields.Char(
        required=True,
        copy=False,
        default=lambda self: secrets.token_hex(4),
        help="The same seed and the same customers give the same draw.",
    )
    days = fields.Integer(
        "Measured for (days)",
        default=60,
        required=True,
        help="Orders of so many days from the start count.",
    )
    survey_id = fields.Many2one(
        "survey.survey", "Script", help="What the campaign of this list asks."
    )
    started_at = fields.Datetime("Started", readonly=True, copy=False)
    ended_at = fields.Datetime("Ended", readonly=True, copy=False)
    ends_at = fields.Datetime("Measured until", compute="_compute_ends_at")
    campaign_id = fields.Many2one(
        "o2c.campaign", readonly=True, copy=False, index="btree_not_null"
    )
    line_ids = fields.One2many("o2c.retention.line", "list_id", "Customers")
    customer_count = fields.Integer("Customers in it", compute="_compute_counts")
    holdout_count = fields.Integer("Left alone", compute="_compute_counts")
    turnover = fields.Monetary("At stake", compute="_compute_counts")
    failure = fields.Char("Why it could not be ended", readonly=True, copy=False)
    trouble = fields.Char("What does not work", compute="_compute_trouble")

    _share = models.Constraint(
        "CHECK (holdout_percent BETWEEN 5 AND 50)",
        "From 5 to 50 per cent are left alone: fewer show nothing.",
    )
    _period = models.Constraint(
        "CHECK (days BETWEEN 7 AND 365)", "Measure for a week at least, a year at most."
    )

    @api.depends("started_at", "days")
    def _compute_ends_at(self):
        for record in self:
            start = record.started_at
            record.ends_at = start and start + timedelta(days=record.days)

    @api.depends("line_ids.arm", "line_ids.turnover")
    def _compute_counts(self):
        rows = self.env["o2c.retention.line"]._read_group(
            [("list_id", "in", self.ids)],
            ["list_id", "arm"],
            ["__count", "turnover:sum"],
        )
        for record in self:
            own = [row for row in rows if row[0] == record]
            record.customer_count = sum(row[2] for row in own)
            record.holdout_count = sum(row[2] for row in own if row[1] == "holdout")
            record.turnover = sum(row[3] for row in own)

    @api.depends("failure", "state", "company_id")
    @api.depends_context("lang", "tz")
    def _compute_trouble(self):
        for record in self:
            # who reads the list sees why it is out of date
            company = record.company_id.sudo()
            unread = company.o2c_churn_failure and record.state != "done"
            record.trouble = record.failure or (unread and churn.not_read(company))

    # ------------------------------------------------------------- who writes what
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_by_hand(self, KEPT & vals.keys())
        return super().create(vals_list)

    def write(self, vals):
        refuse_by_hand(self, KEPT & vals.keys())
        started = self.filtered(lambda record: record.state != "draft")
        if started and DRAWN & vals.keys() and not self.env.su:
            raise UserError(explain.drawn(started[0]))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        started = self.filtered(lambda record: record.state != "draft")
        if started:
            raise UserError(explain.started(started[0]))

    # ------------------------------------------------------------- making
    @api.model
    def _make(self, customers):
        """A draft list of these ``o2c.churn.customer``, without whom another list has.

        :raise UserError: nobody is left
        """
        running = self.env["o2c.retention.line"].search(
            [("is_running", "=", True), ("partner_id", "in", customers.partner_id.ids)]
        )
        free = customers.filtered(lambda c: c.partner_id not in running.partner_id)
        if not free:
            raise UserError(explain.all_taken(self.env))
        today = fields.Date.context_today(self)
        record = self.create(
            {
                "name": explain.list_name(self.env, today),
                "company_id": free.company_id.id,
            }
        )
        # lines are made from what was read of the customers, not written by hand
        self.env["o2c.retention.line"].sudo().create(
            [
                {
                    "list_id": record.id,
                    "partner_id": customer.partner_id.id,
                    "signs": customer.signs,
                    "level": customer.level,
                    "points": customer.points,
                    "turnover": customer.turnover,
                }
                for customer in free
            ]
        )
        return record

    def _open_form(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_retention_list"
        )
        return {**action, "res_id": self.id, "views": [(False, "form")]}

    # ------------------------------------------------------------- states
    def action_start(self):
        """Draw who is left alone and make the campaign that calls the others."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(explain.started(self))
        if len(self.line_ids) < 2:
            raise UserError(explain.too_short(self))
        if not self.survey_id:
            raise UserError(explain.no_script(self))
        # the maker was checked; arms and states are code's to write
        record = self.sudo()
        record._check_free()
        record._draw()
        record.write({"state": "running", "started_at": fields.Datetime.now()})
        # a campaign of its own, with the rights of who starts the list
        campaign = self.env["o2c.campaign"].create(self._prepare_campaign_vals())
        record.campaign_id = campaign
        return record.with_env(self.env).action_open_campaign()

    def _check_free(self):
        lines = self.env["o2c.retention.line"].search(
            [
                ("is_running", "=", True),
                ("company_id", "=", self.company_id.id),
                ("partner_id", "in", self.line_ids.partner_id.ids),
            ]
        )
        if lines:
            raise UserError(explain.taken(lines))

    def _draw(self):
        alone = draw(
            self.line_ids.partner_id.ids, self.holdout_percent / 100, self.seed
        )
        held = self.line_ids.filtered(lambda line: line.partner_id.id in alone)
        held.write({"arm": Arm.HOLDOUT.value, "is_running": True})
        (self.line_ids - held).write({"arm": Arm.CALL.value, "is_running": True})

    def _prepare_campaign_vals(self):
        return {
            "name": self.name,
            "kind": KIND,
            "source": "customer",
            "company_id": self.company_id.id,
            "survey_id": self.survey_id.id,
            "date_to": fields.Datetime.context_timestamp(self, self.ends_at).date(),
            "rule_ids": [Command.create({"kind": KIND, "retention_list_id": self.id})],
        }

    def action_end(self):
        """Stop: those left alone may be called again, later orders do not count."""
        self.check_access("write")
        for record in self.sudo():  # the maker was checked, states are code's
            if record.state != "running":
                raise UserError(explain.not_running(record))
            record._end(fields.Datetime.now())

    def _end(self, now):
        self.line_ids.write({"is_running": False})
        ended = min(now, self.ends_at)
        self.write({"state": "done", "ended_at": ended, "failure": False})

    def _end_alone(self, now):
        """End it, unless somebody does so now; a failure stops no other list."""
        try:
            with self.env.cr.savepoint():
                if self.try_lock_for_update() and self.state == "running":
                    self._end(now)
        except LOST:
            self.env.cr.rollback()
            _logger.info("retention list %s is being ended elsewhere", self.id)
        except Exception as error:  # shown on the list, tried again by the next run
            _logger.exception("retention list %s could not be ended", self.id)
            self.failure = failure.failure(self.env, error)

    @api.model
    def _cron_end(self):
        """End the lists whose time is over. May run twice or be killed."""
        now = fields.Datetime.now()
        running = self.search([("state", "=", "running")], order="id")
        over = running.filtered(lambda record: record.ends_at <= now)
        for done, record in enumerate(over, start=1):
            record._end_alone(now)
            remaining = len(over) - done
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    def action_open_campaign(self):
        """Open the campaign that calls those who are not left alone."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "o2c.campaign",
            "res_id": self.campaign_id.id,
            "views": [(False, "form")],
        }

    def action_open_lines(self):
        """Open the customers of this list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_retention_line"
        )
        domain = [("list_id", "=", self.id)]
        return {**action, "domain": domain, "display_name": self.name}
