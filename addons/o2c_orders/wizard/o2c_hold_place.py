from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.o2c_hold import TARGETS


class O2cHoldPlace(models.TransientModel):
    _name = "o2c.hold.place"
    _description = "Place a hold"

    res_model = fields.Char(required=True)
    res_ids = fields.Json(required=True)
    target_names = fields.Char("Hold", compute="_compute_target_names")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    reason_id = fields.Many2one(
        "o2c.hold.reason", required=True, domain=[("manual", "=", True)]
    )
    phases_text = fields.Char("It stops", compute="_compute_phases_text")
    is_partial = fields.Boolean("Only an amount")
    amount = fields.Monetary()
    date_to = fields.Datetime("Until", help="Empty: until somebody releases it.")
    note = fields.Text("Explanation", required=True)

    @api.depends("reason_id")
    def _compute_phases_text(self):
        hold = self.env["o2c.hold"]
        for wizard in self:
            wizard.phases_text = hold.new({"reason_id": wizard.reason_id.id}).phases

    @api.depends("res_model", "res_ids")
    def _compute_target_names(self):
        for wizard in self:
            wizard.target_names = ", ".join(wizard._targets().mapped("display_name"))

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") in TARGETS:
            values["res_model"] = self.env.context["active_model"]
            values["res_ids"] = self.env.context.get("active_ids", [])
        return values

    def _targets(self):
        if self.res_model not in TARGETS:
            return self.env["sale.order"]
        return self.env[self.res_model].browse(self.res_ids or []).exists()

    def action_place(self):
        """Place the hold on every chosen document, by hand: no rule releases it."""
        self.ensure_one()
        self._check_right()
        targets = self._targets()
        if not targets:
            raise UserError(self.env._("Choose what is to be held."))
        targets.check_access("read")
        if self.is_partial and self.amount <= 0:
            raise UserError(self.env._("The held amount must be more than zero."))
        for target in targets:
            self.env["o2c.hold"]._place(target, self.reason_id, **self._options())
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _options(self):
        return {
            "amount": self.amount if self.is_partial else None,
            "company": self.company_id if self.res_model == "res.partner" else None,
            "date_to": self.date_to,
            "note": self.note,
            "forced": True,
        }

    def _check_right(self):
        group = self.reason_id.place_group_id
        allowed = not group or group in self.env.user.all_group_ids
        if self.company_id not in self.env.user.company_ids and not self.env.su:
            # a company one does not belong to cannot be read, not even its name
            name = self.company_id.sudo().name
            raise AccessError(self.env._("You do not work for “%s”.", name))
        if not (self.env.su or (self.reason_id.manual and allowed)):
            raise AccessError(
                self.env._(
                    "You may not place a hold for “%(reason)s”; members of “%(group)s”"
                    " may.",
                    reason=self.reason_id.name,
                    # the group is named so that the user knows whom to ask
                    group=group.sudo().full_name or self.env._("nobody"),
                )
            )
