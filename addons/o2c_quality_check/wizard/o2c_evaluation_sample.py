from datetime import datetime, time, timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import mute_logger

from ..domain.evaluation import sample
from ..explain import evaluation as explain
from ..models.o2c_evaluation import LEADER


class O2cEvaluationSample(models.TransientModel):
    """Draws calls to evaluate: so many of each agent, by a seed, not by liking."""

    _name = "o2c.evaluation.sample"
    _description = "Draw of calls to evaluate"

    date_from = fields.Date(
        "Calls from",
        required=True,
        default=lambda self: fields.Date.context_today(self) - timedelta(days=7),
    )
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)
    campaign_ids = fields.Many2many(
        "o2c.campaign", string="Campaigns", help="Empty: all."
    )
    per_agent = fields.Integer("Calls of each agent", required=True, default=3)
    least_seconds = fields.Integer(
        "Talks of at least (s)", default=0, help="Shorter ones are not drawn."
    )
    form_id = fields.Many2one(
        "o2c.evaluation.form",
        required=True,
        default=lambda self: self.env["o2c.evaluation.form"].search([], limit=1),
    )
    seed = fields.Char(
        required=True,
        default=lambda self: str(fields.Date.context_today(self)),
        help="The same seed draws the same calls.",
    )

    def action_draw(self):
        """Draw the calls and open them, ready to be marked."""
        self.ensure_one()
        if not self.env.user.has_group(LEADER):
            raise AccessError(self.env._("Only a call leader evaluates calls."))
        if self.per_agent < 1 or self.date_to < self.date_from:
            raise UserError(self.env._("At least one call, of a time that has days."))
        pool = self._pool()
        drawn = sample(pool, self.per_agent, self.seed)
        ids = [key for keys in drawn.values() for key in keys]
        if not ids:
            raise UserError(self.env._("No agent spoke to anybody in this time."))
        evaluations = self._evaluations(ids)
        few = [
            agent.name for agent, keys in drawn.items() if len(keys) < self.per_agent
        ]
        message = explain.drawn(self.env, len(evaluations), len(drawn), few)
        return self._show(evaluations, message)

    @api.model
    def _moment(self, day):
        return datetime.combine(day, time.min)

    def _pool(self):
        """``{agent: ids of his attempts}``: customers spoken to, none of one's own."""
        domain = [
            ("reached", "=", True),
            ("agent_id", "!=", self.env.uid),
            ("at", ">=", self._moment(self.date_from)),
            ("at", "<", self._moment(self.date_to + timedelta(days=1))),
            ("company_id", "in", self.env.companies.ids),
        ]
        if self.least_seconds:
            domain.append(("talk_seconds", ">=", self.least_seconds))
        if self.campaign_ids:
            domain.append(("campaign_id", "in", self.campaign_ids.ids))
        attempts = self.env["o2c.call.attempt"].search(domain, order="id")
        grouped = attempts.grouped("agent_id")
        return {agent: own.ids for agent, own in grouped.items()}

    def _evaluations(self, ids):
        """The evaluations of these attempts; those that there are stay as they are."""
        model = self.env["o2c.evaluation"]
        known = model.search(
            [("attempt_id", "in", ids), ("calibration_id", "=", False)]
        )
        missing = [key for key in ids if key not in set(known.attempt_id.ids)]
        vals = [{"attempt_id": key, "form_id": self.form_id.id} for key in missing]
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return known | model.create(vals)
        except UniqueViolation as error:
            # another leader drew the same calls just now: try anew, they are his
            raise ConcurrencyError("calls drawn at the same time") from error

    def _show(self, evaluations, message):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_evaluation"
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success",
                "next": {
                    **action,
                    "domain": [("id", "in", evaluations.ids)],
                    "context": {},
                },
            },
        }
