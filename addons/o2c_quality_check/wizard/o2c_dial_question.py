from odoo import api, fields, models

from ..domain import calling_law as law
from ..explain import law as explain
from ..models.o2c_calling_law import DialAsk
from ..models.o2c_calling_rule import PURPOSES
from ..models.res_partner_law import e164


class O2cDialQuestion(models.TransientModel):
    """May I call? A customer or a number, what for and when; nothing is logged."""

    _name = "o2c.dial.question"
    _description = "May I call?"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", "Customer")
    phone = fields.Char("Number")
    purpose = fields.Selection(PURPOSES, required=True, default="marketing")
    at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    verdict = fields.Selection(
        [("ask", "Ask"), ("allowed", "Allowed"), ("later", "Later"), ("never", "No")],
        compute="_compute_verdict",
    )
    answer = fields.Char(compute="_compute_verdict")
    why = fields.Text(compute="_compute_verdict")
    next_at = fields.Datetime("Allowed from", compute="_compute_verdict")
    rule_id = fields.Many2one("o2c.calling.rule", compute="_compute_verdict")
    rule_text = fields.Char("In words", compute="_compute_verdict")
    source = fields.Text("Where it is written", compute="_compute_verdict")
    known = fields.Text("What is known", compute="_compute_verdict")

    @api.depends_context("lang")
    def _compute_display_name(self):
        for question in self:
            question.display_name = self.env._("May I call?")

    @api.onchange("phone")
    def _onchange_phone(self):
        """Whose number it is, if it is somebody's we know."""
        number = e164(self.phone or "", self.env.company.country_id.code or "")
        if number and not self.partner_id:
            Partner = self.env["res.partner"]
            self.partner_id = Partner.search(
                [("phone_sanitized", "=", number)], order="parent_id, id", limit=1
            )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id and not self.phone:
            self.phone = self.partner_id.phone

    @api.depends("company_id", "partner_id", "phone", "purpose", "at")
    @api.depends_context("lang", "tz")
    def _compute_verdict(self):
        for question in self:
            question.update(question._answer())

    def _answer(self):
        if not (self.at and self.purpose and (self.phone or self.partner_id)):
            return {
                "verdict": "ask",
                "answer": self.env._("Choose a customer, or type a number."),
                **dict.fromkeys(("why", "next_at", "rule_id", "rule_text"), False),
                **dict.fromkeys(("source", "known"), False),
            }
        ask = DialAsk(
            key=0,
            partner_id=self.partner_id._origin.id or None,
            phone=self.phone or "",
            company_id=self.company_id.id,
            purpose=self.purpose,
        )
        facts = self.env["o2c.calling.law"]._facts([ask], self.at)[0]
        Rule = self.env["o2c.calling.rule"]
        decision = law.judge(Rule._compiled(), facts, self.at)
        rule = Rule.browse(decision.rule or ())
        return {
            "verdict": explain.outcome(decision),
            "answer": explain.verdict(self.env, decision),
            "why": "\n".join(
                explain.not_allowed(self.env, reason.code, reason.params)
                for reason in decision.reasons
            ),
            "next_at": decision.next_at,
            "rule_id": rule,
            "rule_text": rule.sentence,
            "source": rule.source,
            "known": "\n".join(explain.known(self.env, facts, self.at)),
        }
