"""The workbook of the receivables, by hand and on schedule by e-mail."""

import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import explain
from .each_alone import each_alone
from .insight_workbook import MOST_CUSTOMERS, InsightWorkbook

PERIODS = [("month", "Every month"), ("week", "Every week")]


class O2cCreditInsight(models.AbstractModel):
    _name = "o2c.credit.insight"
    _inherit = "o2c.credit.insight"

    @api.model
    def workbook(self, months=13):
        """The action that brings the workbook of the user's company."""
        self._check_right()
        company = self.env.company.root_id
        name, data = self._workbook(company, months)
        # thrown away by Odoo after a while, like every file of a wizard
        file = self.env["o2c.insight.file"].create(
            {"name": name, "data": base64.b64encode(data)}
        )
        url = f"/web/content/o2c.insight.file/{file.id}/data/{name}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    @api.model
    def _workbook(self, company, months=13):
        """(name, bytes) of the workbook, in the language of the environment."""
        rows = self._rows(company)[-months:]
        mine = [("company_id", "=", company.id)]
        customers = self.env["o2c.credit.snapshot"].search(
            [*mine, ("month", "=", rows[-1]["month"] if rows else None)],
            order="receivable desc, id",
            limit=MOST_CUSTOMERS,
        )
        Forecast = self.env["o2c.cash.forecast"]
        newest = Forecast.search([*mine, ("is_trial", "=", False)], limit=1)
        trials = Forecast.search([*mine, ("is_trial", "=", True)], limit=6)
        book = InsightWorkbook(
            company.with_env(self.env), rows, customers, newest, trials[::-1]
        )
        day = rows[-1]["date"] if rows else company._o2c_credit_today()
        return explain.insight.file_name(self.env, company, day), book.data()


class O2cInsightMailing(models.Model):
    """Who gets the workbook, and how often."""

    _name = "o2c.insight.mailing"
    _description = "Scheduled workbook of receivables"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(
        required=True, default=lambda self: self.env._("Receivables for management")
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
    )
    period = fields.Selection(PERIODS, required=True, default="month")
    months = fields.Integer(default=13, required=True, help="How many it shows.")
    user_ids = fields.Many2many(
        "res.users",
        required=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Each gets it in his language; who may not see the figures gets none.",
    )
    sent_ids = fields.One2many("o2c.insight.sent", "mailing_id")

    _months_positive = models.Constraint(
        "CHECK (months > 0)", "The workbook shows one month at least."
    )

    @api.constrains("company_id")
    def _check_root(self):
        if any(mailing.company_id != mailing.company_id.root_id for mailing in self):
            raise ValidationError(
                self.env._("Branches share the figures of their company.")
            )

    # ------------------------------------------------------------- sending
    @api.model
    def _cron_send(self):
        """Send what is due. May run twice or be killed: nobody gets one twice."""
        mailings = self.search([("active", "=", True)])
        each_alone(mailings, lambda one: one._send_due(keep=True), "mailing")

    def action_send(self):
        """Send to those who did not get it for this period yet.

        :raise UserError: there is no closed month to tell of
        """
        self.ensure_one()
        self.check_access("write")
        if not self._has_months():
            raise UserError(explain.insight.nothing_to_send(self.env))
        count = self.sudo()._send_due()  # who may change it may have it sent
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if count else "info",
                "message": explain.insight.mailing_done(self.env, count),
            },
        }

    def _send_due(self, keep=False):
        """Queue one mail for each user who has none of this period; returns how many.

        The entry that says so is unique in the database and written together with the
        mail: a second run at the same moment waits for it and then leaves him out.
        """
        self.ensure_one()
        if not self._has_months():
            return 0
        count = 0
        for user in self.user_ids.filtered(self._may_read):
            if self.env["o2c.insight.sent"]._claim(self, user, self._this_period()):
                self._queue(user)
                count += 1
                if keep:
                    self.env["ir.cron"]._commit_progress()
        return count

    def _has_months(self):
        months = self.env["o2c.credit.month"].sudo()  # whether there are any, no more
        mine = [("company_id", "=", self.company_id.id)]
        return bool(months.search_count(mine, limit=1))

    def _may_read(self, user):
        is_reader = user.has_group("o2c_credit.group_credit_insight")
        return user.active and is_reader and self.company_id in user.company_ids

    def _this_period(self):
        """The first day of the month or week."""
        today = self.company_id._o2c_credit_today()
        if self.period == "week":
            return today - timedelta(days=today.weekday())
        return today.replace(day=1)

    def _queue(self, user):
        """The mail with the workbook, as this user may see it and in his language."""
        model = self.env["o2c.credit.insight"].with_user(user)
        model = model.with_context(lang=user.lang).with_company(self.company_id)
        name, data = model._workbook(self.company_id, self.months)
        attachment = self.env["ir.attachment"].create(
            {"name": name, "raw": data, "res_model": self._name, "res_id": self.id}
        )
        self.env["mail.mail"].create(
            {
                "subject": name.removesuffix(".xlsx"),
                "body_html": explain.insight.mail_body(model.env, user, self),
                "email_from": self.company_id.email_formatted
                or self.env.user.email_formatted,
                "recipient_ids": [(4, user.partner_id.id)],
                "attachment_ids": [(4, attachment.id)],
                "auto_delete": False,
            }
        )


class O2cInsightSent(models.Model):
    """That somebody got the workbook of a period."""

    _name = "o2c.insight.sent"
    _description = "Workbook sent"
    _order = "period desc, id desc"
    _rec_name = "user_id"

    mailing_id = fields.Many2one(
        "o2c.insight.mailing", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="mailing_id.company_id", store=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    period = fields.Date("For the period from", required=True)

    _once = models.Constraint(
        "UNIQUE (mailing_id, user_id, period)", "He got it for this period already."
    )

    @api.model
    def _claim(self, mailing, user, period):
        """Whether this user is to get it now; true once for each period."""
        self.env.cr.execute(
            """INSERT INTO o2c_insight_sent (mailing_id, company_id, user_id, period,
                      create_uid, create_date, write_uid, write_date)
               VALUES (%(mailing)s, %(company)s, %(user)s, %(period)s, %(by)s,
                       now() AT TIME ZONE 'UTC', %(by)s, now() AT TIME ZONE 'UTC')
               ON CONFLICT DO NOTHING""",
            {
                "mailing": mailing.id,
                "company": mailing.company_id.id,
                "user": user.id,
                "period": period,
                "by": self.env.uid,
            },
        )
        self.invalidate_model(flush=False)
        return bool(self.env.cr.rowcount)
