from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain
from ..domain.notification import Why
from .notification_events import events_query
from .o2c_notification_rule import CHANNELS
from .timeline_rows import local_day, midnight

REASONS = [
    (Why.HISTORY.value, "Happened before the rule"),
    (Why.UNDONE.value, "Not so any more"),
    (Why.TOO_OLD.value, "Known too late"),
    (Why.OPTED_OUT.value, "Wants no notifications"),
    (Why.PREFERS.value, "Prefers another channel"),
    (Why.NO_ADDRESS.value, "No address or number"),
    (Why.NOBODY.value, "Nobody to tell"),
]
# what happened and is not noted yet, once for each rule, order and event
COLLECT = """
INSERT INTO o2c_notification (rule_id, order_id, company_id, event, event_at,
       res_model, res_id, state, reason, uuid, create_uid, create_date, write_uid,
       write_date)
SELECT %(rule)s, ev.order_id, ev.company_id, ev.event, ev.at, ev.res_model, ev.res_id,
       %(state)s, %(reason)s, gen_random_uuid()::text, %(uid)s, %(now)s, %(uid)s,
       %(now)s
  FROM (%(events)s) ev
 WHERE (%(company)s::int IS NULL OR ev.company_id = %(company)s)
   AND NOT EXISTS (SELECT FROM o2c_notification n
                    WHERE n.rule_id = %(rule)s AND n.order_id = ev.order_id
                      AND n.event = ev.event)
    ON CONFLICT (rule_id, order_id, event) DO NOTHING
RETURNING id
"""


class O2cNotification(models.Model):
    """One notice about one event of one order: waiting, told, or why not.

    Written by code alone: collected by one query for each rule, sent one by one, see
    ``o2c_notification_send.py``.
    """

    _name = "o2c.notification"
    _description = "Notification"
    _order = "id desc"
    _rec_name = "event"

    rule_id = fields.Many2one(
        "o2c.notification.rule", required=True, ondelete="restrict"
    )
    audience = fields.Selection(related="rule_id.audience")
    order_id = fields.Many2one(
        "sale.order", "Sales order", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", required=True)
    customer_id = fields.Many2one(
        related="order_id.partner_id.commercial_partner_id", string="Customer"
    )
    event = fields.Char(required=True, help="What happened; told once by each rule.")
    event_at = fields.Datetime("Happened", required=True)
    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")
    uuid = fields.Char(required=True, copy=False)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("sent", "Told"),
            ("skipped", "Not told"),
            ("failed", "Failed"),
        ],
        required=True,
        default="waiting",
    )
    reason = fields.Selection(REASONS, "Why not")
    failure = fields.Char()
    attempts = fields.Integer()
    next_try_at = fields.Datetime("Not before")
    partner_id = fields.Many2one("res.partner", "Told to", index="btree_not_null")
    channel = fields.Selection(CHANNELS)
    lang = fields.Char("Language")
    sent_to = fields.Char(help="The address or number it went to.")
    sent_at = fields.Datetime("Told on", index=True)
    subject = fields.Char("Title", help="As it was sent.")
    message_id = fields.Many2one("mail.message", ondelete="set null")
    contact_id = fields.Many2one("o2c.contact", "In the contact ledger")

    # what the texts speak of
    shipment_id = fields.Many2one(
        "o2c.shipment",
        compute="_compute_shipment_id",
        help="The parcel of the notice, or the last one of the order.",
    )
    order_url = fields.Char(
        "Link to the order",
        compute="_compute_order_url",
        help="Where the customer follows the order, without signing in.",
    )
    event_text = fields.Char("What happened", compute="_compute_event_text")

    _once = models.UniqueIndex(
        "(rule_id, order_id, event)", "This was told by this rule already."
    )
    _to_send = models.Index("(id) WHERE state = 'waiting'")

    @api.depends("rule_id", "order_id")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = f"{notice.rule_id.name}: {notice.order_id.name}"

    # ------------------------------------------------------------- collect
    @api.model
    def _collect(self, rule):
        """Note what happened since the rule began; returns the number of new notices.

        May be repeated: the database keeps one for each rule, order and event.
        """
        now = fields.Datetime.now()
        oldest = fields.Datetime.subtract(now, hours=rule.max_age)
        since = max(self._first_moment(rule), oldest)
        return self._note(rule, since, now, "waiting")

    @api.model
    def _note_history(self, rules):
        """Note what the days of milestones would mistake for news.

        Invoices and payments have a day and no hour: what is of today already when a
        rule begins is noted as history.
        """
        now = fields.Datetime.now()
        for rule in rules.filtered(lambda r: r.trigger == "milestone"):
            since = self._first_moment(rule)
            self._note(rule, since, now, "skipped", Why.HISTORY.value)

    @api.model
    def _first_moment(self, rule):
        """From when on ``rule`` tells: days of milestones begin at midnight."""
        if rule.trigger != "milestone":
            return rule.since
        companies = rule.company_id or self.env["res.company"].sudo().search(
            [("active", "=", True)]  # all of them, whoever made the rule
        )
        # where a company is, is no secret of its address
        zones = {company.sudo().partner_id.tz or "UTC" for company in companies}
        return min(midnight(local_day(rule.since, zone), zone) for zone in zones)

    @api.model
    def _note(self, rule, since, now, state, reason=None):
        self._flush_events()
        query = SQL(
            COLLECT,
            events=events_query(rule.trigger, rule._what(), since, now),
            rule=rule.id,
            company=rule.company_id.id or None,
            state=state,
            reason=reason,
            uid=self.env.uid,
            now=now,
        )
        made = self.env.execute_query(query)
        self.invalidate_model(flush=False)
        return len(made)

    @api.model
    def _flush_events(self):
        self.env["sale.order"]._recompute_model(["o2c_stage"])
        for model in ("o2c.milestone", "o2c.shipment", "o2c.shipment.event"):
            self.env[model].flush_model()
        for model in ("o2c.exception", "o2c.notification.rule", "o2c.notification"):
            self.env[model].flush_model()

    # ------------------------------------------------------------- for the texts
    def _compute_shipment_id(self):
        # a text names the parcel whoever may see it
        shipments = self.env["o2c.shipment"].sudo()
        for notice in self:
            if notice.res_model == shipments._name:
                notice.shipment_id = shipments.browse(notice.res_id).exists()
            else:
                own = [("order_id", "=", notice.order_id.id)]
                notice.shipment_id = shipments.search(own, limit=1)

    def _compute_order_url(self):
        for notice in self:
            order = notice.order_id
            notice.order_url = order.get_base_url() + order.get_portal_url()

    @api.depends_context("lang")
    def _compute_event_text(self):
        for notice in self:
            notice.event_text = explain.notification.what(notice)
