import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from .. import explain
from ..domain import quotation
from .quotation_facts import FLUSHED, waiting_fact, waiting_query

_logger = logging.getLogger(__name__)
BATCH = 50  # steps carried out between two commits
PLAN = """
INSERT INTO o2c_chase (order_id, rule_id, round, company_id, state, planned_at,
                       create_uid, create_date, write_uid, write_date)
SELECT v.order_id, v.rule_id, v.round, v.company_id, 'planned', %(now)s,
       %(user)s, %(now)s, %(user)s, %(now)s
  FROM (VALUES %(rows)s) AS v (order_id, rule_id, round, company_id)
    ON CONFLICT (order_id, rule_id, round) DO NOTHING
"""


class O2cChase(models.Model):
    """One step of a chase rule for one quotation: planned, then done or skipped.

    Only code writes it. A rule is carried out once each time the quotation is sent.
    """

    _name = "o2c.chase"
    _description = "Chase"
    _order = "planned_at desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one(
        "sale.order", "Quotation", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id")
    salesperson_id = fields.Many2one(related="order_id.user_id", string="Salesperson")
    rule_id = fields.Many2one(
        "o2c.chase.rule", ondelete="restrict", index=True, help="Empty: by hand."
    )
    round = fields.Integer(help="The sending of the quotation that it follows.")
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("done", "Done"),
            ("skipped", "Skipped"),
            ("failed", "Failed"),
        ],
        required=True,
        default="planned",
        index=True,
    )
    planned_at = fields.Datetime(required=True, default=fields.Datetime.now)
    done_at = fields.Datetime()
    note = fields.Text()
    message_id = fields.Many2one("mail.message", index="btree_not_null")

    _once = models.UniqueIndex(
        "(order_id, rule_id, round)", "This rule was carried out already."
    )

    # ------------------------------------------------------------- the job
    @api.model
    def _cron_chase(self):
        """Wake what was postponed to today, plan what fell due, carry it out.

        May run twice and be killed at any moment: each step is one row.
        """
        now = fields.Datetime.now()
        self._wake(now)
        self._plan(now)
        ids = self.search([("state", "=", "planned")], order="id").ids
        remaining = len(ids)
        for batch in split_every(BATCH, ids):
            self.browse(batch)._carry_out(now)
            remaining -= len(batch)
            done = len(batch)
            if not self.env["ir.cron"]._commit_progress(done, remaining=remaining):
                return

    @api.model
    def _wake(self, now):
        """Open the quotations whose day has come and tell the salesperson."""
        orders = self.env["sale.order"].search(
            [
                ("o2c_quote_status", "=", "postponed"),
                # east of Greenwich it is tomorrow already
                ("o2c_quote_until", "<=", now.date() + timedelta(days=1)),
            ]
        )
        due = orders.filtered(lambda o: o.o2c_quote_until <= o._o2c_quote_today())
        for order in due:
            order._o2c_quote_act(quotation.Action.RESUME)
            order.activity_schedule(
                "mail.mail_activity_data_call",
                user_id=order.user_id.id or self.env.uid,
                summary=explain.quotation.postponed_is_due(order),
            )
        return due

    @api.model
    def _plan(self, now, ids=None):
        """Enter each step that is due, once; return how many are new."""
        rows = self._due(now, ids)
        if not rows:
            return 0
        values = SQL(", ").join(
            SQL("(%s, %s, %s, %s)", row["id"], rule, row["round"], row["company_id"])
            for (row, rule) in rows
        )
        query = SQL(PLAN, now=now, user=self.env.uid, rows=values)
        self.env.cr.execute(query)
        self.invalidate_model()
        return self.env.cr.rowcount

    @api.model
    def _due(self, now, ids=None):
        """[(row of facts, id of a rule due today)]"""
        rules = self._rules_by_company()
        for model, names in FLUSHED.items():
            self.env[model].flush_model(names)
        self.env.cr.execute(waiting_query(now, ids))
        found = []
        for row in self.env.cr.dictfetchall():
            own = rules.get(row["company_id"], ()) + rules.get(False, ())
            due = quotation.due_rules(waiting_fact(row), own, row["today"])
            found += [(row, rule.key) for rule in due]
        return found

    @api.model
    def _rules_by_company(self):
        rules = self.env["o2c.chase.rule"].search([("active", "=", True)])
        return {
            company.id: tuple(rule._domain_rule() for rule in own)
            for company, own in rules.grouped("company_id").items()
        }

    # ------------------------------------------------------------- carrying out
    def _carry_out(self, now):
        """Carry out the planned steps; one that fails does not stop the others."""
        waiting = self._still_waiting(now)
        for chase in self:
            if chase.order_id.id not in waiting:
                chase._end("skipped", explain.quotation.chase_skipped, "answered")
                continue
            try:
                with self.env.cr.savepoint():
                    chase._step()
            except OperationalError:
                raise  # somebody else is at it: the whole batch is tried again
            except Exception as error:
                _logger.exception("Chase %s of %s", chase.id, chase.order_id.name)
                chase.write({"state": "failed", "note": str(error)})

    def _still_waiting(self, now):
        """Ids of the quotations that wait for the customer, read again now."""
        for model, names in FLUSHED.items():
            self.env[model].flush_model(names)
        self.env.cr.execute(waiting_query(now, self.order_id.ids))
        rounds = {row["id"]: row for row in self.env.cr.dictfetchall()}
        return {
            chase.order_id.id
            for chase in self
            if (row := rounds.get(chase.order_id.id))
            and row["round"] == chase.round
            and not (row["our_turn"] and chase.rule_id.action in ("mail", "sms"))
        }

    def _step(self):
        getattr(self, f"_step_{self.rule_id.action}")()

    def _step_mail(self):
        self._send_mail(self.rule_id.template_id)

    def _step_sms(self):
        order = self.order_id
        if not order.partner_id.phone:
            self._end("skipped", explain.quotation.chase_skipped, "no_address")
            return
        order._message_sms_with_template(
            template=self.rule_id.sms_template_id, partner_ids=order.partner_id.ids
        )
        self._done()

    def _step_activity(self):
        order = self.order_id
        order.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=order.user_id.id or self.env.uid,
            summary=self.rule_id.name,
        )
        self._done()

    def _step_abandon(self):
        self.order_id._o2c_quote_act(
            quotation.Action.ABANDON,
            reason=self.rule_id.reason_id,
            note=self.rule_id.name,
        )
        self._done(event=False)

    def _send_mail(self, template):
        """Remind the customer by mail, unless he cannot or will not be reached."""
        order = self.order_id
        customer = order.partner_id
        if not customer.email:
            self._end("skipped", explain.quotation.chase_skipped, "no_address")
        elif customer.sudo().is_blacklisted:  # readable by employees only
            self._end("skipped", explain.quotation.chase_skipped, "blocked")
        else:
            message = order._o2c_mail(template)
            self._done(message)

    # ------------------------------------------------------------- the record
    @api.model
    def _enter(self, orders, note=""):
        """A planned chase by hand for each of ``orders``."""
        # chases have no creators: the caller's right was checked on the order
        return self.sudo().create(
            [
                {
                    "order_id": order.id,
                    "company_id": order.company_id.id,
                    "round": order.o2c_quote_round,
                    "note": note,
                }
                for order in orders
            ]
        )

    def _done(self, message=None, event=True):
        vals = {"state": "done", "done_at": fields.Datetime.now()}
        self.write({**vals, "message_id": message and message.id})
        if event:
            self.env["o2c.quote.event"]._enter(
                self.order_id, "chase", note=self.rule_id.name or self.note
            )

    def _end(self, state, words, why):
        self.write({"state": state, "note": words(self.env, why)})
