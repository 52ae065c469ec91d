from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import LEADER, NOW
from .retention_common import MARKETING
from .test_evaluation import EvaluationCommon


@tagged("post_install", "-at_install")
class TestCompanies(EvaluationCommon):
    """What belongs to one company is neither seen nor used by another one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.stranger = cls._user("stranger", groups=LEADER)
        cls.stranger.write(
            {
                "group_ids": [Command.link(cls.env.ref(MARKETING).id)],
                "company_ids": [Command.set(cls.elsewhere.ids)],
                "company_id": cls.elsewhere.id,
            }
        )

    def rpc(self, record, method, *args):
        """A call as the client of the foreign leader makes it."""
        model = self.env[record._name].with_user(self.stranger)
        return call_kw(model, method, [record.ids, *args], {})

    def refused(self, record, method, *args):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.rpc(record, method, *args)

    # ------------------------------------------------------------- not seen
    def test_consents_of_another_company_s_customer(self):
        consents = self.env["o2c.consent"]
        for company, seen in ((self.company, False), (self.elsewhere, True)):
            customer = self._buyer(f"Of {company.name}", company_id=company.id)
            entry = consents._give(customer, "phone", "marketing", "Yes", "call", NOW)
            with self.subTest(company.name):
                domain = [("id", "=", entry.id)]
                found = consents.with_user(self.stranger).search(domain)
                self.assertEqual(bool(found), seen)
                if not seen:
                    self.refused(entry, "read", ["proof"])
        shared = consents._give(
            self._buyer("Of all"), "phone", "marketing", "Yes", "call", NOW
        )
        self.assertEqual(self.rpc(shared, "read", ["proof"])[0]["proof"], "Yes")

    def test_criteria_of_another_company_s_form(self):
        own = self.form.copy({"company_id": self.company.id})
        criterion = own.criterion_ids[0]
        self.refused(criterion, "read", ["name"])
        self.refused(criterion, "write", {"weight": 99})
        self.refused(criterion, "unlink")
        self.assertNotEqual(criterion.weight, 99)
        # those of a form for all companies
        self.assertTrue(self.rpc(self.form.criterion_ids[0], "read", ["name"]))

    def test_no_method_works_on_another_company_s_records(self):
        evaluation = self._done()
        call = self.attempt.call_id
        link = self.env["o2c.call.link"].create(
            {
                "call_id": call.id,
                "partner_id": call.partner_id.id,
                "due_at": NOW,
                "state": "failed",
            }
        )
        for record, methods in (
            (call.campaign_id, ("action_start", "action_pause", "action_end")),
            (call.campaign_id, ("action_refresh", "action_preview")),
            (call, ("action_exclude", "action_take", "action_release")),
            (call, ("action_answered", "screen_refresh", "basket_open")),
            (link, ("action_send_again",)),
            (evaluation, ("action_done", "action_open_call")),
            (self.attempt, ("action_evaluate",)),
        ):
            for method in methods:
                with self.subTest(method):
                    self.refused(record, method)
        self.assertEqual(link.state, "failed")

    # ------------------------------------------------------------- not used
    def test_a_form_of_another_company(self):
        foreign = self.form.copy({"company_id": self.elsewhere.id})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.Evaluation.create(
                {"attempt_id": self.attempt.id, "form_id": foreign.id}
            )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.env["o2c.calibration"].create(
                {
                    "attempt_id": self.attempt.id,
                    "form_id": foreign.id,
                    "evaluator_ids": [Command.set(self.leader.ids)],
                }
            )

    def test_a_call_list_is_not_narrowed_by_another_company(self):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.elsewhere.id)], limit=1
        )
        product = self._product(company_id=self.elsewhere.id)
        courier = self.env["delivery.carrier"].create(
            {
                "name": "Elsewhere's",
                "company_id": self.elsewhere.id,
                "product_id": self._product(type="service").id,
            }
        )
        customers = self.env["o2c.retention.list"].create(
            {"name": "Elsewhere's", "company_id": self.elsewhere.id}
        )
        campaign = self.attempt.call_id.campaign_id
        for kind, values in (
            ("warehouse", {"warehouse_ids": [Command.set(warehouse.ids)]}),
            ("product", {"product_ids": [Command.set(product.ids)]}),
            ("carrier", {"carrier_ids": [Command.set(courier.ids)]}),
            ("retention", {"retention_list_id": customers.id}),
        ):
            with (
                self.subTest(kind),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                self.env["o2c.target.rule"].create(
                    {"campaign_id": campaign.id, "kind": kind, **values}
                )
