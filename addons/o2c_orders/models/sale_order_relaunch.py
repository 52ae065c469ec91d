"""What goes to the customer again: a quotation relaunched, or chased."""

from odoo import models
from odoo.exceptions import UserError

from .. import explain

RELAUNCH_MAIL = "o2c_orders.mail_quote_relaunch"
CHASE_MAIL = "o2c_orders.mail_quote_chase"
LAYOUT = "mail.mail_notification_layout_with_responsible_signature"


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_quote_relaunch(
        self, day, reason, note, price="keep", percent=0.0, send=True
    ):
        """Offer it again until ``day``.

        :param price: ``keep``, ``pricelist`` (today's prices) or ``discount``
        :param percent: how much less each line costs, with ``discount``
        :param send: send the mail; else it was handed over in another way
        """
        self.filtered(lambda o: o.state == "cancel").action_draft()
        self.write({"validity_date": day})
        self._o2c_reprice(price, percent)
        self.env["o2c.quote.event"]._enter(self, "relaunch", until=day, note=note)
        if send:
            for order in self.with_context(mark_so_as_sent=True):
                order._o2c_mail(self.env.ref(RELAUNCH_MAIL))
        else:
            self.write({"state": "sent"})

    def _o2c_reprice(self, price, percent):
        if price == "pricelist":
            self._recompute_prices()
        elif price == "discount":
            for line in self.order_line.filtered(lambda x: not x.display_type):
                rest = (1 - line.discount / 100) * (1 - percent / 100)
                line.discount = 100 * (1 - rest)

    def _o2c_quote_chase(self, day, reason, note):
        """Remind the customers now, by hand."""
        template = self.env.ref(CHASE_MAIL)
        chases = self.env["o2c.chase"]._enter(self, note=note)
        for chase in chases:
            chase._send_mail(template)
            if chase.state == "skipped":
                raise UserError(explain.quotation.not_chased(chase))

    def _o2c_mail(self, template):
        """Send ``template`` to the customer, in his language, kept in the chatter."""
        self.ensure_one()
        return self.message_post_with_source(
            template,
            email_layout_xmlid=LAYOUT,
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
        )
