from collections import defaultdict

from odoo import models

from .complaint_facts import COMPLAINT_FLUSHED, complaints_query


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def _o2c_open_complaints(self, companies):
        found = defaultdict(list, super()._o2c_open_complaints(companies))
        for model in COMPLAINT_FLUSHED:
            self.env[model].flush_model()
        rows = self.env.execute_query(complaints_query(self.ids, companies.ids))
        for customer, number, code in rows:
            found[customer].append((number, code))
        return dict(found)
