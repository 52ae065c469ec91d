from odoo import api, fields, models

from ..domain import themes
from ..domain.themes import WordList


class O2cTheme(models.Model):
    """What customers speak of, found by lists of words or given by hand."""

    _name = "o2c.theme"
    _description = "Theme of customers' words"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    word_ids = fields.One2many("o2c.theme.words", "theme_id", "Words")
    answer_ids = fields.Many2many(
        "o2c.call.answer", "o2c_call_answer_theme_rel", "theme_id", "answer_id"
    )
    answer_count = fields.Integer("Times", compute="_compute_answer_count")

    def _compute_answer_count(self):
        Answer = self.env["o2c.call.answer"]
        counts = dict(
            Answer._read_group(
                [("theme_ids", "in", self.ids)], ["theme_ids"], ["__count"]
            )
        )
        for theme in self:
            theme.answer_count = counts.get(theme, 0)

    @api.model_create_multi
    def create(self, vals_list):
        themes_ = super().create(vals_list)
        self._look_again()
        return themes_

    def write(self, vals):
        result = super().write(vals)
        if {"active", "word_ids"} & set(vals):
            self._look_again()
        return result

    @api.model
    def _look_again(self):
        """Have all words looked through again: what counts as what has changed."""
        # the lists decide, whoever may write answers; what a person chose stays
        answers = self.env["o2c.call.answer"].sudo()
        answers._forget_themes()
        # this one job, whoever changed a list
        self.env.ref("o2c_quality_check.cron_match_themes").sudo()._trigger()

    @api.model
    def _matcher(self):
        """What finds the active themes in a text."""
        lists = self.env["o2c.theme.words"].search([("theme_id.active", "=", True)])
        return themes.Matcher([words._facts() for words in lists])

    def action_open_answers(self):
        """Open what customers said about this theme."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_verbatim"
        )
        domain = [("is_verbatim", "=", True), ("theme_ids", "in", self.ids)]
        return {**action, "domain": domain, "context": {}, "display_name": self.name}


class O2cThemeWords(models.Model):
    """The words by which a theme is found in one language."""

    _name = "o2c.theme.words"
    _description = "Words of a theme"
    _order = "theme_id, lang_id, id"
    _rec_name = "words"

    theme_id = fields.Many2one(
        "o2c.theme", required=True, index=True, ondelete="cascade"
    )
    lang_id = fields.Many2one(
        "res.lang",
        "Language",
        ondelete="cascade",
        help="Only in words of customers with this language; empty: of all.",
    )
    words = fields.Text(
        required=True,
        help="Words or phrases, by commas. A * at the end stands for any ending:"
        " late* finds later and lateness.",
    )

    def _facts(self):
        """The list as the pure matcher takes it."""
        self.ensure_one()
        return WordList(
            theme=self.theme_id.id,
            lang=self.lang_id.code or "",
            words=themes.split(self.words),
        )

    @api.model_create_multi
    def create(self, vals_list):
        lists = super().create(vals_list)
        self.env["o2c.theme"]._look_again()
        return lists

    def write(self, vals):
        result = super().write(vals)
        self.env["o2c.theme"]._look_again()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["o2c.theme"]._look_again()
        return result
