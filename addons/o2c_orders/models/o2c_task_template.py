from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import explain
from ..domain import fulfilment
from .departments import DEPARTMENTS

KINDS = [
    ("equipment", "Deliver equipment"),
    ("sim", "Activate a SIM card"),
    ("policy", "Start a policy"),
    ("number", "Port a number"),
    ("access", "Grant access"),
    ("installation", "Install on site"),
    ("other", "Other"),
]
EXECUTIONS = [
    ("person", "By a person"),
    ("call", "By a call to another system"),
    ("delivery", "By the delivery of the goods"),
]


class O2cTaskTemplate(models.Model):
    """What must be done for an order line of certain products."""

    _name = "o2c.task.template"
    _description = "Fulfilment task template"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    kind = fields.Selection(KINDS, required=True, default="other")
    description = fields.Text(translate=True, help="How it is done, for who does it.")
    product_tmpl_ids = fields.Many2many(
        "product.template",
        "o2c_task_template_product_rel",
        "template_id",
        "product_tmpl_id",
        "Products",
    )
    depends_ids = fields.Many2many(
        "o2c.task.template",
        "o2c_task_template_need_rel",
        "template_id",
        "need_id",
        "Only after",
        help="It waits for these, on the same order line or, where the line has none,"
        " in the whole order. Tasks that wait for nothing run side by side.",
    )
    execution = fields.Selection(
        EXECUTIONS, "How it is done", required=True, default="person"
    )
    endpoint_id = fields.Many2one(
        "o2c.task.endpoint", "System", check_company=True, ondelete="restrict"
    )
    department = fields.Selection(DEPARTMENTS, required=True, default="sales")
    owner_id = fields.Many2one(
        "res.users", help="Empty: the salesperson of the order owns the task."
    )
    due_days = fields.Integer(
        "Days allowed", default=2, help="Counted from the confirmation of the order."
    )
    needs_reference = fields.Boolean(
        "Reference needed",
        help="It is not done without the number of the other system: of the SIM card,"
        " the policy, the ported number.",
    )
    needs_contract = fields.Boolean(
        "Signed contract needed",
        help="It waits until the customer has signed the contract of the order.",
    )
    starts_billing = fields.Boolean(
        help="With it the service is active: recurring bills begin on that day. If no"
        " task of a line says so, they begin when all its tasks are done."
    )

    _due_days_sign = models.Constraint(
        "CHECK (due_days >= 0)", "The days allowed cannot be less than none."
    )

    @api.constrains("depends_ids")
    def _check_depends(self):
        all_of_them = self._with_needs()
        needs = {template.id: set(template.depends_ids.ids) for template in all_of_them}
        if found := fulfilment.circle(needs):
            raise ValidationError(
                explain.service.circle(self.browse(found).mapped("name"), self.env)
            )

    def _with_needs(self):
        """These templates and all that they need, however far."""
        found, more = self, self.depends_ids - self
        while more:
            found |= more
            more = more.depends_ids - found
        return found

    @api.constrains("execution", "endpoint_id")
    def _check_endpoint(self):
        for template in self:
            if template.execution == "call" and not template.endpoint_id:
                raise ValidationError(
                    self.env._(
                        "“%s” is done by a call: say which system is called.",
                        template.name,
                    )
                )
