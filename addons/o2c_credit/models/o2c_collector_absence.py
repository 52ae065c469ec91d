from odoo import api, fields, models
from odoo.tools import SQL

# whoever is away is stood in for from this moment on, not from the next job on
REASSIGN = """
UPDATE o2c_work_item w SET user_id = v.worker
  FROM unnest(%s::int[], %s::int[]) AS v(collector, worker)
 WHERE w.company_id = %s AND w.collector_id = v.collector
   AND w.user_id IS DISTINCT FROM v.worker
"""


class O2cCollectorAbsence(models.Model):
    """When a collector is away, and who works on his customers meanwhile."""

    _name = "o2c.collector.absence"
    _description = "Absence of a collector"
    _order = "date_from desc, id desc"

    collector_id = fields.Many2one(
        "o2c.collector", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        related="collector_id.user_id", string="Who is away", store=True
    )
    company_id = fields.Many2one(
        related="collector_id.company_id", store=True, index=True
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", required=True, help="The last day of the absence.")
    substitute_id = fields.Many2one(
        "o2c.collector",
        index="btree_not_null",
        ondelete="set null",
        domain="[('company_id', '=', company_id), ('id', '!=', collector_id)]",
        help="Empty: everybody may take his customers.",
    )
    note = fields.Char()

    _days_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "An absence ends after it began."
    )
    _somebody_else = models.Constraint(
        "CHECK (substitute_id IS NULL OR substitute_id <> collector_id)",
        "Nobody stands in for himself.",
    )

    @api.depends("collector_id", "date_from")
    def _compute_display_name(self):
        for absence in self:
            absence.display_name = (
                f"{absence.user_id.display_name} {absence.date_from or ''}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        absences.collector_id._reassign()
        return absences

    def write(self, vals):
        before = self.collector_id
        result = super().write(vals)
        (before | self.collector_id)._reassign()
        return result

    def unlink(self):
        collectors = self.collector_id
        result = super().unlink()
        collectors._reassign()
        return result


class O2cCollector(models.Model):
    _name = "o2c.collector"
    _inherit = "o2c.collector"

    def _reassign(self):
        """Give today's work of these companies to who is there today."""
        self.env.flush_all()
        for company, known in self.grouped("company_id").items():
            today = company._o2c_credit_today()
            worker = self._workers(company, today)
            users = known.user_id.ids
            workers = [worker.get(user, user) for user in users]
            self.env.cr.execute(SQL(REASSIGN, users, workers, company.id))
        self.env["o2c.work.item"].invalidate_model(["user_id"], flush=False)
