from odoo import models
from odoo.tools import SQL

CLASSES = "ABCDE"
# what only other modules know
ASKED = frozenset({"headroom", "risk_class"})


class O2cTargetRule(models.Model):
    _name = "o2c.target.rule"
    _inherit = "o2c.target.rule"

    def _asked_of_others(self, customer_ids, now):
        """Which customers meet a condition that only another module can judge.

        :param customer_ids: a set of ids
        :return: a set of ids, or None when the query judges this condition
        """
        asked = {
            "headroom": self._with_headroom,
            "risk_class": self._with_class,
            "consent": self._with_consent,
        }.get(self.kind)
        if not asked:
            return None
        return asked(self.env["res.partner"].browse(customer_ids), now)

    def _asked_condition(self, customer_ids, now):
        """The same as a condition on ``x.partner_id``, for a statement over all.

        :param customer_ids: a function that gives the ids, which may cost something
        :return: SQL, or None when the query judges this condition
        """
        if self.kind == "consent":
            return self.env["o2c.consent"]._valid_condition("phone", "marketing", now)
        if self.kind not in ASKED:
            return None
        return SQL(
            "x.partner_id = ANY(%s)", [*self._asked_of_others(customer_ids(), now)]
        )

    def _with_headroom(self, customers, _now):
        rooms = customers._o2c_sales_headrooms(self.company_id)
        return {
            customer.id
            for customer in customers
            # whom nobody limits may order
            if rooms.get(customer.id) is None or rooms[customer.id] >= self.amount
        }

    def _with_class(self, customers, _now):
        good = CLASSES[: CLASSES.index(self.risk_class) + 1]
        classes = customers._o2c_sales_classes(self.company_id)
        return {customer for customer, letter in classes.items() if letter in good}

    def _with_consent(self, customers, now):
        Consent = self.env["o2c.consent"]
        return set(Consent._valid(customers, "phone", "marketing", now).ids)
