from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .law_common import NOW, LawCommon
from .target_common import TargetCommon


@tagged("post_install", "-at_install")
class TestPartnerMerge(LawCommon, TargetCommon):
    """What is known of a customer for calling follows Odoo's merge of contacts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls._buyer("Kept")
        cls.gone = cls._buyer("Gone")
        cls.clerk = cls._user(
            "merging_clerk", groups="base.group_user,base.group_partner_manager"
        )

    def merge(self):
        """As the wizard does for a clerk who knows nothing of calls."""
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.clerk)
        self.env.flush_all()
        wizard.create(
            {
                "state": "selection",
                "partner_ids": [Command.set((self.kept | self.gone).ids)],
                "dst_partner_id": self.kept.id,
            }
        ).action_merge()
        self.env.invalidate_all()

    def service(self, **values):
        return self._of_kind("satisfaction", source="customer", **values)

    def call_of(self, campaign, partner, **values):
        defaults = {
            "campaign_id": campaign.id,
            "company_id": campaign.company_id.id,
            "partner_id": partner.id,
            "person_id": partner.id,
            "phone": partner.phone,
            "next_try_at": NOW,
        }
        return self.Call.create({**defaults, **values})

    def key(self):
        return f"customer:{self.kept.id}"

    def test_he_is_not_listed_again(self):
        self._bought(self.gone)
        campaign = self.service()
        call = self.call_of(campaign, self.gone, state="done")
        self.merge()
        self.assertEqual((call.partner_id, call.subject_key), (self.kept, self.key()))
        campaign._refresh(NOW)
        mine = [("campaign_id", "=", campaign.id), ("partner_id", "=", self.kept.id)]
        self.assertEqual(self.Call.search(mine), call)

    def test_two_calls_become_one(self):
        hand = {"code": "by_hand", "params": {"note": "No"}}
        law = {"code": "law", "params": {"reasons": [], "by": None}}
        out = {"state": "excluded"}
        cases = [
            # _case, call of the contact who stays, of the other, who counts, the rest
            ("first", {}, {}, "kept", "excluded"),
            ("spoken to", {}, {"state": "done"}, "gone", "excluded"),
            ("both", {"state": "done"}, {"state": "exhausted"}, "kept", "exhausted"),
            ("tried", {}, {"attempt_count": 1}, "gone", "excluded"),
            ("by hand", {}, {**out, "exclusion": hand}, "gone", "excluded"),
            ("by law", {**out, "exclusion": law}, {}, "gone", "excluded"),
            (
                "promised",
                {**out, "exclusion": hand},
                {"is_call_back": True},
                "gone",
                "excluded",
            ),
        ]
        made = []
        for case, kept, gone, winner, state in cases:
            campaign = self.service(name=case)
            calls = {
                "kept": self.call_of(campaign, self.kept, **kept),
                "gone": self.call_of(campaign, self.gone, **gone),
            }
            made.append((case, calls.pop(winner), *calls.values(), state))
        self.merge()
        for case, first, other, state in made:
            with self.subTest(_case=case):
                self.assertEqual(first.subject_key, self.key())
                self.assertNotEqual(other.subject_key, self.key())
                self.assertEqual(other.state, state)
                before = first.state
                first.campaign_id._refresh(NOW)
                self.assertEqual(other.state, state)
                if before in ("done", "to_call"):
                    self.assertEqual(first.state, before)

    def test_orders_keep_their_calls(self):
        campaign = self._of_kind("welcome")
        order = self._bought(self.gone)
        call = self.call_of(campaign, self.gone, order_id=order.id)
        self.merge()
        self.assertEqual(call.subject_key, f"order:{order.id}")
        self.assertEqual(call.partner_id, self.kept)

    def test_frequency_and_words_follow(self):
        at = NOW - timedelta(days=1)
        rule = self.Rule.create(
            {
                "name": "Once a week",
                "kind": "frequency",
                "purpose": "all",
                "most": 1,
                "days": 7,
                "source": "Our own",
            }
        )
        self._agrees(self.kept, at=at - timedelta(days=3))
        self._withdraws(self.gone, at=at)
        self.Contact._log(
            self.gone, [], at=at, channel="phone", direction="out", summary="Hello"
        )
        self.assertNotIn(rule.id, [self._judged(self.kept, purpose="service").rule])
        self.merge()
        self.assertRefused(self._judged(self.kept, purpose="service"), "frequency")
        selling = self._judged(self.kept)
        self.assertEqual(selling.reasons[0].code.value, "withdrawn")
        self.assertTrue(selling.never)

    def test_a_draw_is_kept(self):
        lists = self.env["o2c.retention.list"].create(
            [{"name": "Old"}, {"name": "Mine"}, {"name": "His"}]
        )
        old, mine, his = lists
        Line = self.env["o2c.retention.line"]
        kept = Line.create(
            [{"list_id": one.id, "partner_id": self.kept.id} for one in (old, mine)]
        )
        gone = Line.create(
            [{"list_id": one.id, "partner_id": self.gone.id} for one in (old, his)]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE o2c_retention_line SET is_running = true, arm = 'holdout'"
            " WHERE id = ANY(%s)",
            [[kept[1].id, gone[1].id]],
        )
        self.env.invalidate_all()
        self.merge()
        lines = Line.search([("partner_id", "=", self.kept.id)])
        self.assertEqual(lines.sorted("id"), kept | gone[1])
        self.assertEqual(lines.filtered("is_running"), kept[1])
