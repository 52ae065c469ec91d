from odoo.addons.o2c_customer_care.tests.common import CareCommon


class DisputeCommon(CareCommon):
    """Builders for what comes after a first decision."""

    @classmethod
    def _rejected(cls, amount=300.0, invoice=None, **options):
        dispute = cls._dispute(invoice or cls._bill(1000), amount, **options)
        cls._decide(dispute, 0)
        return dispute

    @classmethod
    def _lawsuit(cls, disputes, user=None, **vals):
        user = user or cls.leader
        lawsuits = cls.env["o2c.litigation"].with_user(user)
        lawsuit = lawsuits._open(disputes.with_user(user), **vals)
        return lawsuit.with_env(cls.env)

    @classmethod
    def _allowance(cls, limit=25.0, **values):
        options = {"name": "Small amounts", "limit_amount": limit}
        rules = cls.env["o2c.dispute.allowance"].with_user(cls.leader)
        return rules.create({**options, **values}).with_env(cls.env)

    def assertHeldAs(self, invoice, code, amount):
        """One open hold of this reason over this amount, and no other."""
        holds = self.Hold.search(
            [("invoice_id", "=", invoice.id), ("state", "=", "open")]
        )
        self.assertEqual(holds.mapped("reason_id.code"), [code])
        self.assertAlmostEqual(holds.amount, amount, places=2)
