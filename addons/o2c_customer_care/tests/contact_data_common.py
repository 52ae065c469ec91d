from odoo import fields

from .common import CareCommon

BOUNCE = """From: MAILER-DAEMON@mail.example.com
To: bounce@example.com
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{number}@mail.example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8

The mail did not arrive.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; {email}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b1--
"""


class ContactDataCommon(CareCommon):
    """A customer with a person, and reports about mails to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Point = cls.env["o2c.contact.point"]
        cls.person = cls.env["res.partner"].create(
            {
                "name": "Ada Prova",
                "parent_id": cls.customer.id,
                "email": "Ada.Prova@care.example.com",
                "phone": "+39 02 5550 7781",
                "street": "Via Prova 12",
                "city": "Milano",
                "country_id": cls.env.ref("base.it").id,
            }
        )

    def _point(self, kind, partner=None):
        return self.Point.search(
            [
                ("partner_id", "=", (partner or self.person).id),
                ("kind", "=", kind),
                ("is_current", "=", True),
            ]
        )

    def _report(self, action="failed", status="5.1.1", said="550 no such user", **kw):
        """A report about a mail to the person arrives through the gateway."""
        text = BOUNCE.format(
            number=f"{action}{status}{fields.Datetime.now().timestamp()}",
            email=kw.get("email", "ada.prova@care.example.com"),
            action=action,
            status=status,
            said=said,
        )
        self.env["mail.thread"].message_process(None, text)
