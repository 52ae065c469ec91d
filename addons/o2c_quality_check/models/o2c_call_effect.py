"""What followed on the answers of a call, each once, tried again when it failed."""

import logging

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import mute_logger

from ..explain import effect as explain
from .lost_race import LOST
from .o2c_answer_effect import EFFECTS

_logger = logging.getLogger(__name__)

STATES = [
    ("failed", "Failed"),
    ("to_confirm", "To be confirmed"),
    ("done", "Done"),
    ("dropped", "Not carried out"),
]
BATCH = 100


class O2cCallEffect(models.Model):
    """That an answer of a call had its effect; the database knows it once."""

    _name = "o2c.call.effect"
    _description = "Effect that followed on a call"
    _inherit = ["o2c.guarded.mixin", "o2c.retried.mixin"]
    _order = "id"
    _rec_name = "effect_id"
    _o2c_again_after = (5, 30, 120, 720)

    call_id = fields.Many2one(
        "o2c.call", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="call_id.company_id", store=True, index=True, precompute=True
    )
    campaign_id = fields.Many2one(
        related="call_id.campaign_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="call_id.partner_id", store=True, precompute=True, index=True
    )
    effect_id = fields.Many2one(
        "o2c.answer.effect", "After", required=True, ondelete="restrict"
    )
    kind = fields.Selection(EFFECTS, "What followed", required=True)
    state = fields.Selection(STATES, required=True, default="done", index=True)
    waits = fields.Boolean(
        "Waits for somebody", compute="_compute_waits", store=True, precompute=True
    )
    answer_text = fields.Char("Answer")
    by_link = fields.Boolean(
        "Answered by link", help="The customer wrote it himself, no agent heard it."
    )
    at = fields.Datetime("When", required=True)
    next_try_at = fields.Datetime("Tried again at")
    ticket_id = fields.Many2one(
        "o2c.ticket", index="btree_not_null", ondelete="restrict"
    )
    result_model = fields.Char("Kind of what it made")
    result_id = fields.Many2oneReference("What it made", model_field="result_model")
    told = fields.Char("What came of it", compute="_compute_told")
    decided_by_id = fields.Many2one("res.users", "Decided by", ondelete="restrict")

    _once = models.Constraint(
        "UNIQUE (call_id, effect_id)", "This effect has happened in this call already."
    )

    @api.depends("state")
    def _compute_waits(self):
        for entry in self:
            entry.waits = entry.state in ("failed", "to_confirm")

    @api.depends("state", "kind", "answer_text", "failure", "ticket_id", "result_id")
    @api.depends_context("lang", "tz")
    def _compute_told(self):
        # agents see what followed on their call, though not the script itself
        entries = self.sudo()
        made = entries._made()
        for entry in entries:
            entry.told = explain.told(entry, made.get(entry))

    def _o2c_opened_elsewhere(self):
        return self.env._("What follows on an answer is entered when it is given.")

    def _o2c_kept_for_ever(self):
        return self.env._("What followed on a call is kept.")

    # ------------------------------------------------------------- bringing it about
    @api.model
    def _bring_about(self, call, effect, answer, now, *, by_link=False):
        """Enter that ``effect`` is due in ``call``, once for ever, and carry it out."""
        entry = self._enter_once(
            {
                "call_id": call.id,
                "effect_id": effect.id,
                "kind": effect.kind,
                "answer_text": answer.answer_text,
                "by_link": by_link,
                "at": now,
            }
        )
        entry._carry_out(now)
        return entry

    def _enter_once(self, vals):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                entry = self.create(vals)
                entry.flush_recordset()
                return entry
        except UniqueViolation as error:
            # another transaction entered it after our snapshot: try anew
            raise ConcurrencyError("effect entered at the same time") from error

    def _carry_out(self, now):
        """Do what the effect says; a failure loses neither answer nor call."""
        try:
            with self.env.cr.savepoint():
                vals = getattr(self, f"_do_{self.kind}")(now) or {}
                done = {"state": "done", "failure": False, "next_try_at": False}
                self.write({**done, **vals})
                self.env.flush_all()
        except LOST:
            raise
        except Exception as error:
            _logger.exception("Effect %s of call %s failed", self.id, self.call_id.id)
            self._note_failure(error, now)

    def _prepare_failed_vals(self, now, again_at):
        return {"state": "failed", "next_try_at": again_at}

    def _failed_name(self):
        return explain.name(self)

    def _answer(self):
        """The answer that brought it about."""
        question = self.effect_id.question_id
        return self.call_id.answer_ids.filtered(lambda a: a.question_id == question)

    # ------------------------------------------------------------- again
    @api.model
    def _cron_again(self):
        """Try failed effects again. May run twice, at once, or be killed."""
        now = fields.Datetime.now()
        domain = [("state", "=", "failed"), ("next_try_at", "<=", now)]
        due = self.search(domain, order="next_try_at, id", limit=BATCH)
        left = self.search_count(domain)
        for entry in due:
            entry._again_alone(now)
            left -= 1
            if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                break

    def _is_due(self, now):
        again_at = self.next_try_at
        return self.state == "failed" and bool(again_at) and again_at <= now

    def _again_alone(self, now):
        try:
            # another job may have tried since this one read what is due
            if self.try_lock_for_update() and self._is_due(now):
                self._carry_out(now)
        except LOST:
            self.env.cr.rollback()
            _logger.info("effect %s is being carried out elsewhere", self.id)

    def action_again(self):
        """Try those that failed once more, now."""
        self._check_leader()
        now = fields.Datetime.now()
        for entry in self.sudo():  # the leader was checked
            if entry.state == "failed" and entry.try_lock_for_update():
                entry._carry_out(now)

    # ------------------------------------------------------------- confirming
    def action_confirm(self):
        """Take over the contact data that the customer named."""
        for entry in self._to_decide():
            person = entry.call_id.person_id or entry.call_id.partner_id
            name = entry.effect_id.contact_field
            person._o2c_correct({name: entry.answer_text}, entry._channel())
            entry._decided("done")

    def action_drop(self):
        """Leave the contact data as they are."""
        self._to_decide()._decided("dropped")

    def _to_decide(self):
        """Those that wait for a word, with code's rights.

        :raise AccessError: neither a leader, nor was it his call
        """
        self.check_access("read")
        mine = all(entry.call_id.agent_id == self.env.user for entry in self)
        if not mine:
            self._check_leader()
        # who decides was checked
        waiting = self.sudo().filtered(lambda e: e.state == "to_confirm")
        if not waiting:
            raise UserError(explain.nothing_waits(self.env))
        return waiting

    def _decided(self, state):
        self.write({"state": state, "decided_by_id": self.env.uid})

    def _channel(self):
        return "web" if self.by_link else "phone"

    def _check_leader(self):
        if not self.call_id._is_leader():
            raise AccessError(explain.leader_only(self.env))

    def _made(self):
        """{entry: the record that its effect made}, of those that are still there."""
        found = {entry: entry.ticket_id for entry in self if entry.ticket_id}
        others = self.filtered(lambda e: e.result_model and not e.ticket_id)
        for model, entries in others.grouped("result_model").items():
            records = self.env[model].browse(entries.mapped("result_id")).exists()
            alive = dict(zip(records.ids, records, strict=True))
            for entry in entries:
                if entry.result_id in alive:
                    found[entry] = alive[entry.result_id]
        return found

    def action_open_result(self):
        """Open what the effect made."""
        self.ensure_one()
        model = "o2c.ticket" if self.ticket_id else self.result_model
        if not model:
            raise UserError(explain.made_nothing(self.env))
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": self.ticket_id.id or self.result_id,
            "view_mode": "form",
        }
