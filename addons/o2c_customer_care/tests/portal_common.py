from odoo import Command, http
from odoo.tests import HttpCase, new_test_user

SECRET = "00000000-0000-4000-8000-000000000000"


class PortalCommon(HttpCase):
    """Two customers with a portal user each, an order and an invoice of the first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freya = cls._visitor("o2c_freya", "Nordlicht")
        cls.colleague = cls._visitor("o2c_frida", parent=cls.freya.partner_id.parent_id)
        cls.other = cls._visitor("o2c_olaf", "Other")
        product = cls.env["product.product"].create(
            {"name": "Cups", "list_price": 100, "invoice_policy": "order"}
        )
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.freya.partner_id.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        cls.order.action_confirm()
        cls.invoice = cls.order._create_invoices()
        cls.invoice.action_post()
        cls.Ticket = cls.env["o2c.ticket"]
        cls.ticket = cls.Ticket.create(
            {"name": "Broken cups", "order_id": cls.order.id, "description": "All!"}
        )

    @classmethod
    def _visitor(cls, login, company=None, parent=None):
        user = new_test_user(cls.env, login, "base.group_portal")
        parent = parent or cls.env["res.partner"].create({"name": company})
        user.partner_id.parent_id = parent
        return user

    @classmethod
    def _employee(cls, login, group="o2c_customer_care.group_care_leader"):
        return new_test_user(cls.env, login, group)

    def _as(self, user):
        self.authenticate(user and user.login, user and user.login)

    def _post(self, url, files=None, **data):
        """A form sent from a page of ours; returns the answer, not redirected.

        :param files: list of (name, bytes)
        """
        csrf = http.Request.csrf_token(self)
        return self.url_open(
            url,
            data={"csrf_token": csrf, **data},
            files=[("files", file) for file in files] if files else None,
            allow_redirects=False,
        )

    def assertRefused(self, answer):
        """Sent back to the start page, without a word about what there is."""
        self.assertIn(answer.status_code, (302, 303))
        self.assertTrue(answer.headers["Location"].endswith("/my"), answer.headers)
