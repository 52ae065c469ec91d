from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import hold as rules

TARGETS = {
    "sale.order": "order_id",
    "account.move": "invoice_id",
    "account.move.line": "invoice_line_id",
    "res.partner": "customer_id",
}
# what documents show of the ledger, see o2c.hold.mixin
HOLD_VIEW_FIELDS = [
    "o2c_hold_ids",
    "o2c_open_hold_count",
    "o2c_is_held",
    "o2c_hold_text",
]
# what ending a hold may write; everything else stands as it was placed
ENDING_FIELDS = {
    "state",
    "date_to",
    "released_by_id",
    "released_at",
    "release_note",
    "released_by_rule",
}


class O2cHold(models.Model):
    """One entry of the hold ledger: something is stopped, since when, why, by whom.

    Written only by :meth:`_place` and :meth:`_release` (``o2c_hold_ledger.py``); no
    user has the right to create, change or delete an entry.
    """

    _name = "o2c.hold"
    _description = "Hold"
    _order = "state desc, date_from desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["reason_id.name", "order_id.name", "invoice_id.name"]

    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    invoice_id = fields.Many2one(
        "account.move",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    invoice_line_id = fields.Many2one(
        "account.move.line",
        "Receivable line",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    customer_id = fields.Many2one(
        "res.partner",
        "Held customer",
        index="btree_not_null",
        ondelete="restrict",
        help="Set when everything of this customer is held.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_partner_id",
        store=True,
        index=True,
        help="Whose order, invoice or account is held.",
    )
    target_ref = fields.Reference(
        [(model, model) for model in TARGETS],
        "Held document",
        compute="_compute_target_ref",
    )
    reason_id = fields.Many2one(
        "o2c.hold.reason", required=True, index=True, ondelete="restrict"
    )
    stops_confirmation = fields.Boolean(related="reason_id.stops_confirmation")
    stops_delivery = fields.Boolean(related="reason_id.stops_delivery")
    stops_invoicing = fields.Boolean(related="reason_id.stops_invoicing")
    stops_collection = fields.Boolean(related="reason_id.stops_collection")
    stops_closing = fields.Boolean(related="reason_id.stops_closing")
    phases = fields.Char("Stops", compute="_compute_phases")
    origin_model = fields.Char(readonly=True)
    origin_id = fields.Many2oneReference(model_field="origin_model", readonly=True)
    origin_name = fields.Char("Caused by", compute="_compute_origin_name")
    date_from = fields.Datetime("Since", required=True, index=True)
    date_to = fields.Datetime("Until", help="Moment from which it no longer holds.")
    is_partial = fields.Boolean(
        "Only an amount", help="Only this amount is held; the rest goes on."
    )
    amount = fields.Monetary("Held amount")
    forced = fields.Boolean(help="Placed by a person: no rule ever releases it.")
    state = fields.Selection(
        [("open", "Open"), ("ended", "Ended")],
        default="open",
        required=True,
        index=True,
    )
    note = fields.Text("Explanation")
    placed_by_id = fields.Many2one("res.users", "Placed by", required=True)
    requested_by_id = fields.Many2one(
        "res.users",
        "Requested by",
        help="Whose request was stopped: this person cannot release the hold.",
    )
    released_by_id = fields.Many2one("res.users", "Released by")
    released_at = fields.Datetime()
    release_note = fields.Text("Reason for release")
    released_by_rule = fields.Boolean("Released automatically")
    age_days = fields.Integer("Days held", compute="_compute_age_days")
    can_release = fields.Boolean(compute="_compute_can_release")

    _one_target = models.Constraint(
        "CHECK (num_nonnulls(order_id, invoice_id, invoice_line_id, customer_id) = 1)",
        "A hold stops exactly one thing: an order, an invoice, a receivable line or"
        " a customer.",
    )
    _amount_positive = models.Constraint(
        "CHECK (is_partial IS NOT TRUE OR COALESCE(amount, 0) > 0)",
        "A held amount must be more than zero.",
    )
    _interval = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A hold cannot end before it begins.",
    )
    _open_once = models.UniqueIndex(
        "(COALESCE(order_id, 0), COALESCE(invoice_id, 0),"
        " COALESCE(invoice_line_id, 0), COALESCE(customer_id, 0), company_id,"
        " reason_id, COALESCE(origin_model, ''), COALESCE(origin_id, 0))"
        " WHERE state = 'open'",
        "This is held already for the same reason and origin.",
    )

    # ------------------------------------------------------------- computed
    @api.depends("order_id", "invoice_id", "invoice_line_id", "customer_id")
    def _compute_partner_id(self):
        for hold in self:
            partner = (
                hold.customer_id
                or hold.order_id.partner_invoice_id
                or hold.invoice_id.partner_id
                or hold.invoice_line_id.partner_id
            )
            hold.partner_id = partner.commercial_partner_id

    @api.depends("order_id", "invoice_id", "invoice_line_id", "customer_id")
    def _compute_target_ref(self):
        for hold in self:
            target = hold._target()
            hold.target_ref = f"{target._name},{target.id}" if target else False

    @api.depends("reason_id")
    @api.depends_context("lang")
    def _compute_phases(self):
        for hold in self:
            phases = hold.reason_id._phases() if hold.reason_id else ()
            hold.phases = explain.hold.phases(self.env, phases)

    @api.depends("origin_model", "origin_id")
    def _compute_origin_name(self):
        for hold in self:
            origin = hold._origin_record()
            hold.origin_name = origin.display_name if origin else False

    @api.depends("date_from", "date_to")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for hold in self:
            hold.age_days = (min(hold.date_to or now, now) - hold.date_from).days

    @api.depends_context("uid")
    @api.depends("state", "reason_id", "requested_by_id")
    def _compute_can_release(self):
        for hold in self:
            facts = hold._release_facts(note="-", automatic=False)
            hold.can_release = rules.may_release(facts).ok

    @api.depends("reason_id", "order_id", "invoice_id", "invoice_line_id")
    def _compute_display_name(self):
        for hold in self:
            # whoever sees a hold sees what it stops, if only by name
            target = hold.sudo()._target()
            reason = hold.reason_id.name or ""
            hold.display_name = f"{reason}: {target.display_name or ''}"

    def _target(self):
        """The one record that this hold stops."""
        self.ensure_one()
        return (
            self.order_id or self.invoice_id or self.invoice_line_id or self.customer_id
        )

    def _origin_record(self):
        """The record that caused the hold, if it still exists and may be read."""
        self.ensure_one()
        if not self.origin_model or self.origin_model not in self.env:
            return None
        origin = self.env[self.origin_model].browse(self.origin_id).exists()
        return origin if origin and origin.has_access("read") else None

    # ------------------------------------------------------------- guards
    @api.model
    def _followup_fields(self):
        """Hook. Names of fields in which a module notes how it deals with a hold.

        Only its code writes them, with superuser rights and while the hold is open.
        What is held, since when and why never belongs to them.
        """
        return set()

    def write(self, vals):
        if vals and set(vals) <= self._followup_fields() and self.env.su:
            if any(hold.state == "ended" for hold in self):
                raise UserError(self.env._("An ended hold cannot be changed."))
            return super().write(vals)
        if not set(vals) <= ENDING_FIELDS or vals.get("state") != "ended":
            raise UserError(
                self.env._("A hold cannot be changed. End it and place another one.")
            )
        if any(hold.state == "ended" for hold in self):
            raise UserError(self.env._("An ended hold cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Holds are never deleted, only ended."))

    # ------------------------------------------------------------- actions
    def action_release(self):
        """Open the wizard that asks why and releases these holds."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release"),
            "res_model": "o2c.hold.release",
            "view_mode": "form",
            "target": "new",
            "context": {"default_hold_ids": self.ids},
        }

    def action_open_target(self):
        """Open the document that is held."""
        self.ensure_one()
        target = self.invoice_line_id.move_id or self._target()
        return target.get_formview_action()

    def action_open_origin(self):
        """Open the record that caused the hold."""
        self.ensure_one()
        origin = self._origin_record()
        return origin.get_formview_action() if origin else False
