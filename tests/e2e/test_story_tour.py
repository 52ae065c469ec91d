"""The whole story in the web client, every part by the person whose part it is."""

from odoo.tests import HttpCase, tagged

from odoo.addons.o2c_credit.tests.common import CreditCommon
from odoo.addons.o2c_quality_check.tests import test_story as tale


@tagged("post_install", "-at_install")
class TestStoryInBrowser(tale.Tale, CreditCommon, HttpCase):
    """The days between are left out: the campaign calls on the day of delivery."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # no text message is to be offered when a delivery leaves
        cls.company.stock_text_confirmation = False
        cls.order_desk = cls._user("order_desk")

    def play(self, part, user, path):
        """One person's part, from the page at ``path``."""
        self.env.flush_all()
        self.start_tour(f"/odoo/{path}", f"o2c_story_{part}", login=user.login)
        self.env.invalidate_all()

    def test_from_the_order_to_closing(self):
        # Given Nordlicht with a limit of 1,000 and a quotation over 1,200
        self._account(1000.0)
        order = self.quotation()
        self.held_and_let_pass(order)
        invoice = self.shipped_and_invoiced(order)
        ticket = self.called(order)
        self.contested_and_credited(ticket, invoice)
        self.paid_and_closed(order, ticket, invoice)

    def held_and_let_pass(self, order):
        path = f"o2c-orders/{order.id}"
        self.play("confirm_over_the_limit", self.salesperson, path)
        hold = self.assertHeld(order, credit_excess=200.0)
        self.play("let_pass", self.manager, "o2c-credit-holds")
        assert (hold.released_by_id, hold.release_note) == (
            self.manager,
            "Pays tomorrow",
        )
        self.assertConfirmed(order)

    def shipped_and_invoiced(self, order):
        picking = order.picking_ids
        self.play("ship", self.warehouse, f"stock.picking/{picking.id}")
        assert picking.state == "done"
        self.play("invoice", self.order_desk, f"o2c-orders/{order.id}")
        invoice = order.invoice_ids
        self.play("post", self.accountant, f"account.move/{invoice.id}")
        assert (invoice.state, invoice.amount_residual) == ("posted", 1200.0)
        self.assertStage(order, "payment")
        return invoice

    def called(self, order):
        self._campaign(min_days=0)
        self.start_tour(
            "/odoo/quality-my-calls", "o2c_quality_damaged", login=self.agent.login
        )
        self.env.invalidate_all()
        ticket = self.ticket_of(order.o2c_call_ids)
        assert (ticket.kind, order.o2c_customer_verdict) == ("complaint", "not_ok")
        return ticket

    def contested_and_credited(self, ticket, invoice):
        self.play("contest", self.care_agent, f"o2c-tickets/{ticket.id}")
        self.assertCollectable(invoice, "960")
        dispute = ticket.dispute_ids
        self.play("grant", self.care_leader, f"o2c-disputes/{dispute.id}")
        assert (dispute.state, dispute.decided_by_id) == ("accepted", self.care_leader)
        credit = dispute.credit_note_id
        self.play("post", self.accountant, f"account.move/{credit.id}")
        assert (dispute.state, invoice.amount_residual) == ("settled", 960.0)

    def paid_and_closed(self, order, ticket, invoice):
        self.play("pay_the_rest", self.accountant, f"account.move/{invoice.id}")
        assert invoice.amount_residual == 0.0
        self.assertStage(order, "settlement")
        self.play("answer_and_close", self.care_agent, f"o2c-tickets/{ticket.id}")
        self.assertStage(order, "closed")
        self.play("all_is_done", self.salesperson, f"o2c-orders/{order.id}")
