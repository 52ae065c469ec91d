from odoo.tests import tagged

from ..domain.campaign import ASKED
from .script_common import ScriptCommon

SCRIPTS = (
    "delivery nps csat ces welcome appointment telesales retention quotation research"
).split()


@tagged("post_install", "-at_install")
class TestReadyScripts(ScriptCommon):
    """The scripts that ship: askable, in four languages, with sound branches."""

    def scripts(self):
        return [(name, self._ref(f"script_{name}")) for name in SCRIPTS]

    def test_they_can_be_asked_and_lead_somewhere(self):
        for name, script in self.scripts():
            with self.subTest(name):
                questions = script.question_ids
                self.assertTrue(questions.filtered("constr_mandatory"))
                self.assertFalse(set(questions.mapped("question_type")) - ASKED)
                self.assertFalse(questions.filtered("is_placed_before_trigger"))
                every = script._o2c_shown(questions.suggested_answer_ids.ids)
                self.assertEqual(every, set(questions.ids))

    def test_they_speak_four_languages(self):
        for lang in ("it_IT", "es_ES", "pl_PL"):
            self.env["res.lang"]._activate_lang(lang)
            module = self.env.ref("base.module_o2c_quality_check")
            module._update_translations([lang])
            for name, script in self.scripts():
                with self.subTest(name=name, lang=lang):
                    self.assertTrue(script._o2c_speaks(lang))
        nps = self._ref("question_nps").with_context(lang="it_IT")
        self.assertEqual(nps.scale_max_label, "molto probabile")

    def test_a_delivery_that_never_came_is_not_asked_how_it_was(self):
        call = self._taken()
        received = self._ref("question_received")
        script = call._answer(received.id, self._ref("answer_received_no").id)
        roles = [item["role"] for item in script if item["shown"]]
        self.assertEqual(roles, ["received", "invoice", "overall", "words"])
