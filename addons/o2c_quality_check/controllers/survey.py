from odoo.addons.survey.controllers.main import Survey


class LinkSurvey(Survey):
    """A link to a script opens for whoever has it, also when he is logged in."""

    def _check_validity(self, survey_sudo, answer_sudo, answer_token, **kwargs):
        if answer_sudo and answer_token and answer_sudo.o2c_link_ids:
            kwargs["check_partner"] = False
        return super()._check_validity(survey_sudo, answer_sudo, answer_token, **kwargs)
