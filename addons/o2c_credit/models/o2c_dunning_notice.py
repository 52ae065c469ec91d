"""What went out, or is about to: a notice and its lines as they were."""

from odoo import api, fields, models

from .o2c_dunning_step import CHANNELS

STATES = [
    ("proposed", "Waiting for approval"),
    ("approved", "To be sent"),
    ("queued", "On its way"),
    ("to_call", "To be called"),
    ("sent", "Sent"),
    ("dropped", "Not sent"),
    ("failed", "Failed"),
]
# in these a notice may still reach the customer
PENDING = ("proposed", "approved", "queued", "to_call", "failed")


class O2cDunningNotice(models.Model):
    """One message to one customer about open items in one currency.

    Written by code alone: nobody changes or deletes what went out.
    """

    _name = "o2c.dunning.notice"
    _description = "Dunning notice"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _mail_post_access = "read"

    run_id = fields.Many2one(
        "o2c.dunning.run", required=True, index=True, ondelete="restrict"
    )
    account_id = fields.Many2one(
        "o2c.credit.account",
        "Credit account",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    customer_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Contacted", required=True, ondelete="restrict"
    )
    currency_id = fields.Many2one("res.currency", required=True)
    strategy_id = fields.Many2one(
        "o2c.dunning.strategy", required=True, ondelete="restrict"
    )
    step_id = fields.Many2one(
        "o2c.dunning.step", required=True, index=True, ondelete="restrict"
    )
    level = fields.Integer(
        required=True, help="The highest level that an item of it reaches."
    )
    channel = fields.Selection(CHANNELS, required=True)
    lang = fields.Selection("_select_lang", "Language", required=True, default="en_US")
    uuid = fields.Char("Reference", required=True)
    day = fields.Date(required=True, help="The day of the run.")
    state = fields.Selection(STATES, required=True, default="proposed", index=True)
    needs_approval = fields.Boolean()
    approved_by_id = fields.Many2one("res.users", "Approved by")
    approved_at = fields.Datetime()
    sent_at = fields.Datetime(index="btree_not_null")
    claimed = fields.Monetary("Open items", help="What the items add up to.")
    fee = fields.Monetary()
    interest = fields.Monetary("Late interest")
    compensation = fields.Monetary("Recovery compensation")
    total = fields.Monetary()
    drop_code = fields.Char()
    drop_params = fields.Json()
    failure = fields.Text()
    line_ids = fields.One2many("o2c.dunning.notice.line", "notice_id", "Items")

    _uuid_once = models.Constraint("UNIQUE (uuid)", "This reference exists already.")

    @api.model
    def _select_lang(self):
        # any that was ever there: what went out stays as it was
        languages = self.env["res.lang"].with_context(active_test=False)
        known = languages.search([("code", "!=", False)])
        return [(lang.code, lang.name) for lang in known]

    @api.depends("customer_id", "step_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for notice in self:
            names = (notice.customer_id.display_name, notice.step_id.name)
            notice.display_name = " · ".join(name for name in names if name)


class O2cDunningNoticeLine(models.Model):
    """One item of a notice, as it was when the notice was made or went out.

    The database lets an item have one live line for each level and cycle: that is
    what makes a reminder go out once, however many runs work at the same time.
    """

    _name = "o2c.dunning.notice.line"
    _description = "Item of a dunning notice"
    _order = "due_date, id"
    _log_access = False  # the notice knows who made it, and when

    notice_id = fields.Many2one(
        "o2c.dunning.notice", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="notice_id.currency_id")
    line_id = fields.Many2one(
        "account.move.line", "Item", index="btree_not_null", ondelete="set null"
    )
    move_id = fields.Many2one(related="line_id.move_id", string="Document")
    number = fields.Char()
    invoice_date = fields.Date()
    due_date = fields.Date()
    amount = fields.Monetary()
    residual = fields.Monetary("Open")
    held = fields.Monetary("Contested or held")
    promised = fields.Monetary()
    claimed = fields.Monetary()
    interest = fields.Monetary("Late interest")
    compensation = fields.Monetary("Recovery compensation")
    level = fields.Integer(required=True)
    cycle = fields.Integer(required=True)
    live = fields.Boolean(
        default=True, help="Not taken out before the notice went out."
    )
    drop_code = fields.Char()
    drop_params = fields.Json()

    _once = models.UniqueIndex(
        "(line_id, level, cycle) WHERE live AND line_id IS NOT NULL",
        "This item was reminded of on this level already.",
    )
