from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CareCommon


class RightsCommon(CareCommon):
    def _rpc(self, user, records, method, *args, **kwargs):
        """The call as a client makes it: by name, rights of ``user`` only."""
        model = records.with_env(self.env(user=user, su=False)).browse()
        ids = [records.ids] if records else []
        return call_kw(model, method, [*ids, *args], kwargs)

    def _refused(self, user, records, method, *args, error=AccessError, **kwargs):
        tables = ("o2c.ticket", "o2c.dispute", "o2c.hold")
        with (
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertNothingWritten(*tables),
            self.assertRaises(error),
        ):
            self._rpc(user, records, method, *args, **kwargs)

    def _visible(self, user, records):
        found = self._rpc(user, records.browse(), "search", [("id", "in", records.ids)])
        return records.browse(found.ids if hasattr(found, "ids") else found)


@tagged("post_install", "-at_install")
class TestTicketRights(RightsCommon):
    """Who reads and who changes tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._person("care_agent", login="care_stranger")
        cls.other_team = cls.env["o2c.ticket.team"].create(
            {"name": "Other", "member_ids": cls.stranger.ids}
        )
        cls.taken = cls._ticket(user_id=cls.agent.id).with_env(cls.env)
        cls.free = cls._ticket().with_env(cls.env)
        cls.both = cls.taken | cls.free

    def test_the_team_and_what_nobody_has_taken(self):
        colleague = self._person("care_agent", login="care_colleague")
        self.team.member_ids |= colleague
        self.assertEqual(self._visible(colleague, self.both), self.both)
        self.assertEqual(self._visible(self.stranger, self.both), self.free)
        self._refused(self.stranger, self.taken, "write", {"name": "Mine"})
        self._rpc(self.stranger, self.free, "action_take")
        self.assertEqual(self.free.user_id, self.stranger)

    def test_the_leader_sees_all(self):
        self.assertEqual(self._visible(self.leader, self.both), self.both)
        self._rpc(self.leader, self.taken, "write", {"priority": "3"})
        self.assertEqual(self.taken.priority, "3")

    def test_salespeople_read_those_of_their_customers(self):
        seller = self._user("salesperson")
        other = self._user("salesperson", login="other_seller")
        self.customer.user_id = seller
        self.assertEqual(self._visible(seller, self.both), self.both)
        self.assertFalse(self._visible(other, self.both))
        self._refused(seller, self.free, "write", {"name": "No"})
        self._refused(seller, self.free, "action_close")
        self._refused(
            seller,
            self.free.browse(),
            "create",
            [{"name": "No", "partner_id": self.customer.id}],
        )

    def test_salespeople_read_those_of_their_orders(self):
        seller = self._user("salesperson")
        self.free.order_id = self._order(user_id=seller.id)
        self.assertEqual(self._visible(seller, self.both), self.free)

    def test_accountants_read(self):
        self.assertEqual(self._visible(self.accountant, self.both), self.both)
        self._refused(self.accountant, self.free, "write", {"name": "No"})

    def test_nobody_deletes(self):
        for user in (self.agent, self.leader, self.accountant):
            self._refused(user, self.free, "unlink")

    def test_other_companies_are_closed(self):
        company = self.setup_other_company()["company"]
        for role in ("care_agent", "care_leader"):
            user = self._person(role, login=f"{role}_b", company=company)
            self.assertFalse(self._visible(user, self.both))

    def test_agents_and_warehouse_set_up_nothing(self):
        reason = self.env.ref("o2c_customer_care.reason_quality")
        for records in (self.team, reason):
            self._refused(self.agent, records, "write", {"name": "No"})
        self._rpc(self.leader, self.team, "write", {"name": "Care Milan"})
        self.assertEqual(self.team.name, "Care Milan")
        self._refused(self._user("warehouse"), self.free, "read", ["name"])

    def test_documents_are_read_not_changed(self):
        order = self._order()
        invoice = self._bill()
        self.assertEqual(self._visible(self.agent, order), order)
        self.assertEqual(self._visible(self.agent, invoice), invoice)
        self._refused(self.agent, order, "write", {"note": "No"})
        self._refused(self.agent, invoice, "write", {"ref": "No"})

    def test_vendor_bills_are_not_for_care(self):
        bill = self._bill(1000, move_type="in_invoice")
        self.assertFalse(self._visible(self.agent, bill))
        self.assertFalse(self._visible(self.agent, bill.line_ids))

    def test_the_portal_customer_reads_his_own_and_changes_nothing(self):
        person = self._customer(name="Freya", parent_id=self.customer.id)
        customer = self._user("customer", partner_id=person.id)
        other = self._user("customer", login="other_customer")
        self.assertEqual(self._visible(customer, self.both), self.both)
        self.assertFalse(self._visible(other, self.both))
        self._refused(customer, self.free, "write", {"stage": "answered"})
        self._refused(customer, self.free, "action_take")
        self._refused(other, self.free, "read", ["name"])
        self._refused(customer, self.env["o2c.dispute"], "search", [])


@tagged("post_install", "-at_install")
class TestDisputeRights(RightsCommon):
    """Who opens, proposes and decides disputes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.o2c_dispute_threshold = 300
        cls.invoice = cls._bill(1000)
        cls.small = cls._dispute(cls.invoice, 300)
        cls.large = cls._dispute(cls.invoice, 300.01)

    def _wizard(self, user, dispute, amount, outcome="partial"):
        """The wizard as a client makes it; returns its record."""
        vals = {
            "dispute_id": dispute.id,
            "outcome": outcome,
            "amount": amount,
            "note": "Seen the pictures",
        }
        made = self._rpc(user, self.env["o2c.dispute.decide"], "create", [vals])
        return self.env["o2c.dispute.decide"].browse(made)

    def test_nobody_writes_disputes_directly(self):
        vals = {"state": "accepted", "accepted_amount": 300}
        new = {
            "ticket_id": self.small.ticket_id.id,
            "invoice_id": self.invoice.id,
            "amount": 1,
            "amount_company": 1,
            "claim": "?",
            "requested_by_id": self.agent.id,
        }
        for user in (self.agent, self.leader, self.accountant):
            self._refused(user, self.small, "write", vals)
            self._refused(user, self.small.browse(), "create", [new])
            self._refused(user, self.small, "unlink")

    def test_private_methods_are_closed_to_clients(self):
        for method in ("_decide", "_open", "_apply_decision", "_follow_payments"):
            with self.subTest(method):
                self._refused(self.leader, self.small, method, 300, "?")

    def test_an_agent_decides_up_to_the_threshold(self):
        wizard = self._wizard(self.agent, self.small, 300)
        self._rpc(self.agent, wizard, "action_decide")
        self.assertEqual(self.small.state, "accepted")
        self.assertEqual(self.small.decided_by_id, self.agent)

    def test_an_agent_does_not_decide_a_cent_more(self):
        wizard = self._wizard(self.agent, self.large, 300)
        self._refused(self.agent, wizard, "action_decide")

    def test_nor_rejects_it(self):
        wizard = self._wizard(self.agent, self.large, 0, outcome="rejected")
        self._refused(self.agent, wizard, "action_decide")

    def test_a_leader_decides_what_others_opened(self):
        wizard = self._wizard(self.leader, self.large, 300.01)
        self._rpc(self.leader, wizard, "action_decide")
        self.assertEqual(self.large.state, "accepted")

    def test_a_leader_does_not_decide_his_own(self):
        own = self._dispute(self._bill(1000), 300.01, user=self.leader)
        wizard = self._wizard(self.leader, own, 300)
        self._refused(self.leader, wizard, "action_decide")
        second = self._person("care_leader", login="care_leader_2")
        wizard = self._wizard(second, own, 300)
        self._rpc(second, wizard, "action_decide")
        self.assertEqual(own.state, "partial")

    def test_without_a_threshold_a_leader_decides_everything(self):
        self.company.o2c_dispute_threshold = 0
        cent = self._dispute(self._bill(1000), 0.01)
        wizard = self._wizard(self.agent, cent, 0.01)
        self._refused(self.agent, wizard, "action_decide")

    def test_an_agent_proposes_and_decides_nothing_by_it(self):
        wizard = self._wizard(self.agent, self.large, 200)
        self._rpc(self.agent, wizard, "action_propose")
        self.assertEqual(self.large.proposed_amount, 200)
        self.assertEqual(self.large.proposed_by_id, self.agent)
        self.assertEqual(self.large.state, "open")
        self.assertHeld(self.invoice, 600.01)

    def test_a_proposal_stays_within_what_is_contested(self):
        wizard = self._wizard(self.agent, self.large, 300.02)
        self._refused(self.agent, wizard, "action_propose", error=UserError)

    def test_others_neither_propose_nor_decide_nor_withdraw(self):
        seller = self._user("salesperson")
        self.customer.user_id = seller
        for user in (seller, self.accountant):
            self._refused(user, self.small, "action_draft_credit_note")
            with self.assertRaises(AccessError):
                self._wizard(user, self.small, 0)
            dispute = self.small.with_env(self.env(user=user, su=False))
            for call in (
                lambda d=dispute: d._decide(0, "no"),
                lambda d=dispute: d._propose(0, "no"),
                lambda d=dispute: d._cancel("no"),
            ):
                with self.assertNothingWritten("o2c.dispute"):
                    self.assertRaises(AccessError, call)

    def test_a_stranger_agent_does_not_reach_it(self):
        self.small.ticket_id.user_id = self.agent
        stranger = self._person("care_agent", login="care_stranger")
        dispute = self.small.with_env(self.env(user=stranger, su=False))
        with self.assertNothingWritten("o2c.dispute"), self.assertRaises(AccessError):
            dispute._decide(0, "no")

    def test_opening_takes_the_right_to_work_on_the_ticket(self):
        ticket = self._ticket()
        for user in (self._user("salesperson"), self.accountant):
            self.customer.user_id = user
            with (
                self.assertNothingWritten("o2c.dispute", "o2c.hold"),
                self.assertRaises(AccessError),
            ):
                self._dispute(self.invoice, 1, ticket=ticket, user=user)

    def test_the_hold_is_released_by_a_leader_only(self):
        hold = self.Hold.search([("invoice_id", "=", self.invoice.id)], limit=1)
        vals = {"hold_ids": hold.ids, "note": "Let it go"}
        for user, allowed in ((self.agent, False), (self.leader, True)):
            holds = hold.with_env(self.env(user=user, su=False))
            if allowed:
                holds._release(vals["note"])
            else:
                self.assertRaises(AccessError, holds._release, vals["note"])
        self.assertEqual(hold.state, "ended")

    def test_who_decides_need_not_be_an_accountant(self):
        self.assertFalse(self.leader.has_group("account.group_account_invoice"))
        self._decide(self.large, 100)
        credit = self.large.credit_note_id
        self.assertEqual(credit.state, "draft")
        self._refused(self.leader, credit, "action_post")
        self._rpc(self.accountant, credit, "action_post")
        self.assertEqual(self.large.state, "settled")

    def test_opening_writes_the_invoice(self):
        # what makes two disputes at the same time collide in the database
        invoice = self._bill(1000)
        before = self._row(invoice)
        self._dispute(invoice, 1)
        self.assertNotEqual(self._row(invoice), before)

    def _row(self, invoice):
        self.env.flush_all()
        query = "SELECT ctid, o2c_disputed_amount FROM account_move WHERE id = %s"
        self.env.cr.execute(query, invoice.ids)
        return self.env.cr.fetchone()
