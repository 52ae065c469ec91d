from odoo import api, fields, models


class O2cNotificationPreview(models.TransientModel):
    """What a rule would say about an order, without saying it."""

    _name = "o2c.notification.preview"
    _description = "Preview of a notification"

    rule_id = fields.Many2one("o2c.notification.rule", required=True)
    order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        default=lambda self: self.env["sale.order"].search(
            [("state", "=", "sale")], limit=1
        ),
    )
    lang = fields.Selection(
        selection="_selection_lang",
        string="Language",
        default=lambda self: self.env.user.lang or "en_US",
        required=True,
    )
    subject = fields.Char("Title", compute="_compute_message")
    body = fields.Html("Message", compute="_compute_message", sanitize=False)

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("rule_id", "order_id", "lang")
    def _compute_message(self):
        for preview in self:
            preview.subject = preview.body = False
            if preview.rule_id and preview.order_id:
                preview.subject, preview.body = preview._message()

    def _message(self):
        self.rule_id.check_access("write")
        self.order_id.check_access("read")
        with self.env.cr.savepoint() as undone:
            # a notice that is never there, to fill the text with
            notice = self.env["o2c.notification"].sudo().create(self._notice_vals())
            words = notice._words(self.lang)
            undone.rollback()
        notice.invalidate_recordset(flush=False)
        return words

    def _notice_vals(self):
        return {
            "rule_id": self.rule_id.id,
            "order_id": self.order_id.id,
            "company_id": self.order_id.company_id.id,
            "event": f"preview:{self.env.uid}",
            "event_at": fields.Datetime.now(),
            "uuid": "preview",
            "state": "skipped",
            "partner_id": self.order_id.partner_id.id,
        }
