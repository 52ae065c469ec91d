from odoo import models
from odoo.tools import SQL

from ..domain import answers as rules

# questions and choices of a script that have no words in a language
UNTRANSLATED = """
SELECT EXISTS (
    SELECT FROM survey_question q
     WHERE q.survey_id = %(survey)s AND q.title ->> %(lang)s IS NULL
    UNION ALL
    SELECT FROM survey_question_answer a
      JOIN survey_question q ON q.id = a.question_id
     WHERE q.survey_id = %(survey)s AND a.value IS NOT NULL
       AND a.value ->> %(lang)s IS NULL)
"""


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    def _o2c_speaks(self, lang):
        """Whether every question and choice has words in ``lang`` (a code).

        English words are what a script is written in, so any English will do.
        """
        self.ensure_one()
        installed = self.env["res.lang"]._get_data(code=lang)
        if not lang or not installed:
            return False
        if lang.startswith("en_"):
            return True
        self.env["survey.question"].flush_model(["title", "survey_id"])
        self.env["survey.question.answer"].flush_model(["value", "question_id"])
        query = SQL(UNTRANSLATED, survey=self.id, lang=lang)
        ((missing,),) = self.env.execute_query(query)
        return not missing

    def _o2c_shown(self, chosen):
        """Ids of the questions that are asked once these choices were made."""
        return rules.shown(self.question_ids._o2c_facts(), chosen)
