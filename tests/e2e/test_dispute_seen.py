"""What dunning, interest, exposure, ageing and closing see of a contested amount."""

from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from odoo.addons.o2c_credit.tests.dunning_common import DAY, DunningCase
from odoo.addons.o2c_customer_care.tests.dispute_common import DisputeCommon

D = Decimal
TODAY = date.fromisoformat(DAY)


@tagged("post_install", "-at_install")
class TestDisputeSeen(DisputeCommon, DunningCase):
    """An invoice over 1,000, twenty days overdue; 300 of it are contested."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account(10_000.0)
        cls.account.write(
            {"debtor_kind": "business", "late_basis": "contract", "contract_rate": 10}
        )
        cls.move = cls._due(days=20, amount=1000.0)

    def _contest(self, amount=300.0, at=f"{DAY} 06:00:00"):
        with self._at(at):
            return self._dispute(self.move, amount)

    def _claimed(self):
        """What a run of the day would ask for of the invoice."""
        run = self._simulate()
        found = run.proposal_ids.filtered(lambda p: p.line_id == self._item(self.move))
        return found.step_id.number or found.code, found.claimed

    def _interest(self, day):
        line = self._item(self.move)
        return line._o2c_interest(date.fromisoformat(day))[line].interest

    def _aged(self):
        rows = self.env["o2c.aged.item"].search([("move_id", "=", self.move.id)])
        return sum(rows.mapped("residual_company"))

    def assertSeen(self, claimed, disputed, residual):
        """Dunning, exposure and the ledger's ageing at this moment."""
        self.env.flush_all()
        self.env.invalidate_all()
        assert self._claimed() == claimed
        facts = self.account._facts()[self.account]
        assert (facts.disputed, facts.receivables) == (disputed, residual)
        # the ledger says what it says until the credit note is posted
        assert self._aged() == residual

    def test_nothing_contested(self):
        self.assertSeen((1, 1000), D(0), D(1000))

    def test_contested_and_rejected(self):
        dispute = self._contest()
        self.assertSeen((1, 700), D(300), D(1000))
        with self._at(f"{DAY} 08:00:00"):
            self._decide(dispute, 0)
        self.assertSeen((1, 1000), D(0), D(1000))

    def test_all_of_it_contested(self):
        self._contest(1000)
        self.assertSeen(("held", 0), D(1000), D(1000))

    def test_the_pause_counts_for_the_steps_of_dunning(self):
        # contested as a whole for 14 of the 20 days: six are left, the step is due
        dispute = self._contest(1000, at="2026-05-02 06:00:00")
        with self._at("2026-05-16 06:00:00"):
            self._decide(dispute, 0)
        self.assertSeen((1, 1000), D(0), D(1000))
        # and for two more days: four are left, it is not
        with self._at("2026-05-16 07:00:00"):
            dispute.with_user(self.agent)._reopen("A photo came")
        with self._at("2026-05-18 07:00:00"):
            self._decide(dispute, 0)
        self.assertSeen(("not_yet", 1000), D(0), D(1000))

    def test_accepted_until_the_credit_note_is_posted(self):
        dispute = self._contest()
        with self._at(f"{DAY} 08:00:00"):
            self._decide(dispute, 200)
        self.assertSeen((1, 800), D(200), D(1000))
        with self._at(f"{DAY} 09:00:00"):
            dispute.credit_note_id.invoice_date = DAY
            dispute.credit_note_id.action_post()
        assert dispute.state == "settled"
        self.assertSeen((1, 800), D(0), D(800))

    def test_an_invoice_that_is_replaced_is_left_alone_altogether(self):
        dispute = self._contest()
        with self._at(f"{DAY} 08:00:00"):
            dispute.with_user(self.leader)._replace_invoice("Wrong name on it")
        self.assertSeen(("held", 0), D(1000), D(1000))

    def test_taken_up_again(self):
        dispute = self._contest()
        with self._at(f"{DAY} 07:00:00"):
            self._decide(dispute, 0)
        with self._at(f"{DAY} 08:00:00"):
            dispute.with_user(self.agent)._reopen("A photo came")
        self.assertSeen((1, 700), D(300), D(1000))

    def test_before_court(self):
        dispute = self._contest()
        with self._at(f"{DAY} 07:00:00"):
            self._decide(dispute, 0)
            lawsuit = self._lawsuit(dispute)
        self.assertSeen((1, 700), D(300), D(1000))
        with self._at(f"{DAY} 08:00:00"):
            lawsuit.with_user(self.leader).action_file()
            lawsuit.with_user(self.leader)._end("won", 300, "Judgment of May")
        self.assertSeen((1, 1000), D(0), D(1000))

    def test_the_pause_bears_no_interest(self):
        # due on 30 April; 1,000 at 10 % bear 0.2740 a day
        assert self._interest("2026-05-20") == D("5.48")
        dispute = self._contest(at="2026-05-10 06:00:00")
        # nine days of 1,000, eleven of 700: the day on which it is contested is out
        assert self._interest("2026-05-20") == D("4.58")
        with self._at("2026-05-15 06:00:00"):
            self._decide(dispute, 0)
        # the five days of the pause stay out for ever: 15 of 1,000 and 5 of 700
        assert self._interest("2026-05-20") == D("5.07")

    def test_the_order_closes_when_it_is_settled_and_not_before(self):
        order = self._order()
        self._deliver(order)
        invoice = self._invoice(order)
        ticket = self._ticket(kind="enquiry", invoice_id=invoice.id)
        dispute = self._dispute(invoice, 100, ticket=ticket)
        self._pay(invoice, invoice.amount_residual - 100)
        self._decide(dispute, 100)
        assert self._stage(order) != "closed"
        dispute.credit_note_id.action_post()
        assert invoice.amount_residual == 0
        assert self._stage(order) == "closed"

    def _stage(self, order):
        self.env.flush_all()
        order._o2c_touch_timeline()
        self.cr.precommit.run()
        order.invalidate_recordset()
        return order.o2c_stage
