from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..domain.hold import Phase
from .departments import DEPARTMENTS

PHASE_FIELDS = {phase: f"stops_{phase.value}" for phase in Phase}
# who usually clears up what stops a phase; for the others it is sales
USUAL = {
    Phase.DELIVERY: "warehouse",
    Phase.INVOICING: "accounting",
    Phase.COLLECTION: "accounting",
}


class O2cHoldReason(models.Model):
    """Why something is held; the reason decides which phases stop."""

    _name = "o2c.hold.reason"
    _description = "Hold reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Short technical name, unique, used by other modules."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(
        translate=True, help="When to use this reason and what ends it."
    )
    stops_confirmation = fields.Boolean("Stops confirmation")
    stops_delivery = fields.Boolean("Stops delivery")
    stops_invoicing = fields.Boolean("Stops invoicing")
    stops_collection = fields.Boolean("Stops collection")
    stops_closing = fields.Boolean("Stops closing")
    department = fields.Selection(
        DEPARTMENTS,
        compute="_compute_department",
        store=True,
        readonly=False,
        help="Who clears it up: while such a hold stops the order, it is with them.",
    )
    manual = fields.Boolean(
        "Placed by hand", default=True, help="People may choose this reason."
    )
    place_group_id = fields.Many2one(
        "res.groups",
        "Who may place it",
        default=lambda self: self.env.ref("o2c_orders.group_order_desk", False),
        help="Only members of this group place such a hold by hand.",
    )
    release_group_id = fields.Many2one(
        "res.groups",
        "Who may release it",
        required=True,
        default=lambda self: self.env.ref("o2c_orders.group_order_manager", False),
        help="Only members of this group release such a hold by hand.",
    )
    customer_text = fields.Char(
        translate=True,
        help="What the customer reads in the portal while the order is held."
        " Internal reasons are never shown.",
    )

    _code_unique = models.Constraint(
        "UNIQUE (code)", "Another hold reason has this code already."
    )

    @api.depends(*PHASE_FIELDS.values())
    def _compute_department(self):
        for reason in self:
            first = next((p for p, name in PHASE_FIELDS.items() if reason[name]), None)
            reason.department = reason.department or USUAL.get(first, "sales")

    @api.constrains(*PHASE_FIELDS.values())
    def _check_stops_something(self):
        for reason in self:
            if not reason._phases():
                raise ValidationError(
                    self.env._(
                        "The hold reason “%(name)s” must stop at least one phase.",
                        name=reason.name,
                    )
                )

    def write(self, vals):
        if vals.keys() & set(PHASE_FIELDS.values()):
            self._check_unused(vals)
        return super().write(vals)

    def _check_unused(self, vals):
        # what a hold stopped in the past must stay computable: see docs/adr/0007
        changed = self.filtered(
            lambda r: any(r[f] != vals[f] for f in PHASE_FIELDS.values() if f in vals)
        )
        Hold = self.env["o2c.hold"].sudo()  # holds of any company count
        used = Hold.search([("reason_id", "in", changed.ids)], limit=1)
        if used:
            raise UserError(
                self.env._(
                    "“%(name)s” has already held something, so the phases that it"
                    " stops cannot change. Archive it and make a new reason.",
                    name=used.reason_id.name,
                )
            )

    def _phases(self):
        """The phases this reason stops, as a frozenset of :class:`Phase`."""
        self.ensure_one()
        return frozenset(p for p, field in PHASE_FIELDS.items() if self[field])

    @api.model
    def _by_code(self, code):
        """The reason with ``code``, archived or not; UserError if there is none."""
        # reasons are configuration that every rule needs, whoever triggers it
        reason = self.sudo().with_context(active_test=False)
        reason = reason.search([("code", "=", code)], limit=1)
        if not reason:
            raise UserError(
                self.env._("There is no hold reason with the code “%s”.", code)
            )
        return reason.sudo(False)
