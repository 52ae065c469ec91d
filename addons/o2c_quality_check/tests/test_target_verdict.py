import random
from datetime import timedelta

from odoo.tests import tagged

from ..domain import targeting
from .law_common import NOW, LawCommon
from .target_common import TargetCommon

STATES = (None, None, "to_call", "to_call", "in_call", "excluded", "done", "exhausted")


@tagged("post_install", "-at_install")
class TestTargetVerdict(LawCommon, TargetCommon):
    """The statement over all decides as the pure rule and the law do one by one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draw = random.Random(20260305)
        cls.people = cls._people(60)
        cls.orders = cls._orders()
        cls._said()
        for place, order in enumerate(cls.orders[::9]):
            cls._complaint(order, partner_id=order.partner_id.id, name=f"Crack {place}")
        cls.env.flush_all()

    @classmethod
    def _people(cls, count):
        """Customers of four countries, with numbers that are good, bad or missing."""
        codes = ("IT", "ES", "PL", "US", None)
        countries = {
            code: cls.env["res.country"].search([("code", "=", code)]) for code in codes
        }
        vals = []
        for place in range(count):
            country = countries[cls.draw.choice(codes)]
            number = f"+39 02 5550 {1000 + place}"
            vals.append(
                {
                    "name": f"Drawn {place}",
                    "country_id": country.id,
                    "state_id": cls.draw.choice([False, *country.state_ids[:4].ids]),
                    "zip": cls.draw.choice(["20100", "28001", False]),
                    "is_company": cls.draw.random() < 0.3,
                    "o2c_is_sole_trader": cls.draw.random() < 0.2,
                    "phone": cls.draw.choice([number, number, number, "12", False]),
                    "tz": cls.draw.choice(["Europe/Rome", "Europe/Warsaw", False]),
                }
            )
        return cls.env["res.partner"].create(vals)

    @classmethod
    def _orders(cls):
        """Two quotations or orders of each."""
        vals = [
            {
                "partner_id": person.id,
                "date_order": NOW - timedelta(days=cls.draw.randrange(16)),
            }
            for person in cls.people
            for _time in range(2)
        ]
        orders = cls.env["sale.order"].create(vals)
        orders[::2].write({"state": "sale"})
        return orders

    @classmethod
    def _said(cls):
        """Consents given and taken back, registers, blocked numbers, calls of late."""
        cls.register._ask([n for n in cls.people.mapped("phone_sanitized") if n])
        listed = [n for n in cls.people[::7].mapped("phone_sanitized") if n]
        cls.register._replace([(number, None) for number in listed], NOW.date())
        for person in cls.people:
            at = NOW - timedelta(days=cls.draw.randrange(1, 40), minutes=5)
            if cls.draw.random() < 0.6:
                cls._agrees(person, at=at)
            if cls.draw.random() < 0.2:
                cls._withdraws(person, at=at + timedelta(days=cls.draw.choice([-1, 1])))
            if cls.draw.random() < 0.1 and person.phone_sanitized:
                cls.env["phone.blacklist"]._add([person.phone_sanitized])
            if cls.draw.random() < 0.3:
                cls.Contact._log(
                    person, [], at=at, channel="phone", direction="out", summary="Hello"
                )

    def drawn_calls(self, campaign, subjects, agents=True):
        """Calls in every state, some rung already, agreed or picked by hand."""
        agents = iter((self.agent, self.other_agent) if agents else ())
        for subject in subjects:
            state = self.draw.choice(STATES)
            agent = next(agents, None) if state == "in_call" else None
            if not state or (state == "in_call" and not agent):
                continue
            partner = subject.partner_id if "partner_id" in subject else subject
            code = self.draw.choice(["law", "by_hand", "too_late"])
            self.Call.create(
                {
                    "campaign_id": campaign.id,
                    "company_id": campaign.company_id.id,
                    "order_id": subject.id if subject != partner else False,
                    "partner_id": partner.id,
                    "person_id": partner.id,
                    "next_try_at": NOW,
                    "state": state,
                    "agent_id": agent and agent.id,
                    "locked_at": agent and NOW,
                    "attempt_count": self.draw.choice([0, 0, 1, 2]),
                    "is_call_back": self.draw.random() < 0.2,
                    "listed_by": self.draw.choice(["rule", "rule", "rule", "hand"]),
                    "exclusion": state == "excluded" and {"code": code, "params": {}},
                }
            )

    def assertSame(self, campaign):
        """Both ways find the same reasons, the same changes and the same counts."""
        self.env.flush_all()
        rows = campaign._target_rows(NOW)
        slow = campaign._decide_targets(rows, NOW)
        counts = targeting.count_reasons(slow.values())
        found = campaign._find_targets(NOW)
        quick = {key: self.first(one) for key, one in found.decisions.items()}
        self.assertEqual(quick, {key: self.first(slow[key]) for key in quick})
        self.assertEqual(
            self.changes(found.rows, found.decisions), self.changes(rows, slow)
        )
        self.assertEqual(campaign._tally(found.decisions, found.same), counts)
        self.assertEqual(campaign._count_found(NOW), counts)
        return counts

    def first(self, decision):
        """The first reason, as it is counted."""
        reason = decision.reasons[0] if decision.reasons else None
        return reason and (reason.code, reason.params.get("rule"))

    def changes(self, rows, decisions):
        """Who is added, taken out with which sentence, and put back."""
        found = set()
        for row in rows:
            decision = decisions[row["key"]]
            if row["state"] == "to_call" and not decision.ok:
                reason = decision.reasons[0]
                found.add((row["key"], reason.code, str(reason.params)))
            elif row["state"] in (None, "excluded") and decision.ok:
                found.add((row["key"], row["state"]))
        return found

    def test_customers(self):
        asked = [
            {"kind": "last_order", "days_from": 2},
            {"kind": "consent"},
            {"kind": "area", "zip_prefixes": "2", "is_not": True},
            {"kind": "headroom", "amount": 0},
        ]
        other = self._of_kind("telesales", source="customer", name="Other")
        self.drawn_calls(other, self.people[::4], agents=False)
        cases = [
            # _case, conditions, days of quiet, how it is sampled
            ("everybody", [], 0, "all"),
            ("conditions", asked, 30, "all"),
            ("a share", asked[:1], 30, "share"),
        ]
        codes = set()
        for case, conditions, quiet, sampling in cases:
            with self.subTest(_case=case):
                campaign = self._of_kind(
                    "telesales",
                    *conditions,
                    source="customer",
                    quiet_days=quiet,
                    sampling=sampling,
                )
                self.drawn_calls(campaign, self.people)
                called, refused = self.assertSame(campaign)
                self.assertTrue(called)
                codes |= {code for code, _rule in refused}
                mine = [("campaign_id", "=", campaign.id), ("state", "=", "in_call")]
                self.Call.search(mine).write({"state": "done"})
                self.env.flush_all()
        wanted = {"condition", "law", "by_hand", "called", "no_phone"}
        self.assertLessEqual(wanted, codes)

    def test_quotations(self):
        campaign = self._of_kind(
            "quotation", source="quotation", quiet_days=20, min_days=5, max_days=8
        )
        self.drawn_calls(campaign, self.orders)
        called, refused = self.assertSame(campaign)
        self.assertTrue(called)
        codes = {code for code, _rule in refused}
        wanted = {"too_early", "contacted", "quotation_closed", "called"}
        self.assertLessEqual(wanted, codes)

    def test_service_and_nothing_to_change(self):
        campaign = self._of_kind("satisfaction", source="customer", quiet_days=30)
        self.assertSame(campaign)
        campaign._refresh(NOW)
        figures = campaign.list_figures
        called, _refused = self.assertSame(campaign)
        self.assertEqual(figures["called"], called)
        rows = campaign._find_targets(NOW).rows
        self.assertFalse([row for row in rows if row["state"] == "to_call"])
        with self.assertNothingWritten("o2c.call"):
            self.assertEqual(campaign._refresh(NOW), (0, 0, 0))
        self.assertEqual(campaign.list_figures, figures)

    def test_who_is_left_alone(self):
        held = self.env["o2c.retention.list"].create({"name": "Left alone"})
        self.env["o2c.retention.line"].create(
            [
                {"list_id": held.id, "partner_id": person.id, "arm": "holdout"}
                for person in self.people[::3]
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE o2c_retention_line SET is_running = true WHERE list_id = %s",
            [held.id],
        )
        self.env.invalidate_all()
        campaign = self._of_kind("telesales", source="customer")
        self.drawn_calls(campaign, self.people)
        _called, refused = self.assertSame(campaign)
        self.assertIn(("holdout", None), refused)
