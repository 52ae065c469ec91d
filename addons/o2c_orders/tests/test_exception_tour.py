from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestExceptionTour(HttpCase):
    """The queue and the notices in a real browser, by the people who use them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = new_test_user(cls.env, "o2c_queue", "o2c_orders.group_order_desk")
        new_test_user(cls.env, "o2c_noticer", "o2c_orders.group_order_manager")
        customer = cls.env["res.partner"].create({"name": "Café Queue"})
        cls.order = cls.env["sale.order"].create(
            {"partner_id": customer.id, "state": "sent"}
        )
        cls.rule = cls.env["o2c.exception.rule"].create(
            {"name": "Tour stuck", "kind": "stage_stuck", "age": 0, "unit": "hours"}
        )

    def test_queue(self):
        self.env["o2c.exception"]._find(self.rule, self.env.company)
        found = self.order.o2c_exception_ids
        self.start_tour(
            "/odoo/o2c-exceptions", "o2c_orders_exceptions", login="o2c_queue"
        )
        self.assertRecordValues(
            found,
            [
                {
                    "owner_id": self.desk.id,
                    "own_action": "Ask the warehouse",
                    "state": "aside",
                    "aside_reason": "Agreed by phone",
                }
            ],
        )

    def test_notification_rule(self):
        text = self.env.ref("o2c_orders.mail_template_notice_delivered")
        rule = self.env["o2c.notification.rule"].create(
            {
                "name": "Tour",
                "milestone": "delivered",
                "template_id": text.id,
                "active": False,
            }
        )
        self.order.action_confirm()
        self.start_tour(
            f"/odoo/o2c-notification-rules/{rule.id}",
            "o2c_orders_notification_rule",
            login="o2c_noticer",
        )
        self.assertTrue(rule.active)
        self.assertTrue(rule.since)
