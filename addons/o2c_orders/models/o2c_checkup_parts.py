"""What a check-up consists of: figures, proposals, steps."""

from odoo import fields, models
from odoo.exceptions import AccessError

from .. import explain

SECTIONS = [
    ("cycle", "Order-to-cash cycle"),
    ("quality", "Perfect orders"),
    ("entry", "Order entry"),
    ("returns", "Returns and deliveries"),
    ("receivables", "Receivables"),
    ("care", "Customer care"),
]


class O2cCheckupFigure(models.Model):
    """One figure of the baseline."""

    _name = "o2c.checkup.figure"
    _description = "Figure of a check-up"
    _order = "checkup_id, sequence, id"

    checkup_id = fields.Many2one(
        "o2c.checkup", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    section = fields.Selection(SECTIONS, required=True)
    key = fields.Char()
    name = fields.Char(required=True)
    is_known = fields.Boolean()
    value = fields.Float()
    unit = fields.Selection(
        [("days", "days"), ("percent", "%"), ("count", ""), ("money", "money")],
        required=True,
    )
    count = fields.Integer("Rests on", help="How many orders, shipments or payments.")
    verdict = fields.Selection([("good", "Good"), ("bad", "To be improved")])
    comment = fields.Char()
    text = fields.Char("Figure", compute="_compute_text")

    def _compute_text(self):
        for figure in self:
            figure.text = explain.checkup.figure(figure)


class O2cCheckupProposal(models.Model):
    """A parameter that the figures suggest to set another way."""

    _name = "o2c.checkup.proposal"
    _description = "Proposal of a check-up"
    _order = "checkup_id, sequence, id"

    checkup_id = fields.Many2one(
        "o2c.checkup", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    key = fields.Char(required=True)
    name = fields.Char("Parameter", required=True)
    current = fields.Char("Now")
    proposed = fields.Char()
    why = fields.Text("Because")
    payload = fields.Json()
    chosen = fields.Boolean(default=True)
    state = fields.Selection(
        [("open", "Proposed"), ("applied", "In force"), ("kept", "Left as it was")],
        required=True,
        default="open",
    )
    applied_at = fields.Datetime()
    applied_by_id = fields.Many2one("res.users", "Decided by")

    def write(self, vals):
        _only(self, vals, {"chosen"})
        return super().write(vals)

    def action_keep(self):
        """Leave the parameter as it is."""
        self._decide("kept")

    def _apply(self):
        for proposal in self.filtered(lambda p: p.state == "open"):
            proposal._apply_payload(proposal.payload or {})
        self.filtered(lambda p: p.state == "open")._decide("applied")

    def _decide(self, state):
        self.check_access("write")
        # the state follows the buttons, and says who pressed them
        self.sudo().write(
            {
                "state": state,
                "applied_at": fields.Datetime.now(),
                "applied_by_id": self.env.uid,
            }
        )

    def _apply_payload(self, payload):
        """Hook. Put one proposal in force; only code ever writes a payload."""
        self.check_access("write")
        company = self.checkup_id.company_id
        if settings := payload.get("company"):
            # order managers set what the check-up proposes, not companies at large
            company.sudo().write(settings)
        if check := payload.get("check"):
            self.env["o2c.entry.check"].browse(check).write(
                {"active": True, "effect": payload["effect"]}
            )


class O2cCheckupStep(models.Model):
    """One step of the checklist to the start."""

    _name = "o2c.checkup.step"
    _description = "Step of a check-up"
    _order = "checkup_id, sequence, id"

    checkup_id = fields.Many2one(
        "o2c.checkup", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    key = fields.Char(required=True)
    name = fields.Char("Step", required=True)
    help = fields.Char("How")
    action = fields.Char(help="Where it is done: an action of the menu.")
    automatic = fields.Boolean(help="Found out by itself.")
    done = fields.Boolean()
    done_at = fields.Datetime("Done on")
    done_by_id = fields.Many2one("res.users", "Done by")

    def write(self, vals):
        _only(self, vals, set())
        return super().write(vals)

    def action_done(self):
        """Tick the step, or take the tick away."""
        self.ensure_one()
        self.check_access("write")
        if self.automatic:
            raise AccessError(
                self.env._("“%s” is found out by itself, nobody ticks it.", self.name)
            )
        self.sudo()._mark(not self.done)  # who ticked it is written beside it

    def _mark(self, done):
        self.write(
            {
                "done": done,
                "done_at": fields.Datetime.now() if done else False,
                "done_by_id": self.env.uid if done else False,
            }
        )

    def action_open(self):
        """Go where the step is done."""
        self.ensure_one()
        # the menu decides who may; the action itself is no secret
        return self.env["ir.actions.actions"]._for_xml_id(self.action)


def _only(records, vals, names):
    """People write nothing but ``names`` of what a check-up found."""
    if not records.env.su and set(vals) - names:
        raise AccessError(
            records.env._("What the check-up found stays as it is; use its buttons.")
        )
