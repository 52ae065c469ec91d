"""Builders for tests of customers at risk: orders on given days."""

from datetime import datetime, timedelta

from odoo.tools import SQL

from .telesales_common import TelesalesCommon

MARKETING = "o2c_quality_check.group_call_marketing"
# Monday, ten o'clock in Rome
NOW = datetime(2026, 6, 1, 8, 0)


class RetentionCommon(TelesalesCommon):
    """Customers whose orders lie so many days back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketing = cls._user("call_marketing", groups=MARKETING)
        cls.Risk = cls.env["o2c.churn.customer"]
        cls.Lists = cls.env["o2c.retention.list"]

    @classmethod
    def _ordered(cls, customer, *days, pieces=10):
        """Confirmed orders of ``customer``, so many days before ``NOW``."""
        many = pieces if isinstance(pieces, tuple) else (pieces,) * len(days)
        orders = cls.env["sale.order"].create(
            [
                {"partner_id": customer.id, "order_line": [cls._line(qty=qty)]}
                for qty in many
            ]
        )
        cls.env.flush_all()
        for order, back in zip(orders, days, strict=True):
            # what confirming brings about besides is not looked at here, and takes long
            cls.env.cr.execute(
                SQL(
                    "UPDATE sale_order SET state = 'sale', date_order = %s"
                    " WHERE id = %s",
                    NOW - timedelta(days=back),
                    order.id,
                )
            )
        orders.invalidate_recordset()
        return orders[-1]

    @classmethod
    def _silent(cls, name, **values):
        """A customer who ordered every 30 days and has been silent for 60."""
        customer = cls._customer(name=name, phone="+39 02 5550 7777", **values)
        cls._ordered(customer, 120, 90, 60)
        return customer

    @classmethod
    def _look(cls):
        """Look at all customers now; those at risk of the test's company."""
        cls.Risk._refresh_company(cls.company, NOW)
        return cls.Risk.search([("company_id", "=", cls.company.id)])
