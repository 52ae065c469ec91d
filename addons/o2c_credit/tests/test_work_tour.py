from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestWorkTour(HttpCase):
    """A customer worked off in a real browser, by the keyboard."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env.company
        if not company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", company)
        cls.user = new_test_user(
            cls.env, "work_tour", "base.group_user,o2c_credit.group_credit_user"
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Café Tour Work", "phone": "+39 02 1", "email": "t@example.com"}
        )
        pair = (cls.customer, company)
        cls.account = cls.env["o2c.credit.account"]._of([pair])[pair]
        cls.account.collector_id = cls.user
        day = fields.Date.today() - timedelta(days=40)
        line = {"name": "Cups", "price_unit": 1000.0, "tax_ids": [Command.clear()]}
        cls.invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": day,
                "invoice_date_due": day + timedelta(days=10),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        cls.invoice.action_post()
        cls.item = cls.env["o2c.work.item"]._refresh(cls.account)

    def test_by_the_keyboard(self):
        self.start_tour(
            "/odoo/o2c-work-list", "o2c_credit_work_list", login="work_tour"
        )
        contacts = self.env["o2c.contact"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("collection_result", "!=", False),
            ],
            order="id",
        )
        self.assertEqual(
            contacts.mapped("collection_result"), ["reached", "promise", "dispute"]
        )
        self.assertEqual(contacts.user_id, self.user)
        self.assertRecordValues(
            self.account.promise_ids, [{"amount": 600.0, "user_id": self.user.id}]
        )
        self.assertRecordValues(self.item, [{"overdue": 250.0, "held": 150.0}])
        self.assertTrue(self.item.snoozed_until)
        self.assertFalse(self.item.claimed_by_id)
