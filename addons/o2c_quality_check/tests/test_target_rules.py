from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import NOW
from .target_common import TargetCommon


@tagged("post_install", "-at_install")
class TestTargetRules(TargetCommon):
    """Each condition keeps whom it says and leaves out the others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        italy = cls.env.ref("base.it")
        cls.milan = cls.env["res.country.state"].search(
            [("country_id", "=", italy.id), ("code", "=", "MI")]
        )
        cls.near = cls._buyer(
            "Near", country_id=italy.id, state_id=cls.milan.id, zip="20121"
        )
        cls.far = cls._buyer("Far", country_id=cls.env.ref("base.es").id, zip="28001")

    def sales(self, *conditions, **values):
        return self._of_kind("telesales", *conditions, **values)

    def test_area(self):
        self._bought(self.near)
        self._bought(self.far)
        cases = [
            # _case, values of the condition, who is called
            ("country", {"country_ids": self.env.ref("base.it").ids}, self.near),
            ("state", {"state_ids": self.milan.ids}, self.near),
            ("postcode", {"zip_prefixes": " 280, 9"}, self.far),
            ("both postcodes", {"zip_prefixes": "20,28"}, self.near | self.far),
            (
                "all of it must be true",
                {"country_ids": self.env.ref("base.it").ids, "zip_prefixes": "28"},
                self.env["res.partner"],
            ),
            (
                "not",
                {"country_ids": self.env.ref("base.it").ids, "is_not": True},
                self.far,
            ),
        ]
        for case, values, wanted in cases:
            with self.subTest(_case=case):
                vals = {
                    k: [Command.set(v)] if k[-4:] == "_ids" else v
                    for k, v in values.items()
                }
                self.assertFound(self.sales({"kind": "area", **vals}), *wanted)

    def test_last_order(self):
        self._bought(self.near, days=30)
        self._bought(self.far, days=91)
        for low, high, wanted in (
            (30, 90, self.near),
            (31, 90, self.env["res.partner"]),
            (31, 91, self.far),
            (30, 0, self.near | self.far),
        ):
            with self.subTest(_case=(low, high)):
                line = {"kind": "last_order", "days_from": low, "days_to": high}
                self.assertFound(self.sales(line), *wanted)

    def test_turnover_of_twelve_months(self):
        self._bought(self.near, days=364, amount=600.0)
        self._bought(self.near, days=5, amount=400.0)
        self._bought(self.far, days=366, amount=5000.0)
        self._bought(self.far, days=5, amount=999.0)
        line = {"kind": "turnover", "amount": 1000.0}
        self.assertFound(self.sales(line), self.near)

    def test_turnover_is_in_company_currency(self):
        self._bought(self.near, amount=1000.0)
        dollars = self._bought(self.far, amount=1500.0)
        dollars.currency_rate = 2.0
        self.env.flush_all()
        line = {"kind": "turnover", "amount": 800.0}
        self.assertFound(self.sales(line), self.near)

    def test_products_and_categories(self):
        tea = self.env["product.category"].create({"name": "Tea"})
        green = self.env["product.category"].create(
            {"name": "Green", "parent_id": tea.id}
        )
        product = self._product(name="Sencha", categ_id=green.id)
        self._bought(self.near)
        with self._at(str(NOW - timedelta(days=3))):
            order = self._order(self._line(product), partner_id=self.far.id)
        category = {"kind": "product", "categ_ids": [Command.set(tea.ids)]}
        single = {"kind": "product", "product_ids": [Command.set(product.ids)]}
        for line in (category, single):
            self.assertFound(self.sales(line), self.far)
            self.assertFound(self.sales({**line, "is_not": True}), self.near)
        self.assertFound(self.sales(category, source="confirmed"), order)

    def test_people_and_levels(self):
        tag = self.env["res.partner.category"].create({"name": "Bar"})
        seller = self._user("salesperson")
        self.env["res.lang"]._activate_lang("it_IT")
        self.near.write(
            {
                "category_id": [Command.set(tag.ids)],
                "user_id": seller.id,
                "lang": "it_IT",
                "o2c_care_tier": "key",
            }
        )
        self.far.o2c_care_tier = "standard"
        self._bought(self.near, user_id=seller.id)
        self._bought(self.far)
        language = self.env["res.lang"].search([("code", "=", "it_IT")])
        for line in (
            {"kind": "tag", "tag_ids": [Command.set(tag.ids)]},
            {"kind": "salesperson", "user_ids": [Command.set(seller.ids)]},
            {"kind": "language", "lang_ids": [Command.set(language.ids)]},
            {"kind": "tier", "tier": "preferred"},
        ):
            with self.subTest(_case=line["kind"]):
                self.assertFound(self.sales(line), self.near)
                self.assertFound(self.sales({**line, "is_not": True}), self.far)

    def test_orders_only(self):
        first = self._bought(self.near, days=20, amount=100.0)
        second = self._bought(self.near, days=10, amount=500.0)
        self.assertFound(self._of_kind("welcome", {"kind": "first_order"}), first)
        amount = {"kind": "order_amount", "amount": 500.0}
        self.assertFound(self._of_kind("welcome", amount), second)
        warehouse = {
            "kind": "warehouse",
            "warehouse_ids": [Command.set(first.warehouse_id.ids)],
        }
        self.assertFound(self._of_kind("welcome", warehouse), first, second)

    def test_silent_longer_than_usual(self):
        for days in (100, 90, 80):
            self._bought(self.near, days=days)
        for days in (70, 60, 20):
            self._bought(self.far, days=days)
        # Near orders every 10 days, the last 80 ago; Far every 25, the last 20 ago
        line = {"kind": "churn", "signal": "gap", "factor": 2.0}
        self.assertFound(self._of_kind("retention", line), self.near)
        line = {"kind": "churn", "signal": "gap", "factor": 8.0}
        self.assertFound(self._of_kind("retention", line))

    def test_orders_for_less(self):
        for days, amount in ((60, 1000.0), (50, 500.0), (40, 500.0), (30, 500.0)):
            self._bought(self.near, days=days, amount=amount)
        line = {"kind": "churn", "signal": "basket", "percent": 50.0}
        self.assertFound(self._of_kind("retention", line))
        line["percent"] = 50.1
        self.assertFound(self._of_kind("retention", line), self.near)

    def test_headroom(self):
        self._bought(self.near)
        self._bought(self.far)
        line = {"kind": "headroom", "amount": 100.0}
        rooms = {self.near.id: 100.0, self.far.id: 99.99}
        self.patch(
            type(self.env["res.partner"]),
            "_o2c_sales_headrooms",
            lambda partners, company: rooms,
        )
        self.assertFound(self.sales(line), self.near)
        rooms[self.far.id] = None  # nobody limits him
        self.assertFound(self.sales(line), self.near, self.far)

    def test_payment_class(self):
        self._bought(self.near)
        self._bought(self.far)
        letters = {self.near.id: "B", self.far.id: "C"}
        self.patch(
            type(self.env["res.partner"]),
            "_o2c_sales_classes",
            lambda partners, company: letters,
        )
        line = {"kind": "risk_class", "risk_class": "B"}
        self.assertFound(self.sales(line), self.near)
        self.assertFound(self.sales({**line, "is_not": True}), self.far)

    def test_a_condition_says_what_it_asks(self):
        for values in (
            {"kind": "area"},
            {"kind": "carrier"},
            {"kind": "turnover", "amount": 0},
            {"kind": "last_order", "days_from": 9, "days_to": 3},
        ):
            with (
                self.subTest(_case=values),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                self.sales(values)

    def test_the_rule_is_read_back(self):
        campaign = self.sales(
            {"kind": "area", "zip_prefixes": "20, 21"},
            {"kind": "last_order", "days_from": 30, "days_to": 90},
            {"kind": "first_order", "is_not": True},
            quiet_days=14,
        )
        self.assertEqual(
            campaign.rule_sentence,
            "Customers who ordered before; Area: postcode 20…, 21…; Last order 30 to"
            " 90 days ago; Not: The customer's first order; not phoned in the last 14"
            " days; no open complaint.",
        )

    def test_count_while_typing(self):
        self._bought(self.near)
        self._bought(self.far)
        campaign = self.sales(start=False)
        line = {"kind": "area", "zip_prefixes": "20"}
        values = {"rule_ids": [[0, "virtual_1", line]]}
        Campaign = self.env["o2c.campaign"].with_user(self.leader)
        with self._at(str(NOW)), self.assertNothingWritten("o2c.call"):
            before = Campaign.target_count(campaign.id, {})
            after = Campaign.target_count(campaign.id, values)
        self.assertEqual(after["called"] + after["refused"], before["called"])
        texts = {one["text"]: one["count"] for one in after["left_out"]}
        self.assertEqual(texts, {"Does not meet: Area: postcode 20…": after["refused"]})
        self.assertFalse(campaign.rule_ids)
        new = {
            "kind": "telesales",
            "source": "customer",
            "company_id": self.company.id,
            "quiet_days": 0,
            "complaint_scope": "customer",
            "sampling": "all",
        }
        with self._at(str(NOW)):
            self.assertEqual(
                Campaign.target_count(False, new)["called"], before["called"]
            )

    def test_count_of_another_company(self):
        other = self.env["res.company"].create({"name": "Second company"})
        Campaign = self.env["o2c.campaign"].with_user(self.leader)
        values = {"kind": "telesales", "company_id": other.id}
        with self.assertRaisesRegex(AccessError, "not one of your companies"):
            Campaign.target_count(False, values)
        with self.assertRaises(AccessError):
            Campaign.with_user(self.agent).target_count(False, values)


@tagged("post_install", "-at_install")
class TestSources(TargetCommon):
    """Where the calls of each kind come from."""

    def test_confirmed(self):
        buyer = self._buyer()
        inside = self._bought(buyer, days=5)
        self._bought(buyer, days=31)
        campaign = self._of_kind("welcome", start=True)
        campaign._refresh(NOW)
        call = campaign.call_ids.filtered(lambda c: c.order_id == inside)
        self.assertEqual(
            (call.subject_key, call.state), (f"order:{inside.id}", "to_call")
        )
        inside._action_cancel()
        campaign._refresh(NOW)
        self.assertReason(call, "not_confirmed")

    def test_quotations(self):
        buyer = self._buyer()
        with self._at(str(NOW - timedelta(days=3))):
            draft = self._order(confirm=False, partner_id=buyer.id)
            sent = self._order(confirm=False, partner_id=buyer.id)
            sent.action_quotation_sent()
            self._order(partner_id=buyer.id)
        campaign = self._of_kind("quotation", start=True)
        self.assertFound(campaign, draft, sent)
        campaign._refresh(NOW)
        call = campaign.call_ids.filtered(lambda c: c.order_id == sent)
        sent.action_confirm()
        campaign._refresh(NOW)
        self.assertReason(call, "quotation_closed")
        self.assertEqual(call.exclusion_text, "The quotation is no longer open")

    def test_customers(self):
        buyer, person = self._buyer(), self._customer(name="Nobody", phone="+39 02 1")
        child = self._customer(name="Freya", parent_id=buyer.id)
        self._bought(child, days=500)
        campaign = self._of_kind("research", start=True)
        self.assertFound(campaign, buyer)
        campaign._refresh(NOW)
        call = campaign.call_ids.filtered(lambda c: c.partner_id == buyer)
        self.assertEqual(
            (call.subject_key, call.order_id.id), (f"customer:{buyer.id}", False)
        )
        self.assertNotIn(person, campaign.call_ids.partner_id)

    def test_appointments_by_phone(self):
        order = self._order(partner_id=self._buyer().id)
        with self._at(str(NOW)):
            now = fields.Datetime.now()
            visit = self._visit(order, now, channel="phone")
            by_mail = self._visit(self._order(), now, channel="email")
            soon = self._visit(
                self._order(),
                now,
                channel="email",
                expires_at=now + timedelta(hours=11),
            )
            campaign = self._of_kind("appointment", start=True)
            self.assertFound(campaign, visit, soon)
            self.assertNotIn(f"appointment:{by_mail.id}", self.found(campaign))
            campaign._refresh(NOW)
            call = campaign.call_ids.filtered(lambda c: c.appointment_id == visit)
            self.assertEqual(call.order_id, order)
            visit.state = "confirmed"
            reason, _person = campaign._still_wanted(call, NOW)
        self.assertEqual(reason.code.value, "appointment_settled")

    def _visit(self, order, now, **values):
        picking = order.picking_ids
        days = timedelta(days=2)
        return self.env["o2c.appointment"].create(
            {
                "picking_id": picking.id,
                "order_id": order.id,
                "partner_id": picking.partner_id.id,
                "kind": "out",
                "date_from": now + days,
                "date_to": now + days + timedelta(hours=2),
                "expires_at": now + days,
                **values,
            }
        )

    def test_every_kind_starts_and_calls(self):
        buyer = self._buyer()
        self._delivered("2026-03-03 10:00:00", partner_id=buyer.id)
        with self._at(str(NOW)):
            self._order(confirm=False, partner_id=buyer.id)
            self._visit(self._order(partner_id=buyer.id), NOW, channel="phone")
            for kind, _name in self.env["o2c.campaign"]._fields["kind"].selection:
                with self.subTest(_case=kind):
                    campaign = self._of_kind(kind, start=True)
                    found = campaign.call_ids.filtered(lambda c: c.partner_id == buyer)
                    self.assertTrue(found)
                    call = self.Call.with_user(self.agent)._take_next(
                        self.agent, NOW, campaign
                    )
                    self.assertEqual(call.state, "in_call")
                    call.action_give_back()

    def test_sources_belong_to_kinds(self):
        campaign = self._of_kind("retention")
        self.assertEqual(campaign.source, "customer")
        self.assertEqual(campaign.allowed_sources, ["customer"])
        campaign.kind = "quality"
        self.assertEqual(campaign.source, "delivered")
