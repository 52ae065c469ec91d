from odoo import models

from .. import explain


class O2cTicket(models.Model):
    """The salesperson of an order hears of its tickets twice: opened, and closed."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _after_open(self):
        result = super()._after_open()
        self._tell_salesperson(explain.ticket.opened)
        return result

    def _after_close(self):
        result = super()._after_close()
        self._tell_salesperson(explain.ticket.ended)
        return result

    def _tell_salesperson(self, sentence):
        # whose order it is counts, whoever of customer care may read the order
        for ticket in self.sudo().filtered(lambda t: t.order_id and not t.parent_id):
            person = ticket.order_id.user_id
            if person.active and person not in (self.env.user, ticket.user_id):
                # a notice, no follower: the rest does not reach him
                ticket.with_context(lang=person.lang).message_notify(
                    partner_ids=person.partner_id.ids,
                    subject=ticket.display_name,
                    body=sentence(ticket.with_context(lang=person.lang)),
                )
