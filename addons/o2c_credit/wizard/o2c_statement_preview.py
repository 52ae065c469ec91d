from datetime import timedelta
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain

BODY = "o2c_credit.statement_body"


class O2cStatementPreview(models.TransientModel):
    """The statement on the screen, as the customer would get it, before it goes out."""

    _name = "o2c.statement.preview"
    _description = "Statement of account on the screen"

    account_id = fields.Many2one(
        "o2c.credit.account", "Customer", required=True, ondelete="cascade"
    )
    as_of = fields.Date("As of", required=True)
    activity = fields.Boolean("Show the activity")
    date_from = fields.Date("Activity from")
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(), "Language", required=True
    )
    contact_id = fields.Many2one(
        "res.partner", "Goes to", compute="_compute_contact_id"
    )
    email = fields.Char(compute="_compute_contact_id")
    body = fields.Html(compute="_compute_body", sanitize=False)

    @api.model
    def default_get(self, names):
        """Today's statement of the account in the context, in its language."""
        values = super().default_get(names)
        known = values.get("account_id") or self.env.context.get("active_id")
        account = self.env["o2c.credit.account"].browse(known).exists()
        if not account:
            return values
        today = account.company_id._o2c_credit_today()
        return {
            "as_of": today,
            "date_from": today - timedelta(days=90),
            "lang": account._statement_lang(),
            **values,
            "account_id": account.id,
        }

    @api.depends("account_id")
    def _compute_contact_id(self):
        for preview in self:
            contact = preview.account_id and preview.account_id._statement_contact()
            preview.contact_id = contact
            preview.email = contact and contact.email

    @api.depends("account_id", "as_of", "activity", "date_from", "lang")
    def _compute_body(self):
        for preview in self:
            preview.body = preview._render() if preview.account_id else False

    def _render(self):
        account = self.account_id
        values = account._statement_values(self._day(), self._first(), self.lang)
        spoken = self.env["ir.qweb"].with_context(lang=self.lang)
        return spoken._render(BODY, {"st": values, "o": account})

    def _day(self):
        return self.account_id._statement_date(self.as_of)

    def _first(self):
        return self.date_from if self.activity else None

    # ------------------------------------------------------------- ways on
    def action_pdf(self):
        """Print it."""
        self.ensure_one()
        return self._download("pdf")

    def action_xlsx(self):
        """The same as a workbook."""
        self.ensure_one()
        return self._download("xlsx")

    def _download(self, kind):
        values = {"as_of": self._day(), "lang": self.lang}
        if self._first():
            values["date_from"] = self._first()
        url = f"/o2c/credit/{self.account_id.id}/statement.{kind}?{urlencode(values)}"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def action_send(self):
        """Send it by e-mail now.

        :raise UserError: it could not be sent
        """
        self.ensure_one()
        statements = self.env["o2c.statement"]
        statements._check_may_send()
        self.account_id.check_access("read")
        # only code writes statements; the right was asked
        statement = statements.sudo().create(
            {
                "account_id": self.account_id.id,
                "as_of": self._day(),
                "date_from": self._first(),
                "lang": self.lang,
            }
        )
        statement._send()
        if statement.state != "sent":
            raise UserError(statement.reason)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": explain.statement.sent(self.env, statement.email),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
