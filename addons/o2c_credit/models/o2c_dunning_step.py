from odoo import api, fields, models

CHANNELS = [
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("letter", "Letter"),
    ("registered", "Registered letter"),
    ("phone", "Phone call"),
    ("portal", "Portal message"),
    ("legal", "Legal hand-over"),
]
TONES = [
    ("friendly", "Friendly"),
    ("firm", "Firm"),
    ("strict", "Strict"),
    ("final", "Final"),
]


class O2cDunningStep(models.Model):
    """One step of a strategy: when, on which channel, with what."""

    _name = "o2c.dunning.step"
    _description = "Dunning step"
    _order = "strategy_id, days, id"

    strategy_id = fields.Many2one(
        "o2c.dunning.strategy", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="strategy_id.company_id")
    currency_id = fields.Many2one(related="strategy_id.currency_id")
    name = fields.Char(required=True, translate=True)
    number = fields.Integer(
        "Level",
        compute="_compute_number",
        store=True,
        help="The place among the steps: the level that an item reaches by it.",
    )
    days = fields.Integer(
        "Days after the due date",
        required=True,
        default=7,
        help="Less than zero: a courtesy reminder before the item is due.",
    )
    channel = fields.Selection(CHANNELS, required=True, default="email")
    fallback_channel = fields.Selection(
        CHANNELS, "Else", help="Taken when the customer cannot be reached on the first."
    )
    tone = fields.Selection(TONES, required=True, default="friendly")
    min_amount = fields.Monetary(
        "Smallest amount", help="Items with less to be claimed do not take this step."
    )
    consolidated = fields.Boolean(
        "One for all items",
        default=True,
        help="One notice for everything the customer must be reminded of; without it"
        " one for each invoice.",
    )
    template_id = fields.Many2one(
        "mail.template",
        "E-mail template",
        domain="[('model', '=', 'o2c.dunning.notice')]",
        ondelete="restrict",
    )
    sms_template_id = fields.Many2one(
        "sms.template",
        domain="[('model', '=', 'o2c.dunning.notice')]",
        ondelete="restrict",
    )
    letter = fields.Html(
        "Text",
        translate=True,
        help="What the letter, the portal message and the collector on the phone say.",
    )
    attach_invoices = fields.Boolean("Attach invoices")
    attach_statement = fields.Boolean("Attach statement")
    payment_link = fields.Boolean(default=True)
    sepa_qr = fields.Boolean("SEPA QR code")
    fee = fields.Monetary(help="Asked for by each notice of this step.")
    charge_interest = fields.Boolean("Late interest")
    charge_compensation = fields.Boolean("Recovery compensation")
    approval = fields.Boolean(
        "Needs approval", help="Notices of this step wait for a credit manager."
    )
    responsible_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False)]",
        help="Who answers for this step and signs it. Empty: the customer's collector.",
    )

    _days_once = models.Constraint(
        "UNIQUE (strategy_id, days)",
        "Two steps of a strategy cannot be taken on the same day.",
    )
    _not_negative = models.Constraint(
        "CHECK (min_amount >= 0 AND fee >= 0)",
        "Amounts of a step cannot be less than zero.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        Strategy = self.env["o2c.dunning.strategy"]
        before = Strategy.browse(v.get("strategy_id") for v in vals_list)._numbers()
        steps = super().create(vals_list)
        steps.strategy_id._follow_numbers(before)
        return steps

    def write(self, vals):
        before = self.strategy_id._numbers() if "days" in vals else {}
        result = super().write(vals)
        self.strategy_id._follow_numbers(before)
        return result

    def unlink(self):
        strategies = self.strategy_id
        before = strategies._numbers()
        result = super().unlink()
        strategies.exists()._follow_numbers(before)
        return result

    @api.depends("days", "strategy_id.step_ids.days")
    def _compute_number(self):
        for strategy, steps in self.grouped("strategy_id").items():
            ordered = (strategy.step_ids | steps).sorted("days")
            numbers = {step: number for number, step in enumerate(ordered, 1)}
            for step in steps:
                step.number = numbers[step]
