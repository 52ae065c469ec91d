from odoo.tests import tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestNetwork(CreditCommon):
    """The sales-network monitor tells what is overdue and what headroom is left."""

    def _monitor(self, role):
        model = self.env["o2c.network.report"].with_user(self._user(role)).sudo(False)
        with self._at("2026-03-20 12:00:00"):
            data = model.monitor(group="agent_id", months=0)
        row = {row["id"]: row for row in data["rows"]}[self.agent.id]
        return [column["key"] for column in data["columns"]], row

    def test_overdue_and_headroom_of_an_agents_customers(self):
        self.agent = self._customer(name="Agent")
        self.customer.o2c_agent_id = self.agent
        free = self._customer(name="Free", o2c_agent_id=self.agent.id)
        self._account(1000)
        with self._at("2026-03-02 09:00:00"):
            self._order(self._line(qty=3))
            self._order(self._line(qty=1), partner_id=free.id)
            self._bill(200, invoice_date_due="2026-03-19")
            self._bill(100, invoice_date_due="2026-03-20")
        columns, row = self._monitor("order_desk")
        self.assertEqual(columns, ["overdue", "headroom"])
        self.assertEqual((row["ordered"], row["amount"]), (2, 400))
        self.assertEqual((row["overdue"], row["headroom"]), (200, 400))
