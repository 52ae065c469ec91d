from odoo import api, fields, models

from ..domain import calling_law as law
from ..explain import law as explain
from ..models.o2c_calling_law import DialAsk
from ..models.o2c_calling_rule import PURPOSES


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

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
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
