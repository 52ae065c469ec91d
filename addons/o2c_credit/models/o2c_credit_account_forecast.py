"""Headroom of the coming weeks, after the payments that are to be expected."""

from odoo import api, fields, models

from .. import explain
from ..domain import forecast


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    forecast = fields.Json("Headroom of eight weeks", compute="_compute_forecast")

    @api.depends_context("uid")
    @api.depends("partner_id", "company_id", "limited", "credit_limit")
    def _compute_forecast(self):
        forecasts = self._forecasts()
        for account in self:
            found = forecasts.get(account)
            account.forecast = found and explain.limit.forecast(account, found)

    def _forecasts(self):
        """{account: Forecast} of those that are stored."""
        known = self.filtered(lambda a: a._origin.id and a.partner_id)
        facts, items, days = known._facts(), known._open_amounts(), known._today()
        return {
            account: forecast.forecast(
                facts[account],
                items.get(account, (None, ()))[1],
                account._terms(),
                days[account],
                mean_days_late=account.sudo().mean_days_late,  # the forecast needs it
                places=account.sudo().currency_id.decimal_places,  # of any company
            )
            for account in known
        }
