from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestDiallerLink(QualityCommon):
    """The link by which an agent's phone dials."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Dialler = cls.env["o2c.dialler"]
        cls.Dialler.search([("active", "=", True)]).active = False

    def _link(self, template, **values):
        return self.Dialler.create(
            {"name": template, "url_template": template, **values}
        )

    def _dialled(self, number="+39 02 5550", user=None, **more):
        agent = user or self.agent
        return self.Dialler.with_user(agent)._dial_url(number, **more)

    def test_without_any_it_is_tel(self):
        self.assertEqual(self._dialled(), "tel:+39025550")
        self.assertFalse(self._dialled("unknown"))

    def test_ones_own_goes_before_everybodys(self):
        self._link("callto:{number}", sequence=1)
        self._link("sip:{number}@pbx", user_ids=self.agent.ids, sequence=2)
        self.assertEqual(self._dialled(), "sip:+39025550@pbx")
        self.assertEqual(self._dialled(user=self.other_agent), "callto:+39025550")

    def test_another_companys_is_not_used(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self._link("callto:{number}", company_id=other.id)
        self.assertEqual(self._dialled(), "tel:+39025550")

    def test_a_telephone_system_gets_who_and_what(self):
        call = self._listed()
        self.agent.o2c_phone_extension = "4 1"
        self._link("https://pbx.example.com/?to={digits}&from={extension}&id={call}")
        self.assertEqual(
            self._dialled(call=call),
            f"https://pbx.example.com/?to=39025550&from=4%201&id={call.id}",
        )

    def test_bad_templates_are_refused(self):
        for template, word in [
            ("javascript:alert({number})", "starts with one of"),
            ("tel:{phone}", "“phone” stands for nothing"),
            ("https://pbx.example.com", "what is dialled"),
            ("tel:{number}}", "counterpart"),
        ]:
            with (
                self.subTest(template),
                self.assertRaises(ValidationError) as refused,
                self.env.cr.savepoint(),
            ):
                self._link(template)
            self.assertIn(word, str(refused.exception))

    def test_agents_do_not_set_it_up(self):
        dialler = self._link("tel:{number}").with_user(self.agent)
        self.assertEqual(dialler.url_template, "tel:{number}")
        with self.assertRaises(AccessError):
            dialler.url_template = "tel:{digits}"

    def test_a_link_dials_nothing_by_itself(self):
        with self.assertRaises(ValidationError) as refused:
            self._link("tel:{number}", mode="progressive")
        self.assertIn("dials nothing by itself", str(refused.exception))
