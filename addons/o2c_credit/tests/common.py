"""Builders for credit: a limit in one line, a confirmation as a person."""

from decimal import Decimal

from odoo import Command
from odoo.service.model import call_kw

from odoo.addons.o2c_orders.tests.common import ROLES, O2cCommon

ROLES |= {
    "collector": "o2c_credit.group_credit_user",
    "credit_manager": "o2c_credit.group_credit_manager",
    # sells and decides about credit: must not decide about his own orders
    "selling_manager": "sales_team.group_sale_salesman_all_leads,"
    "o2c_credit.group_credit_manager",
}


class CreditCommon(O2cCommon):
    """The spine's company and customer, with a credit account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Account = cls.env["o2c.credit.account"]
        cls.seller = cls._user("salesperson")
        cls.manager = cls._user("credit_manager")

    @classmethod
    def _account(cls, limit=None, partner=None, company=None):
        """The credit account of ``partner``; ``limit`` None: nobody limits him."""
        pair = (partner or cls.customer, company or cls.company)
        account = cls.Account._of([pair])[pair]
        account.write({"limited": limit is not None, "credit_limit": limit or 0.0})
        return account

    @classmethod
    def _quotation(cls, amount=1000.0, **values):
        """A quotation over one service of ``amount``, of the salesperson."""
        line = cls._line(cls._service(invoice_policy="order"), qty=1, price=amount)
        return cls._order(line, confirm=False, **{"user_id": cls.seller.id, **values})

    @classmethod
    def _confirm(cls, order, user=None):
        """Press the button as ``user`` (the salesperson)."""
        return order.with_user(user or cls.seller).action_confirm()

    @classmethod
    def _let_pass(cls, order, user=None, note="Agreed by phone", resume=True):
        """Release the open holds of ``order`` with the wizard, as ``user``."""
        holds = order._o2c_holds()[order]
        wizard = cls.env["o2c.hold.release"].with_user(user or cls.manager).sudo(False)
        vals = {"hold_ids": holds.ids, "note": note, "resume": resume}
        return wizard.create(vals).action_release()

    def _run_job(self):
        """The job that looks at waiting orders again, as the scheduler runs it."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("o2c_credit.ir_cron_reevaluate").method_direct_trigger()
        self.env.invalidate_all()

    def _bill(self, amount=1000.0, post=True, **values):
        """A customer invoice without order."""
        line = Command.create({"name": "x", "price_unit": amount, "tax_ids": []})
        options = {
            "move_type": "out_invoice",
            "partner_id": self.customer.id,
            "invoice_date": "2026-03-02",
            "invoice_line_ids": [line],
        }
        move = self.env["account.move"].create({**options, **values})
        if post:
            move.action_post()
        return move

    def _payment(self, amount, **values):
        """A payment that is matched with nothing."""
        options = {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.customer.id,
            "amount": amount,
            "date": "2026-03-11",
        }
        payment = self.env["account.payment"].create({**options, **values})
        payment.action_post()
        return payment

    def _accounts(self, customer=None):
        customer = customer or self.customer
        return self.Account.search([("partner_id", "child_of", customer.id)])

    def _rpc(self, user, model, method, ids, *args, **kwargs):
        """Call a public method the way a client does."""
        records = self.env(user=user, su=False)[model]
        return call_kw(records, method, [ids, *args], kwargs)

    def assertExposure(self, account, **expected):
        """The parts of the exposure, exactly; parts not named are zero.

        Only ``overdue``, which is a part of ``receivables``, may be left out.
        """
        facts = account._facts()[account]
        names = [
            name
            for name in vars(facts)
            if name not in ("limit", "accepted")
            and (name != "overdue" or name in expected)
        ]
        found = {name: getattr(facts, name) for name in names if getattr(facts, name)}
        wanted = {name: Decimal(amount) for name, amount in expected.items()}
        self.assertEqual(found, wanted)

    def assertHeld(self, order, **expected):
        """``order`` waits with one open credit hold that has these values."""
        self.assertIn(order.state, ("draft", "sent"))
        hold = order._o2c_holds()[order]
        self.assertEqual(hold.mapped("reason_id.code"), ["credit_limit"])
        found = {name: hold[name] for name in expected}
        self.assertEqual(found, expected)
        return hold

    def assertConfirmed(self, *orders):
        for order in orders:
            self.assertEqual(order.state, "sale", order.name)
            self.assertFalse(order._o2c_holds()[order])


class ReleaseCase(CreditCommon):
    """A limit of 1,000 and quotations that exceed it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account(1000)

    @classmethod
    def _waiting(cls, amount=1500.0, **values):
        """A quotation that the salesperson tried to confirm in vain."""
        order = cls._quotation(amount, **values)
        cls._confirm(order)
        return order

    def _credit_holds(self, order):
        return self.Hold.search(
            [("order_id", "=", order.id), ("reason_id.code", "=", "credit_limit")],
            order="id",
        )
