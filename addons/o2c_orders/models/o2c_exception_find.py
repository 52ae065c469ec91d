"""Finding, closing and telling: the job behind the exception queue."""

import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from .. import explain
from ..domain.exceptions import Kind
from .exception_conditions import READ, condition_query

_logger = logging.getLogger(__name__)

SHOWN = 20  # exceptions named in a message to their owner
# one statement for a rule: what is no more is closed, what is new is opened, what is
# still so gets its present numbers. Rows that say the same are not touched.
FIND = """
WITH found AS MATERIALIZED (
    SELECT DISTINCT ON (res_model, res_id) q.*
      FROM (%(condition)s) q ORDER BY res_model, res_id, since
), closed AS (
    UPDATE o2c_exception e
       SET state = 'closed', closed_at = %(now)s,
           hours_open = EXTRACT(EPOCH FROM %(now)s::timestamp - e.opened_at) / 3600,
           write_uid = %(uid)s, write_date = %(now)s
     WHERE e.rule_id = %(rule)s AND e.company_id = %(company)s
       AND e.state <> 'closed'
       AND NOT EXISTS (SELECT FROM found f
                        WHERE f.res_model = e.res_model AND f.res_id = e.res_id)
    RETURNING e.id
), changed AS (
    UPDATE o2c_exception e
       SET since = f.since, details = f.details, severity = %(severity)s,
           department = %(department)s, order_id = f.order_id,
           partner_id = f.partner_id, write_uid = %(uid)s, write_date = %(now)s
      FROM found f
     WHERE e.rule_id = %(rule)s AND e.state <> 'closed'
       AND f.res_model = e.res_model AND f.res_id = e.res_id
       AND (e.since, e.details, e.severity, e.department, e.order_id, e.partner_id)
           IS DISTINCT FROM (f.since, f.details, %(severity)s, %(department)s,
                             f.order_id, f.partner_id)
    RETURNING e.id
), opened AS (
    INSERT INTO o2c_exception (rule_id, company_id, order_id, partner_id, res_model,
           res_id, details, since, opened_at, due_at, severity, department, owner_id,
           state, create_uid, create_date, write_uid, write_date)
    SELECT %(rule)s, %(company)s, f.order_id, f.partner_id, f.res_model, f.res_id,
           f.details, f.since, %(now)s, %(due)s, %(severity)s, %(department)s,
           COALESCE(u.id, %(user)s, d.user_id), 'open', %(uid)s, %(now)s, %(uid)s,
           %(now)s
      FROM found f
      LEFT JOIN sale_order o ON o.id = f.order_id
      LEFT JOIN res_users u ON u.active AND u.share IS NOT TRUE AND u.id <> %(uid)s
       AND u.id = CASE %(assign)s WHEN 'record' THEN f.owner_id
                                  WHEN 'salesperson' THEN o.user_id END
      LEFT JOIN o2c_department_owner d
        ON d.company_id = %(company)s AND d.department = %(department)s
     WHERE NOT EXISTS (SELECT FROM o2c_exception e
                        WHERE e.rule_id = %(rule)s AND e.state <> 'closed'
                          AND e.res_model = f.res_model AND e.res_id = f.res_id)
        ON CONFLICT (rule_id, res_model, res_id) WHERE state <> 'closed' DO NOTHING
    RETURNING id
)
SELECT (SELECT count(*) FROM opened), (SELECT count(*) FROM changed),
       (SELECT count(*) FROM closed)
"""
# of rules that are switched off, or of a company they are not for any more
CLOSE_UNRULED = """
UPDATE o2c_exception e
   SET state = 'closed', closed_at = %(now)s,
       hours_open = EXTRACT(EPOCH FROM %(now)s::timestamp - e.opened_at) / 3600
  FROM o2c_exception_rule r
 WHERE r.id = e.rule_id AND e.state <> 'closed'
   AND (r.active IS NOT TRUE OR r.company_id <> e.company_id)
"""


