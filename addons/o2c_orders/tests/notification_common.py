from datetime import datetime
from unittest.mock import patch

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.mail.tests.common import MockEmail
from odoo.addons.sms.tests.common import MockSMS

from .common import O2cCommon

NOON = "2026-03-02 11:00:00"  # a Monday, in Rome
LATER = "2026-03-02 11:05:00"
NEXT_DAY = "2026-03-03 11:00:00"
NIGHT = "2026-03-02 22:00:00"


class NotificationCase(MockEmail, MockSMS, O2cCommon):
    """A customer, a rule with one line, and what the job tells at a moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Notice = cls.env["o2c.notification"]
        cls.NoticeRule = cls.env["o2c.notification.rule"]
        cls.NoticeRule.search([]).active = False
        cls.env["o2c.exception.rule"].search([]).active = False
        cls.company.email = "office@seller.example.com"
        cls.customer.write({"lang": "en_US", "tz": "Europe/Rome"})
        cls.seller = cls._user("salesperson")
        cls.text = cls.env.ref("o2c_orders.mail_template_notice_delivered")

    @classmethod
    def _rule(cls, moment=NOON, **values):
        """A rule that tells customers of deliveries from ``moment`` on."""
        options = {
            "name": "Test",
            "milestone": "delivered",
            "template_id": cls.text.id,
            "company_id": cls.company.id,
        }
        with cls._at(moment):
            return cls.NoticeRule.create({**options, **values})

    def _delivered(self, moment=LATER, **values):
        """An order that was delivered at ``moment``."""
        with self._at(moment):
            order = self._order(user_id=self.seller.id, **values)
            self._deliver(order)
        return order

    def _tell(self, moment=LATER):
        """As the job does, each in a transaction of its own; what left by mail."""
        going_on = patch.object(IrCron, "_commit_progress", lambda *a, **k: 1.0)
        self.env.flush_all()
        with (
            self.mock_mail_gateway(),
            self.mockSMSGateway(),
            self._at(moment),
            self.enter_registry_test_mode(),
            self.env.registry.cursor() as cr,
            going_on,
        ):
            cr._now = datetime.fromisoformat(moment)
            self.env(cr=cr)["o2c.notification"]._cron_notify()
        self.env.invalidate_all()
        return self._mails

    def _notices(self, order):
        return self.Notice.search([("order_id", "=", order.id)])
