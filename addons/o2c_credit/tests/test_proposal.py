from decimal import Decimal

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.account_payment.tests.common import AccountPaymentCommon
from odoo.addons.mail.tests.common import MailCase
from odoo.addons.o2c_credit.domain.proposal import Change

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestProposal(CreditCommon):
    """Make it pass: one click writes the quotation, and then the check lets it pass."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account(1000)
        cls.tenth = cls.env["account.tax"].create(
            {"name": "10 %", "amount": 10, "company_id": cls.company.id}
        )
        cls.grinder = cls._product(name="Grinder", invoice_policy="order")
        cls.machine = cls._product(name="Machine", invoice_policy="order")

    @classmethod
    def _mixed(cls, **values):
        """5 grinders at 100 and 2 machines at 400, with 10 % tax: 1,430."""
        taxed = {"tax_ids": [Command.set(cls.tenth.ids)]}
        return cls._order(
            cls._line(cls.grinder, qty=5, price=100.0, **taxed),
            cls._line(cls.machine, qty=2, price=400.0, **taxed),
            confirm=False,
            **{"user_id": cls.seller.id, **values},
        )

    def _wizard(self, order, user=None):
        user = user or self.seller
        action = self._rpc(user, "sale.order", "action_o2c_make_it_pass", order.ids)
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        return wizard.with_user(user).sudo(False)

    def _option(self, order, change):
        options = self._wizard(order).option_ids
        return options.filtered(lambda o: o.change == change.value)

    def _write(self, order, change, method="action_write"):
        option = self._option(order, change)
        self._rpc(self.seller, option._name, method, option.ids)
        self.env.invalidate_all()

    def test_split_writes_two_quotations_and_the_first_passes(self):
        order = self._mixed()
        self.assertEqual(order.amount_total, 1430)
        self._write(order, Change.SPLIT)
        other = order.o2c_split_ids
        self.assertEqual(other.o2c_split_from_id, order)
        self.assertEqual(other.state, "draft")
        self.assertEqual(order.amount_total + other.amount_total, 1430)
        # three grinders less would not be enough, and four are more to move
        self.assertEqual(other.order_line.product_id, self.machine)
        self.assertEqual(other.order_line.product_uom_qty, 1)
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [5, 1])
        self.assertIn(other.name, order.message_ids[0].body)
        self.assertTrue(any(order.name in m.body for m in other.message_ids))
        self._confirm(order)
        self.assertConfirmed(order)
        self._confirm(other)
        self.assertHeld(other)

    def test_split_keeps_agreed_prices(self):
        line = self._line(self.grinder, qty=20, price=77.77, discount=5)
        order = self._order(line, confirm=False, user_id=self.seller.id)
        self._write(order, Change.SPLIT)
        lines = order.order_line | order.o2c_split_ids.order_line
        self.assertEqual(lines.mapped("price_unit"), [77.77, 77.77])
        self.assertEqual(lines.mapped("discount"), [5, 5])
        self.assertEqual(sum(lines.mapped("product_uom_qty")), 20)
        self._confirm(order)
        self.assertConfirmed(order)

    def test_dropped_line_moves_or_goes(self):
        for _case, method, moved in (
            ("moved", "action_write", 1),
            ("gone", "action_remove", 0),
        ):
            order = self._mixed()
            self._write(order, Change.DROP, method)
            self.assertEqual(order.order_line.product_id, self.machine, _case)
            self.assertEqual(len(order.o2c_split_ids), moved, _case)
            self.assertIn("Grinder", order.message_ids[0].body)
            self._confirm(order)
            self.assertConfirmed(order)
            order._action_cancel()

    def test_deposit_passes_once_it_is_paid(self):
        order = self._mixed()
        self._write(order, Change.DEPOSIT)
        self.assertTrue(order.require_payment)
        self.assertEqual(order._get_prepayment_required_amount(), 430)
        self._confirm(order)
        self.assertHeld(order)
        self._payment(430)
        self._run_job()
        self.assertConfirmed(order)

    def test_a_cent_less_than_the_deposit_is_not_enough(self):
        order = self._mixed()
        self._write(order, Change.DEPOSIT)
        self._payment(429.99)
        self._confirm(order)
        self.assertHeld(order)

    def test_deposit_in_another_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {
                "name": "2020-01-01",
                "currency_id": euro.id,
                "company_id": self.company.id,
                "rate": 0.5,
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "EUR", "currency_id": euro.id}
        )
        order = self._order(
            self._line(self.grinder, qty=5, price=123.45),
            confirm=False,
            pricelist_id=pricelist.id,
            user_id=self.seller.id,
        )
        amount = order._o2c_credit_amount()
        self.assertGreater(amount, 1000)
        self._write(order, Change.DEPOSIT)
        required = order._get_prepayment_required_amount()
        worth = order._o2c_in_company_currency(required)
        self.assertGreaterEqual(worth, amount - 1000)
        self._payment(required, currency_id=euro.id)
        self._confirm(order)
        self.assertConfirmed(order)

    def test_nothing_for_an_order_that_passes(self):
        self.account.credit_limit = 5000
        wizard = self._wizard(self._mixed())
        self.assertTrue(wizard.passes)
        self.assertFalse(wizard.option_ids)

    def test_cover_is_only_told(self):
        option = self._option(self._mixed(), Change.COVER)
        self.assertIn("430", option.name)
        with self.assertRaises(UserError):
            self._rpc(self.seller, option._name, "action_write", option.ids)

    def test_what_changed_meanwhile_is_not_written(self):
        order = self._mixed()
        option = self._option(order, Change.DEPOSIT)
        self._payment(100)
        with self.assertRaises(UserError):
            option.action_write()
        self.assertFalse(order.require_payment)

    def test_only_for_quotations_that_the_user_may_write(self):
        order = self._mixed()
        collector = self._user("collector")
        other = self._user("salesperson", login="o2c_other_seller")
        foreign = self._user("salesperson", login="o2c_far", company=self._company())
        for user in (collector, other, foreign, self._user("warehouse")):
            with self.assertRaises(AccessError, msg=user.login):
                self._wizard(order, user)
        domain = [("order_id", "=", order.id)]
        self.assertFalse(self.env["o2c.credit.proposal"].search(domain))

    def test_another_users_proposal_is_not_written(self):
        order = self._mixed()
        option = self._option(order, Change.SPLIT)
        other = self._user("salesperson", login="o2c_other_seller")
        with self.assertRaises(AccessError):
            self._rpc(other, option._name, "action_write", option.ids)
        self.assertEqual(order.amount_total, 1430)

    def test_confirmed_orders_are_not_revised(self):
        self.account.credit_limit = 5000
        order = self._mixed()
        self._confirm(order)
        with self.assertRaises(UserError):
            self._wizard(order)

    def test_random_orders_pass_after_it(self):
        prices = ("33.33", "149.99", "0.07", "612.4")
        for number, price in enumerate(prices):
            tax = self.env["account.tax"].create(
                {"name": f"T{number}", "amount": 7.7, "company_id": self.company.id}
            )
            taxed = {"tax_ids": [Command.set(tax.ids)]}
            quantity = int(1500 / float(price)) + 3
            order = self._order(
                self._line(self.grinder, qty=quantity, price=float(price), **taxed),
                self._line(self.machine, qty=3, price=19.99, discount=3, **taxed),
                confirm=False,
                user_id=self.seller.id,
            )
            self._write(order, Change.SPLIT)
            self.assertLessEqual(order._o2c_credit_amount(), Decimal(1000))
            self._confirm(order)
            self.assertConfirmed(order)
            order._action_cancel()


@tagged("post_install", "-at_install")
class TestDepositOnline(CreditCommon, AccountPaymentCommon, MailCase):
    """The customer pays the deposit in the portal, and the order goes through."""

    @classmethod
    def default_env_context(cls):
        return {"no_reset_password": True}

    def _pay_online(self, order, amount):
        transaction = self._create_transaction(
            flow="direct",
            state="done",
            amount=amount,
            currency_id=order.currency_id.id,
            partner_id=self.customer.id,
            reference=f"{order.name}-{amount}",
            sale_order_ids=[Command.set(order.ids)],
        )
        with self.mock_mail_gateway():
            transaction._post_process()

    def test_deposit_paid_online(self):
        self._account(1000)
        order = self._quotation(1430.0)
        proposal = order._o2c_advice().proposals[0]
        self.assertEqual((proposal.change, proposal.amount), (Change.DEPOSIT, 430))
        order._o2c_write_proposal(proposal)
        order.action_quotation_sent()
        self._pay_online(order, 429)
        self.assertEqual(order.state, "sent")
        self._pay_online(order, 1)
        with self.mock_mail_gateway():
            self._run_job()
        self.assertConfirmed(order)


@tagged("post_install", "-at_install")
class TestProposalByRule(CreditCommon):
    """Rules that look at something else than the limit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._account()
        terms = cls.env["account.payment.term"]
        cls.sixty, cls.thirty, cls.now = (
            terms.create(
                {
                    "name": f"{days} days net",
                    "company_id": cls.company.id,
                    "line_ids": [
                        Command.create(
                            {
                                "value": "percent",
                                "value_amount": 100,
                                "nb_days": days,
                            }
                        )
                    ],
                }
            )
            for days in (60, 30, 0)
        )
        cls.customer.property_payment_term_id = cls.thirty
        cls.customer.with_company(cls.company).property_payment_term_id = cls.thirty

    def _rule(self, kind, **values):
        options = {
            "name": kind,
            "kind": kind,
            "scope": "customer",
            "partner_id": self.customer.id,
            "company_id": self.company.id,
            "effect": "hold",
        }
        return self.env["o2c.credit.rule"].create({**options, **values})

    def _option(self, order, change):
        wizard = self.env["o2c.credit.proposal"].with_user(self.seller)
        wizard = wizard.sudo(False)._for_order(order.with_user(self.seller).sudo(False))
        return wizard, wizard.option_ids.filtered(lambda o: o.change == change.value)

    def test_shorter_term(self):
        self._rule("better_term", days=5)
        order = self._quotation(500.0, payment_term_id=self.sixty.id)
        self.assertEqual(order.o2c_credit_card["verdict"]["state"], "held")
        _wizard, option = self._option(order, Change.TERM)
        self.assertIn("30 days net", option.name)
        option.action_write()
        self.assertEqual(order.payment_term_id, self.thirty)
        self._confirm(order)
        self.assertConfirmed(order)

    def test_quantity_of_a_product(self):
        beans = self._product(name="Beans", invoice_policy="order")
        self._rule(
            "quantity",
            quantity=4,
            days=30,
            product_id=beans.id,
            uom_id=beans.uom_id.id,
        )
        order = self._order(
            self._line(beans, qty=10, price=3.0),
            self._line(qty=1),
            confirm=False,
            user_id=self.seller.id,
        )
        _wizard, option = self._option(order, Change.SPLIT)
        option.action_write()
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [4, 1])
        self.assertEqual(order.o2c_split_ids.order_line.product_uom_qty, 6)
        self._confirm(order)
        self.assertConfirmed(order)

    def test_a_persons_hold_is_not_argued_away(self):
        order = self._quotation(500.0)
        self._hold(order, forced=True)
        wizard, _option = self._option(order, Change.DEPOSIT)
        self.assertFalse(wizard.option_ids)
        self.assertIn("releases it", wizard.needs)

    def test_card_follows_term_and_quantity_before_it_is_saved(self):
        beans = self._product(name="Beans", invoice_policy="order")
        self._rule("better_term", days=5)
        self._rule(
            "quantity", quantity=4, days=30, product_id=beans.id, uom_id=beans.uom_id.id
        )
        order = self._order(self._line(beans, qty=3), confirm=False)
        order.payment_term_id = self.thirty
        form = Form(order)
        self.assertEqual(form.o2c_credit_card["verdict"]["state"], "passes")
        form.payment_term_id = self.sixty
        self.assertEqual(len(form.o2c_credit_card["verdict"]["hits"]), 1)
        with form.order_line.edit(0) as line:
            line.product_uom_qty = 5
        self.assertEqual(len(form.o2c_credit_card["verdict"]["hits"]), 2)