class O2cException(models.Model):
    _name = "o2c.exception"
    _inherit = "o2c.exception"

    @api.model
    def _cron_find(self):
        """Look for exceptions by every rule in every company, then tell their owners.

        May run twice, at once or be killed: each rule is committed on its own, an
        exception is in the queue once by the database's word, an owner is told once.
        """
        todo = self._rules_of_companies()
        for number, (rule, company) in enumerate(todo, 1):
            self._find_alone(rule, company)
            progress = self.env["ir.cron"]._commit_progress
            if not progress(1, remaining=len(todo) - number):
                return
        self._close_unruled()
        self._tell_owners()

    @api.model
    def _find_everything(self):
        """Look by every rule in every company within this transaction, tell nobody."""
        for rule, company in self._rules_of_companies():
            self._find(rule, company)

    @api.model
    def _rules_of_companies(self):
        rules = self.env["o2c.exception.rule"].search([("active", "=", True)])
        companies = self.env["res.company"].search([("active", "=", True)])
        return [
            (rule, company)
            for company in companies
            for rule in rules
            if rule.company_id in (company, company.browse())
        ]

    @api.model
    def _find_alone(self, rule, company):
        """One rule; if it fails, the others go on."""
        try:
            self._find(rule, company)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
            _logger.info("rule %s is being looked at by another process", rule.id)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("exception rule %s in company %s", rule.id, company.id)

    @api.model
    def _find(self, rule, company):
        """Open, keep and close the exceptions of ``rule`` in ``company``.

        :return: how many were opened, changed and closed
        """
        self._flush_facts()
        now = fields.Datetime.now()
        condition = condition_query(
            Kind(rule.kind),
            company=company.id,
            now=now,
            limit=rule._limit(company, now),
            stage=rule.stage,
            tolerance=rule.tolerance,
        )
        values = {
            "condition": condition,
            "now": now,
            "due": rule._due(company, now),
            "rule": rule.id,
            "company": company.id,
            "uid": self.env.uid,
            "user": rule.user_id.id or None,
            "severity": rule.severity,
            "department": rule.department,
            "assign": rule.assign,
        }
        # a plan for thousands of orders is costly on paper, compiling it costs more
        self.env.cr.execute("SET LOCAL jit = off")
        ((opened, changed, closed),) = self.env.execute_query(SQL(FIND, **values))
        self.invalidate_model(flush=False)
        return opened, changed, closed

    @api.model
    def _flush_facts(self):
        self.env["sale.order"]._recompute_model(["o2c_stage"])
        for model, names in READ.items():
            self.env[model].flush_model(names)
        self.env["o2c.department.owner"].flush_model()
        self.flush_model()

    @api.model
    def _close_unruled(self):
        """Close what rules found that do not apply any more."""
        self.env["o2c.exception.rule"].flush_model(["active", "company_id"])
        self.flush_model()
        try:
            self.env.cr.execute(SQL(CLOSE_UNRULED, now=fields.Datetime.now()))
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
            _logger.info("exceptions without a rule are closed by another process")
        self.invalidate_model(flush=False)
        self.env["ir.cron"]._commit_progress()

    # ------------------------------------------------------------- telling
    @api.model
    def _tell_owners(self):
        """One message to each owner with what is new or overdue, each told once."""
        self._tell("owner_told_at", "owner_id", self._untold_domain())
        self._tell("escalated_at", "escalate_to_id", self._late_domain())

    @api.model
    def _untold_domain(self):
        return [
            ("state", "=", "open"),
            ("owner_told_at", "=", False),
            ("owner_id", "!=", False),
            ("rule_id.notice", "=", True),
        ]

    @api.model
    def _late_domain(self):
        return [
            ("state", "=", "open"),
            ("escalated_at", "=", False),
            ("due_at", "<", fields.Datetime.now()),
            ("rule_id.escalate_to_id", "!=", False),
        ]

    @api.model
    def _tell(self, mark, who, domain):
        found = self.search(domain)
        for user, own in found.grouped(lambda e: e._to_tell(who)).items():
            try:
                own._tell_person(user, mark)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                _logger.info("user %s is being told by another process", user.id)
            except Exception:
                self.env.cr.rollback()
                _logger.exception("user %s not told of exceptions", user.id)
            self.env["ir.cron"]._commit_progress()

    def _to_tell(self, who):
        return self.rule_id.escalate_to_id if who == "escalate_to_id" else self.owner_id

    def _tell_person(self, user, mark):
        """Say it and write down that it was said, in one transaction."""
        mine = self.try_lock_for_update().filtered(lambda e: not e[mark])
        if not mine:
            return
        mine.write({mark: fields.Datetime.now()})
        own = mine.with_context(lang=user.lang, tz=user.tz)
        lines = [explain.exceptions.line(found) for found in own[:SHOWN]]
        if len(own) > SHOWN:
            lines.append(explain.exceptions.more(own.env, len(own) - SHOWN))
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        link = Markup('<p><a href="/odoo/o2c-exceptions">%s</a></p>')
        body = Markup("<ul>%s</ul>") % items
        own.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=explain.exceptions.title(own, mark),
            body=body + link % explain.exceptions.queue(own.env),
        )
