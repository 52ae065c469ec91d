from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain.calling_law import Why
from ..explain import law as explain
from .o2c_calling_rule import PERSONS, PURPOSES


class O2cDialDecision(models.Model):
    """That a number was to be dialled, and whether the law let it. Append-only."""

    _name = "o2c.dial.decision"
    _description = "Dial decision"
    _order = "at desc, id desc"
    _rec_name = "phone"
    _check_company_auto = True

    at = fields.Datetime("When", required=True, index=True, readonly=True)
    allowed = fields.Boolean(readonly=True)
    result = fields.Selection(
        [("allowed", "Allowed"), ("later", "Later"), ("never", "Not allowed")],
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    call_id = fields.Many2one(
        "o2c.call", index="btree_not_null", ondelete="restrict", readonly=True
    )
    campaign_id = fields.Many2one(
        "o2c.campaign", index="btree_not_null", ondelete="restrict", readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Person called",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    phone = fields.Char("Number", readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Agent", required=True, readonly=True)
    purpose = fields.Selection(PURPOSES, required=True, readonly=True)
    person = fields.Selection(PERSONS, "Taken for", required=True, readonly=True)
    country_id = fields.Many2one("res.country", "Law of", readonly=True)
    local_time = fields.Char("His time", readonly=True)
    consent_at = fields.Datetime("Consent of", readonly=True)
    checked_on = fields.Date("Register checked on", readonly=True)
    rule_id = fields.Many2one(
        "o2c.calling.rule",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    rule_text = fields.Char("The rule as it read", readonly=True)
    source = fields.Text("Where it is written", readonly=True)
    reasons = fields.Json("Why, coded", readonly=True)
    why = fields.Char(compute="_compute_why")
    next_at = fields.Datetime("Allowed from", readonly=True)

    _call_index = models.Index("(call_id, at DESC) WHERE call_id IS NOT NULL")

    @api.depends("reasons")
    @api.depends_context("lang", "tz")
    def _compute_why(self):
        for decision in self:
            decision.why = " ".join(
                explain.not_allowed(self.env, Why(code), params)
                for code, params in decision.reasons or ()
            )

    @api.model
    def _log(self, ask, facts, decision, now, call=None):
        """Note one decision.

        :param ask, facts, decision: what was asked, what was known, what came of it
        """
        # the log is code's, whoever dials
        rule = self.env["o2c.calling.rule"].sudo().browse(decision.rule or ())
        checked = [e.checked_on for e in facts.registers.values() if e.checked_on]
        entry = self.sudo().create(  # as above
            {
                "at": now,
                "allowed": decision.allowed,
                "result": explain.outcome(decision),
                "company_id": ask.company_id,
                "call_id": call.id if call else False,
                "campaign_id": ask.campaign_id,
                "partner_id": ask.partner_id,
                "phone": facts.phone or ask.phone,
                "user_id": self.env.uid,
                "purpose": facts.purpose.value,
                "person": facts.person.value,
                "country_id": self._country(facts.country).id,
                "local_time": explain.local_times(facts, now),
                "consent_at": facts.given_at,
                "checked_on": min(checked, default=False),
                "rule_id": rule.id,
                "rule_text": rule.sentence,
                "source": rule.source,
                "reasons": explain.coded(decision.reasons),
                "next_at": decision.next_at,
            }
        )
        return entry.with_env(self.env)

    def _country(self, code):
        return self.env["res.country"].search([("code", "=", code or "")], limit=1)

    def write(self, vals):
        if vals:
            raise UserError(self.env._("The log stands as it was written."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("The log of calls is never deleted."))
