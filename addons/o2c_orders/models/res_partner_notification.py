import time

from odoo import fields, models
from odoo.tools import consteq, hmac

from .. import explain
from .o2c_notification_rule import CHANNELS

LINK_DAYS = 365
SCOPE = "o2c_orders.notices"


class ResPartner(models.Model):
    _inherit = "res.partner"

    o2c_notify_off = fields.Boolean(
        "No notifications about orders",
        tracking=True,
        help="Messages about the progress of orders are not wanted.",
    )
    o2c_notify_channel = fields.Selection(
        CHANNELS,
        "Preferred channel",
        tracking=True,
        help="How he wants to hear of his orders. Empty: he never said.",
    )

    def _o2c_wants_no_notices(self):
        """Whether this person, or the whole company he is of, wants none."""
        self.ensure_one()
        return self.o2c_notify_off or self.commercial_partner_id.o2c_notify_off

    def _o2c_notice_channel(self):
        """The person's own wish, else that of his company."""
        self.ensure_one()
        return self.o2c_notify_channel or self.commercial_partner_id.o2c_notify_channel

    # ------------------------------------------------------------- from the portal
    def _o2c_choose_notices(self, off, channel, company):
        """What the customer chose himself; entered into the contact ledger.

        :param channel: a value of ``CHANNELS`` or False
        """
        self.ensure_one()
        off = bool(off)
        channel = channel if channel in dict(CHANNELS) else False
        if (self.o2c_notify_off, self.o2c_notify_channel) == (off, channel):
            return
        names = dict(
            self._fields["o2c_notify_channel"]._description_selection(self.env)
        )
        if off:
            summary = explain.notification.opted_out(self)
        elif channel:
            summary = explain.notification.prefers(self, names[channel])
        else:
            summary = explain.notification.opted_in(self)
        # a customer has no right to his own record; this is his own wish
        self.sudo().write({"o2c_notify_off": off, "o2c_notify_channel": channel})
        self.env["o2c.contact"]._log(
            self,
            [self],
            company_id=company.id,
            direction="in",
            channel="portal",
            purpose="order",
            summary=summary,
        )

    def _o2c_notice_url(self, company, action=""):
        """A link to this person's choice of notices, valid for a year."""
        self.ensure_one()
        until = int(time.time()) + LINK_DAYS * 86400
        token = self._o2c_notice_token(company, until)
        path = f"/o2c/notices/{self.id}/{company.id}/{until}/{token}"
        return self.get_base_url() + path + (f"/{action}" if action else "")

    def _o2c_notice_token(self, company, until):
        # the database's own secret, which no user may read
        env = self.env(su=True)
        return hmac(env, SCOPE, (self.id, company.id, until))

    def _o2c_notice_link_is_right(self, company, until, token):
        """Whether a link is ours and not too old."""
        self.ensure_one()
        right = self._o2c_notice_token(company, until)
        return consteq(right.encode(), token.encode()) and until >= time.time()
