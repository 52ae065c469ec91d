"""What customers say in their own words, and what it is about."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..explain import figures as explain
from .lost_race import LOST

TEXT = ("char_box", "text_box")
# what is written down there is data about the person and no opinion
DATA_ROLES = ("new_phone", "new_email", "new_address")
SAID = {"choice_ids", "comment", "suggested_answer_id", "text"}
BATCH = 1_000


class O2cCallAnswer(models.Model):
    _name = "o2c.call.answer"
    _inherit = "o2c.call.answer"

    partner_id = fields.Many2one(related="call_id.partner_id", string="Customer")
    finished_at = fields.Datetime(related="call_id.finished_at", string="Said on")
    verbatim = fields.Text(
        "In the customer's own words", compute="_compute_verbatim", store=True
    )
    is_verbatim = fields.Boolean(
        "Own words", compute="_compute_verbatim", store=True, index=True
    )
    theme_ids = fields.Many2many(
        "o2c.theme", "o2c_call_answer_theme_rel", "answer_id", "theme_id", "Themes"
    )
    themes_by_hand = fields.Boolean(
        "Themes chosen by a person", help="The lists of words do not change them."
    )
    themes_at = fields.Datetime("Words looked through on")

    _theme_index = models.Index("(id) WHERE is_verbatim AND themes_at IS NULL")

    @api.depends("text", "comment", "question_id.question_type", "role")
    def _compute_verbatim(self):
        for answer in self.sudo():  # the kind of question is no secret of the script
            spoken = answer.question_id.question_type in TEXT
            words = answer.text if spoken else answer.comment
            opinion = answer.role not in DATA_ROLES
            answer.verbatim = (opinion and (words or "").strip()) or False
            answer.is_verbatim = bool(answer.verbatim)

    # ------------------------------------------------------------- who writes what
    def write(self, vals):
        if set(vals) == {"theme_ids"} and not self.env.su:
            self._check_may_theme()
            by_hand = {**vals, "themes_by_hand": True}
            # the right to say what words are about was checked
            return super(O2cCallAnswer, self.sudo()).write(by_hand)
        result = super().write(vals)
        if SAID & set(vals):
            self._said_again()
        return result

    def _check_may_theme(self):
        self.check_access("read")
        if not self.env.user.has_group("o2c_quality_check.group_call_leader"):
            raise AccessError(explain.themes_for_leaders(self.env))

    def _said_again(self):
        """What is changed after the call is looked through and measured again."""
        # follows from the answer that was written, whoever wrote it
        late = self.sudo().filtered(lambda answer: answer.call_id.finished_at)
        if late:
            late.themes_at = False
            late.call_id._queue_witness()

    # ------------------------------------------------------------- finding themes
    def _forget_themes(self):
        """Have the themes found again; those that a person chose stay."""
        self.flush_model()
        query = SQL(
            "UPDATE o2c_call_answer SET themes_at = NULL"
            " WHERE is_verbatim AND themes_at IS NOT NULL AND NOT"
            " COALESCE(themes_by_hand, false)"
        )
        self.env.cr.execute(query)
        self.invalidate_model(["themes_at"])

    @api.model
    def _waiting_for_themes(self, limit=None):
        domain = [
            ("is_verbatim", "=", True),
            ("themes_at", "=", False),
            ("call_id.finished_at", "!=", False),
        ]
        return self.search(domain, order="id", limit=limit)

    @api.model
    def _cron_match_themes(self):
        """Find the themes of new words. May be killed, repeated and run twice."""
        matcher = self.env["o2c.theme"]._matcher()
        try:
            while self._match_next(matcher):
                pass
        except LOST:
            # another job, or who corrects an answer, was faster: the next run goes on
            self.env.cr.rollback()

    def _match_next(self, matcher):
        """One batch of the job; whether there is time for another."""
        answers = self._waiting_for_themes(BATCH).try_lock_for_update()
        if not answers:
            return False
        answers._match_themes(matcher)
        remaining = self._waiting_for_themes(BATCH)
        progress = self.env["ir.cron"]._commit_progress
        return progress(len(answers), remaining=len(remaining))

    def _match_themes(self, matcher):
        now = fields.Datetime.now()
        for answer in self:
            if not answer.themes_by_hand:
                lang = answer.partner_id.lang or ""
                found = sorted(matcher.find(answer.verbatim, lang))
                if found != sorted(answer.theme_ids.ids):
                    answer.theme_ids = [fields.Command.set(found)]
        self.themes_at = now
