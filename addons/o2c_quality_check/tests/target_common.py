"""Builders for tests of target rules: a campaign of any kind, a condition in a line."""

from datetime import timedelta

from odoo import Command

from .common import NOW, QualityCommon


class TargetCommon(QualityCommon):
    """Scripts that sell and that serve; nothing of the rule is in the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.selling_script = cls._script("Sell")

    @classmethod
    def _script(cls, title):
        question = {"title": "Well?", "question_type": "char_box"}
        return cls.env["survey.survey"].create(
            {
                "title": title,
                "user_id": False,
                "question_and_page_ids": [Command.create(question)],
            }
        )

    @classmethod
    def _of_kind(cls, kind, *conditions, start=False, **values):
        """A campaign of ``kind`` with these conditions, over the last 30 days."""
        marketing = kind in ("telesales", "retention", "quotation", "research")
        defaults = {
            "name": f"Campaign {kind}",
            "kind": kind,
            "quiet_days": 0,
            "min_days": 0,
            "max_days": 30,
            "rule_ids": [Command.create(condition) for condition in conditions],
        }
        if marketing:
            defaults["survey_id"] = cls.selling_script.id
        with cls._at(str(NOW)):
            return cls._campaign(start=start, **{**defaults, **values})

    @classmethod
    def _bought(cls, partner, days=10, amount=None, **values):
        """An order of ``partner`` confirmed so many days before NOW."""
        with cls._at(str(NOW - timedelta(days=days))):
            lines = [cls._line(cls.product, qty=1, price=amount)] if amount else []
            order = cls._order(*lines, partner_id=partner.id, **values)
            cls.env.flush_all()
        return order

    def found(self, campaign):
        """The keys that the rule takes now."""
        rows = campaign._target_rows(NOW)
        decided = campaign._decide_targets(rows, NOW)
        decisions, _cells = campaign._draw_targets(rows, decided)
        return {key for key, decision in decisions.items() if decision.ok}

    def assertFound(self, campaign, *records):
        """Of our own customers exactly those of ``records`` are called."""
        prefix = {"sale.order": "order", "res.partner": "customer"}
        prefix["o2c.appointment"] = "appointment"
        wanted = {f"{prefix[record._name]}:{record.id}" for record in records}
        self.assertEqual(self.found(campaign) & self.own_keys(), wanted)

    def own_keys(self):
        """The keys of everything that belongs to customers made by the test."""
        partners = self.env["res.partner"].search([("id", ">=", self.customer.id)])
        orders = self.env["sale.order"].search([("partner_id", "in", partners.ids)])
        picked = self.env["o2c.appointment"].search([("order_id", "in", orders.ids)])
        keys = {f"customer:{partner.id}" for partner in partners}
        keys |= {f"order:{order.id}" for order in orders}
        return keys | {f"appointment:{one.id}" for one in picked}
