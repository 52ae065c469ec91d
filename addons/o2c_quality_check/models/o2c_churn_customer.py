import json
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..domain.churn import Level, Sign, judge
from ..explain import churn as explain
from ..explain import failure
from .churn_facts import churn_rows, facts
from .lost_race import LOST

_logger = logging.getLogger(__name__)
LEVELS = [
    (Level.LOW.value, "Low"),
    (Level.MEDIUM.value, "Medium"),
    (Level.HIGH.value, "High"),
]
MAKERS = (
    "o2c_quality_check.group_call_leader",
    "o2c_quality_check.group_call_marketing",
)
AT_ONCE = 5000
COLUMNS = """
company_id int, partner_id int, user_id int, signs jsonb, points int, level varchar,
last_on date, silent_days int, usual_days int, orders int, turnover numeric,
has_gap bool, has_basket bool, has_score bool, has_not_accepted bool,
has_complaint bool, has_late bool
"""
NAMES = [part.split()[0] for part in COLUMNS.replace("\n", " ").split(",")]
UPSERT = """
INSERT INTO o2c_churn_customer (%(names)s, since, refreshed_at, create_uid, create_date,
                                write_uid, write_date)
SELECT %(names)s, %(today)s, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s
  FROM jsonb_to_recordset(%(rows)s) AS found (%(columns)s)
    ON CONFLICT (company_id, partner_id) DO UPDATE
   SET (%(names)s, refreshed_at, write_uid, write_date) =
       ROW(%(excluded)s, EXCLUDED.refreshed_at, EXCLUDED.write_uid, EXCLUDED.write_date)
"""


class O2cChurnCustomer(models.Model):
    """A customer who gives signs of leaving, as of the last look at all of them."""

    _name = "o2c.churn.customer"
    _description = "Customer at risk"
    _order = "points desc, turnover desc, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", "Salesperson", index="btree_not_null")
    signs = fields.Json("Signs, coded")
    reasons = fields.Char("Why at risk", compute="_compute_reasons")
    points = fields.Integer("Weight of the signs", aggregator=None)
    level = fields.Selection(LEVELS, "Risk", index=True)
    last_on = fields.Date("Last order")
    silent_days = fields.Integer("Silent for (days)", aggregator=None)
    usual_days = fields.Integer("Usual interval (days)", aggregator=None)
    orders = fields.Integer("Number of orders")
    turnover = fields.Monetary("In twelve months")
    since = fields.Date("At risk since")
    refreshed_at = fields.Datetime("As of")
    has_gap = fields.Boolean("Silent longer than usual")
    has_basket = fields.Boolean("Orders for less")
    has_score = fields.Boolean("Gave a low mark")
    has_not_accepted = fields.Boolean("Did not accept a delivery")
    has_complaint = fields.Boolean("Complained")
    has_late = fields.Boolean("Got late deliveries")

    _once = models.Constraint(
        "UNIQUE (company_id, partner_id)", "A customer is at risk once."
    )

    @api.depends("signs")
    @api.depends_context("lang")
    def _compute_reasons(self):
        for customer in self:
            words = [explain.sign(self.env, s) for s in customer.signs or ()]
            customer.reasons = "; ".join(words)

    # ------------------------------------------------------------- refreshing
    @api.model
    def _refresh_company(self, company, now):
        """Look at all customers of ``company`` anew. May run twice and at once.

        :return: how many are at risk, None when somebody else is looking
        """
        lock = SQL("SELECT pg_try_advisory_xact_lock(7032026, %s)", company.id)
        if not self.env.execute_query(lock)[0][0]:
            return None
        tz = company.partner_id.tz or "UTC"
        today = fields.Datetime.context_timestamp(self.with_context(tz=tz), now).date()
        thresholds = self.env["o2c.churn.policy"]._of_company(company)
        found = [
            row
            for source in churn_rows(company, thresholds, tz, today, now)
            if (row := self._row(source, company, thresholds, today))
        ]
        self.flush_model()
        for start in range(0, len(found), AT_ONCE):
            self._upsert(found[start : start + AT_ONCE], today, now)
        query = SQL(
            "DELETE FROM o2c_churn_customer c WHERE company_id = %s AND NOT EXISTS"
            " (SELECT FROM unnest(%s::int[]) id WHERE id = c.partner_id)",
            company.id,
            [row["partner_id"] for row in found],
        )
        self.env.cr.execute(query)
        self.invalidate_model()
        company._o2c_note_churn(False, now)
        return len(found)

    @api.model
    def _row(self, source, company, thresholds, today):
        """What is kept of a customer, or None when nothing speaks against him."""
        known = facts(source)
        risk = judge(known, thresholds, today)
        if not risk.reasons:
            return None
        codes = {reason.code for reason in risk.reasons}
        return {
            "company_id": company.id,
            "partner_id": source["customer"],
            "user_id": source["user_id"] or None,
            "signs": [_coded(reason) for reason in risk.reasons],
            "points": risk.points,
            "level": risk.level.value,
            "last_on": str(known.last_on),
            "silent_days": (today - known.last_on).days,
            "usual_days": round(known.gap) if known.gap is not None else None,
            "orders": known.orders,
            "turnover": float(source["turnover"]),
            **{f"has_{sign.value}": sign in codes for sign in Sign},
        }

    def _upsert(self, rows, today, now):
        names = SQL(", ").join(map(SQL.identifier, NAMES))
        excluded = SQL(", ").join(SQL("EXCLUDED.%s", SQL.identifier(n)) for n in NAMES)
        query = SQL(
            UPSERT,
            names=names,
            excluded=excluded,
            columns=SQL(COLUMNS),
            rows=json.dumps(rows),
            today=today,
            now=now,
            uid=self.env.uid,
        )
        self.env.cr.execute(query)

    @api.model
    def _refresh_alone(self, company, now):
        """Look at one company's; what fails is noted and stops no other one."""
        try:
            with self.env.cr.savepoint():
                self._refresh_company(company, now)
        except LOST:
            self.env.cr.rollback()
            _logger.info("customers at risk of %s were just read", company.name)
        except Exception as error:
            _logger.exception("customers at risk of %s not read", company.name)
            company._o2c_note_churn(failure.failure(self.env, error), now)

    @api.model
    def _cron_refresh(self):
        """Look at all customers of every company; a failure stops no other one."""
        companies = self.env["res.company"].search([("active", "=", True)], order="id")
        now = fields.Datetime.now()
        for done, company in enumerate(companies, start=1):
            self._refresh_alone(company, now)
            remaining = len(companies) - done
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    # ------------------------------------------------------------- actions
    def _check_maker(self):
        user = self.env.user
        if not (self.env.su or any(user.has_group(name) for name in MAKERS)):
            raise AccessError(explain.not_for_you(self.env))

    @api.model
    def action_refresh(self):
        """Look at all customers of one's company now."""
        self._check_maker()
        # nobody writes this list by hand
        count = self.sudo()._refresh_company(self.env.company, fields.Datetime.now())
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": explain.refreshed(self.env, count),
                "type": "info" if count is None else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_make_list(self):
        """Make a retention list of the customers chosen, to be called or left alone."""
        self._check_maker()
        self.check_access("read")
        if not self:
            raise UserError(explain.nobody_chosen(self.env))
        if len(self.company_id) > 1:
            raise UserError(explain.one_company(self.env))
        lists = self.env["o2c.retention.list"]
        return lists._make(self)._open_form()


def _coded(reason):
    """A reason as a JSON value."""
    params = {
        key: value.isoformat() if hasattr(value, "isoformat") else value
        for key, value in reason.params.items()
    }
    return {"code": reason.code.value, "params": params}
