from datetime import datetime

from .common import O2cCommon

# working days of March 2026: the 2nd is a Monday; noon in Rome
MONDAY = "2026-03-02 11:00:00"
FRIDAY = "2026-03-06 11:00:00"
NEXT_MONDAY = "2026-03-09 11:00:00"


class ExceptionCase(O2cCommon):
    """Rules with one line each, and what the search finds by them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Exception = cls.env["o2c.exception"]
        cls.Rule = cls.env["o2c.exception.rule"]
        cls.company.resource_calendar_id.tz = "Europe/Rome"
        cls.seller = cls._user("salesperson")

    @classmethod
    def _rule(cls, kind, **values):
        """A rule of ``kind`` without patience: whatever is so, is an exception."""
        options = {"name": kind, "kind": kind, "age": 0, "unit": "days"}
        return cls.Rule.create({**options, "company_id": cls.company.id, **values})

    def _look(self, rule, moment, company=None):
        """Search by ``rule`` at ``moment``: what is open then."""
        with self._at(moment):
            self.counts = self.Exception._find(rule, company or self.company)
        domain = [("rule_id", "=", rule.id), ("state", "=", "open")]
        return self.Exception.search(domain)

    def _about(self, found):
        return [self.env[e.res_model].browse(e.res_id) for e in found]

    def assertFound(self, rule, moment, *records):
        """Exactly these records are exceptions by ``rule`` at ``moment``."""
        found = self._look(rule, moment)
        self.assertCountEqual(self._about(found), records)
        return found

    def _deadline(self, order, text):
        order.picking_ids.write({"scheduled_date": datetime.fromisoformat(text)})
