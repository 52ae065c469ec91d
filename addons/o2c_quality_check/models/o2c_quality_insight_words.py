"""What customers say in their own words, counted by theme."""

from odoo import api, models
from odoo.tools import SQL

from ..explain import figures as explain
from . import quality_facts
from .quality_facts import share_figures

LATEST = 30


class O2cQualityInsight(models.AbstractModel):
    _name = "o2c.quality.insight"
    _inherit = "o2c.quality.insight"

    def _part_words(self, scope, options):
        counts = self._theme_counts(scope)
        total, without, waiting = self._verbatim_counts(scope)
        return {
            "total": total,
            "without": without,
            "waiting": waiting,
            "themes": self._theme_rows(counts, total),
            "latest": self._latest(scope),
            "notes": explain.words_notes(self.env),
        }

    def _verbatims(self, scope):
        return SQL(
            """
            SELECT a.id, a.verbatim AS text, a.call_id, a.themes_at,
                   c.partner_id, c.finished_at,
                   EXISTS (SELECT 1 FROM o2c_call_answer_theme_rel r
                            JOIN o2c_theme t ON t.id = r.theme_id AND t.active
                            WHERE r.answer_id = a.id) AS themed
              FROM o2c_call_answer a JOIN o2c_call c ON c.id = a.call_id
             WHERE a.is_verbatim AND c.finished_at IS NOT NULL AND %s
            """,
            scope.covers(SQL("c.finished_at"), "c"),
        )

    def _verbatim_counts(self, scope):
        query = SQL(
            "SELECT count(*), count(*) FILTER (WHERE NOT themed AND themes_at IS NOT"
            " NULL), count(*) FILTER (WHERE themes_at IS NULL) FROM (%s) v",
            self._verbatims(scope),
        )
        return self.env.execute_query(query)[0]

    def _theme_counts(self, scope):
        """``{theme: (times, mean mark of these calls as a share of the scale)}``."""
        query = SQL(
            """
            SELECT r.theme_id, count(*), avg(score.level)::float8
              FROM (%(verbatims)s) v
              JOIN o2c_call_answer_theme_rel r ON r.answer_id = v.id
              LEFT JOIN (
                  SELECT s.call_id, avg(s.level) AS level FROM (%(scores)s) s
                   WHERE s.measure <> 'ces' GROUP BY s.call_id
              ) score ON score.call_id = v.call_id
             GROUP BY r.theme_id
            """,
            verbatims=self._verbatims(scope),
            scores=quality_facts.score_rows(self.env),
        )
        return {
            theme: (count, level)
            for theme, count, level in self.env.execute_query(query)
        }

    def _theme_rows(self, counts, total):
        themes = self.env["o2c.theme"].search([("id", "in", list(counts))])
        rows = []
        for theme in themes:
            count, level = counts[theme.id]
            share = share_figures(count, total)
            rows.append(
                {
                    **share,
                    "key": theme.id,
                    "name": theme.name,
                    "count": count,
                    "percent": share["value"],
                    "level": None if level is None else 100 * level,
                }
            )
        return sorted(rows, key=lambda row: (-row["count"], row["name"]))

    def _latest(self, scope):
        query = SQL(
            "SELECT id, text, partner_id, finished_at FROM (%s) v"
            " ORDER BY finished_at DESC, id DESC LIMIT %s",
            self._verbatims(scope),
            LATEST,
        )
        rows = self.env.execute_query_dict(query)
        names = self._named("res.partner", {row["partner_id"] for row in rows})
        # the words of the scope were counted already, the rules do not hide them
        answers = self.env["o2c.call.answer"].sudo().browse(row["id"] for row in rows)
        return [
            {
                "id": row["id"],
                "text": row["text"],
                "customer": names[row["partner_id"]],
                "at": str(row["finished_at"]),
                "themes": answer.theme_ids.mapped("name"),
            }
            for row, answer in zip(rows, answers, strict=True)
        ]

    @api.model
    def open_words(self, options, theme=None, text=""):
        """What customers said in the period.

        :param theme: id, "none": without a theme, None: all
        :param text: only where these words are in it
        """
        scope = self._scope("words", options)
        quality_facts.flush(self.env)
        rows = self.env.execute_query_dict(self._verbatims(scope))
        domain = [("id", "in", [row["id"] for row in rows])]
        if theme == "none":
            domain = [("id", "in", [row["id"] for row in rows if _without(row)])]
        elif theme:
            domain.append(("theme_ids", "in", [int(theme)]))
        if text:
            domain.append(("verbatim", "ilike", text))
        return self._window("action_verbatim", domain, ("list",))


def _without(row):
    """Whether a text was looked through and touches no theme."""
    return row["themes_at"] and not row["themed"]
