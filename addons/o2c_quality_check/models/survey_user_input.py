from odoo import Command, fields, models


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    o2c_link_ids = fields.One2many("o2c.call.link", "user_input_id", "Link of a call")

    def _mark_done(self):
        result = super()._mark_done()
        now = fields.Datetime.now()
        # the customer has no rights here: his answer is taken in by code
        for link in self.sudo().o2c_link_ids:
            link._answered(now)
        return result


class SurveyUserInputLine(models.Model):
    _inherit = "survey.user_input.line"

    def _o2c_answer_vals(self, answer):
        """The lines of one question as the fields of an answer of a call."""
        remarks = self.filtered(
            lambda line: (
                line.answer_type == "char_box"
                and answer.question_type not in ("char_box", "text_box")
            )
        )
        said = self - remarks
        vals = {"comment": ", ".join(remarks.mapped("value_char_box")) or False}
        chosen = said.suggested_answer_id
        if answer.question_type == "multiple_choice":
            return {**vals, "choice_ids": [Command.set(chosen.ids)]}
        if chosen:
            return {**vals, "suggested_answer_id": chosen[:1].id}
        return {**vals, "text": said and said[0]._o2c_words()}

    def _o2c_words(self):
        """What was answered as a call keeps it: text, so that a 0 is an answer."""
        value = self[f"value_{self.answer_type}"]
        if self.answer_type == "date":
            return fields.Date.to_string(value)
        if self.answer_type == "datetime":
            return fields.Datetime.to_string(value)
        if self.answer_type == "numerical_box":
            return str(int(value)) if value == int(value) else str(value)
        return str(value)
