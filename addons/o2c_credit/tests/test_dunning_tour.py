from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestDunningTour(HttpCase):
    """A strategy, a run, its approval and a promise, each by the person who does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env.company
        if not company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", company)
        base = "base.group_user,o2c_credit."
        cls.collector = new_test_user(cls.env, "dun_tour", f"{base}group_credit_user")
        cls.manager = new_test_user(
            cls.env,
            "dun_boss",
            f"{base}group_credit_manager,o2c_credit.group_credit_insight",
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Café Tour Dunning", "email": "t@example.com", "is_company": True}
        )
        pair = (cls.customer, company)
        cls.account = cls.env["o2c.credit.account"]._of([pair])[pair]
        cls.account.collector_id = cls.collector
        day = fields.Date.today() - timedelta(days=40)
        line = {"name": "Cups", "price_unit": 900.0, "tax_ids": [Command.clear()]}
        cls.invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": day,
                "invoice_date_due": day + timedelta(days=30),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        cls.invoice.action_post()

    def test_from_the_strategy_to_the_promise(self):
        self.start_tour(
            "/odoo/o2c-dunning-strategies", "o2c_credit_strategy", login="dun_boss"
        )
        strategy = self.env["o2c.dunning.strategy"].search(
            [("name", "=", "Tour strategy")]
        )
        self.assertRecordValues(
            strategy.step_ids, [{"name": "First word", "days": 5, "number": 1}]
        )
        self.account.strategy_id = strategy

        runs = self.env["o2c.dunning.run"].with_user(self.collector).sudo(False)
        run = runs.create({"account_ids": self.account.ids}).sudo()
        url = f"/odoo/o2c-dunning-runs/{run.id}"
        self.start_tour(url, "o2c_credit_run", login="dun_tour")
        self.assertRecordValues(
            run.notice_ids,
            [{"customer_id": self.customer.id, "total": 900, "state": "proposed"}],
        )
        self.start_tour(url, "o2c_credit_run_approve", login="dun_boss")
        self.assertRecordValues(
            run.notice_ids, [{"approved_by_id": self.manager.id, "state": "approved"}]
        )

        url = f"/odoo/o2c-credit-accounts/{self.account.id}"
        self.start_tour(url, "o2c_credit_promise", login="dun_tour")
        self.assertRecordValues(
            self.account.promise_ids, [{"amount": 400, "user_id": self.collector.id}]
        )

    def test_the_figures_of_the_month(self):
        self.env["o2c.credit.snapshot"]._take(self.env.company.root_id)
        self.start_tour(
            "/odoo/o2c-credit-insight", "o2c_credit_insight", login="dun_boss"
        )
