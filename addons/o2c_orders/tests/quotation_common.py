"""Builders for tests of quotations."""

from odoo.addons.o2c_orders.tests.common import O2cCommon


class QuotationCommon(O2cCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # only the rules of a test are in force
        cls.env["o2c.chase.rule"].search([("active", "=", True)]).active = False
        cls.reasons = {
            kind: cls.env["o2c.quote.reason"].create({"name": kind, "kind": kind})
            for kind in ("lost", "abandoned", "postponed", "suspended")
        }
        cls.template = cls.env.ref("o2c_orders.mail_quote_chase")
        cls.template.report_template_ids = False

    @classmethod
    def _quote(cls, *lines, sent=True, **values):
        quote = cls._order(*lines, confirm=False, **values)
        if sent:
            quote.action_quotation_sent()
        return quote

    @classmethod
    def _rule(cls, days=7, action="mail", **values):
        options = {
            "name": f"{action} after {days}",
            "days": days,
            "action": action,
            "template_id": cls.template.id,
            "reason_id": cls.reasons["abandoned"].id,
            "date_from": "2026-01-01",
        }
        return cls.env["o2c.chase.rule"].create({**options, **values})

    def _chase(self, moment):
        """The job runs at ``moment``; the steps it took: [(order, rule, state)]."""
        Chase = self.env["o2c.chase"]
        before = Chase.search([("id", ">", 0)])
        with self._at(moment), self.enter_registry_test_mode():
            self.env.ref("o2c_orders.cron_chase").method_direct_trigger()
        new = Chase.search([("id", "not in", before.ids)], order="id")
        return [(c.order_id, c.rule_id, c.state) for c in new]

    def _kinds(self, quote):
        return quote.o2c_quote_event_ids.sorted("id").mapped("kind")
