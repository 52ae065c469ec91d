from odoo import api, fields, models

from .departments import DEPARTMENTS

OURS = [pair for pair in DEPARTMENTS if pair[0] != "customer"]


class O2cDepartmentOwner(models.Model):
    """Who answers for what is open in a department, where a document names nobody."""

    _name = "o2c.department.owner"
    _description = "Department"
    _order = "company_id, id"
    _rec_name = "department"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    department = fields.Selection(OURS, required=True)
    user_id = fields.Many2one(
        "res.users",
        "Answers",
        required=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Stands on milestones and on what is missing when the order, the"
        " transfer or the run has no responsible of its own.",
    )

    _once = models.Constraint(
        "UNIQUE (company_id, department)", "This department has an owner already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        owners = super().create(vals_list)
        owners._name_anew()
        return owners

    def write(self, vals):
        result = super().write(vals)
        self._name_anew()
        return result

    def unlink(self):
        self._name_anew()
        return super().unlink()

    def _name_anew(self):
        """All orders name their owners anew: by the scheduled job, they are many."""
        # whoever may set up departments may start this one job
        self.env.ref("o2c_orders.cron_rebuild_timeline").sudo()._trigger()
