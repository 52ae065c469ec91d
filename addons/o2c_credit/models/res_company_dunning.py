from odoo import fields, models

AUTO = [
    ("no", "By hand only"),
    ("simulate", "Simulate every day"),
    ("generate", "Make the notices every day"),
    ("send", "Make and send every day"),
]


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_dunning_strategy_id = fields.Many2one(
        "o2c.dunning.strategy",
        "Default dunning strategy",
        domain="[('company_id', 'in', (False, id))]",
        ondelete="restrict",
        help="For customers to whom no rule gives another one.",
    )
    o2c_dunning_auto = fields.Selection(
        AUTO,
        "Dunning runs",
        required=True,
        default="no",
        help="Notices that need approval wait for it in any case.",
    )
    # what no strategy may go beyond
    o2c_dunning_quiet_days = fields.Integer(
        "Quiet days at least",
        default=2,
        help="Days after a contact about payment in which no strategy reminds anybody.",
    )
    o2c_dunning_max_contacts = fields.Integer(
        "Contacts at most",
        default=6,
        help="Contacts about payment within the window, on all channels and whatever"
        " the strategy allows. Zero: any number.",
    )
    o2c_dunning_window_days = fields.Integer("Window of contacts (days)", default=30)
    o2c_dunning_max_fee = fields.Monetary(
        "Fee at most",
        help="No notice asks for a higher fee. Zero: the strategy decides.",
        currency_field="currency_id",
    )
    o2c_dunning_legal_days = fields.Integer(
        "Legal hand-over not before",
        default=60,
        help="Days overdue before which nothing is handed over, whatever the strategy"
        " says.",
    )

    _o2c_dunning_bounds = models.Constraint(
        "CHECK (o2c_dunning_quiet_days >= 0 AND o2c_dunning_max_contacts >= 0"
        " AND o2c_dunning_window_days >= 0 AND o2c_dunning_max_fee >= 0"
        " AND o2c_dunning_legal_days >= 0)",
        "Bounds of dunning cannot be less than zero.",
    )
