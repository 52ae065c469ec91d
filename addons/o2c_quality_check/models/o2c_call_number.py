from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.o2c_orders.domain.card_search import digits

from .o2c_call import RESULTS

OPEN, USED_UP, WRONG, BLOCKED = "open", "used_up", "wrong", "blocked"
STATES = [
    (OPEN, "May be rung"),
    (USED_UP, "Tried often enough"),
    (WRONG, "Wrong"),
    (BLOCKED, "Wants no calls"),
]
# how many numbers of a customer are kept for one call
MOST = 6

NUMBERS = """
SELECT p.id, p.phone, blocked.id IS NOT NULL AS blocked, EXISTS (
       SELECT 1 FROM o2c_contact_point t
        WHERE t.partner_id = p.id AND t.kind = 'phone' AND t.is_current
          AND t.state IN ('bounced', 'dead')) AS failed
  FROM res_partner p
  LEFT JOIN phone_blacklist blocked
    ON blocked.active AND blocked.number = p.phone_sanitized
 WHERE p.commercial_partner_id = %(customer)s AND p.active AND p.phone <> ''
   AND (p.company_id IS NULL OR p.company_id = %(company)s)
 ORDER BY p.id <> %(person)s, p.type <> 'contact', p.id
 LIMIT %(most)s
"""


class O2cCallNumber(models.Model):
    """A telephone number at which the customer of a call may be reached.

    The first is that of the person asked for; the others are those of the customer's
    contacts. Written by code alone.
    """

    _name = "o2c.call.number"
    _description = "Number of a call"
    _order = "sequence, id"
    _rec_name = "phone"

    call_id = fields.Many2one("o2c.call", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        related="call_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer()
    person_id = fields.Many2one("res.partner", ondelete="cascade")
    phone = fields.Char(required=True)
    key = fields.Char("Compared as", required=True)
    state = fields.Selection(STATES, required=True, default=OPEN)
    attempt_count = fields.Integer("Attempts")
    last_result = fields.Selection(RESULTS)
    last_at = fields.Datetime("Last rung on")

    _once = models.Constraint("UNIQUE (call_id, key)", "The number is there already.")


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    number_ids = fields.One2many("o2c.call.number", "call_id", "Numbers")

    def _choose_number(self, target):
        """Lay out the customer's numbers and say which one is rung now.

        :param target: {"person_id", "phone"}, of whom the campaign asks for
        :return: the same, of the first number that may be rung
        """
        self._lay_out_numbers(target)
        first = self._numbers_to_ring()[:1]
        if not first:
            return target
        return {"person_id": first.person_id.id, "phone": first.phone}

    def _lay_out_numbers(self, target):
        rows = [(target["person_id"], target["phone"] or "", False, None)]
        rows += self._customer_numbers(target["person_id"])
        known = {number.key: number for number in self.number_ids}
        failed = {(person, digits(phone)) for person, phone, _no, bad in rows if bad}
        new = {}
        for place, (person, phone, blocked, _bad) in enumerate(rows):
            key = digits(phone)
            if key and key not in known and key not in new:
                state = WRONG if (person, key) in failed else OPEN
                new[key] = {
                    "call_id": self.id,
                    # what the campaign asks for now goes before what was there
                    "sequence": place - 1 if not place and known else place,
                    "person_id": person,
                    "phone": phone,
                    "key": key,
                    "state": BLOCKED if blocked else state,
                }
        self.env["o2c.call.number"].create(list(new.values()))

    def _customer_numbers(self, person):
        self.env["res.partner"].flush_model()
        self.env["o2c.contact.point"].flush_model()
        query = SQL(
            NUMBERS,
            customer=self.partner_id.commercial_partner_id.id,
            company=self.company_id.id,
            person=person or 0,
            most=MOST,
        )
        return self.env.execute_query(query)

    def _numbers_to_ring(self):
        return self.number_ids.filtered(lambda n: n.state == OPEN).sorted(
            lambda n: (n.sequence, n.id)
        )

    def _current_number(self):
        key = digits(self.phone or "")
        return self.number_ids.filtered(lambda n: n.key == key)

    def _use_next_number(self):
        """The number rung last is used up; the next one is rung."""
        current = self._current_number()
        current.filtered(lambda n: n.state == OPEN).state = USED_UP
        following = self._numbers_to_ring()[:1]
        self.write({"person_id": following.person_id.id, "phone": following.phone})
