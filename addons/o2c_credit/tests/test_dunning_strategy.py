"""Which strategy an invoice gets, and how strategies are built."""

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .dunning_common import DunningCase


@tagged("post_install", "-at_install")
class TestDunningStrategy(DunningCase):
    # ------------------------------------------------------------- strategies
    def test_the_applied_strategy_and_why(self):
        move = self._due(1)
        account = self._account()
        self.assertEqual(account.applied_strategy_id, self.strategy)
        self.assertEqual(account.strategy_text, "The company's default.")
        soon = self._strategy({"name": "Soon", "days": 1}, name="Soon")
        rule = {"name": "Here", "strategy_id": soon.id, "amount_from": 100}
        self.env["o2c.dunning.rule"].create(rule)
        self.env.invalidate_all()
        self.assertEqual(account.applied_strategy_id, soon)
        self.assertEqual(move.o2c_strategy_text, "By the rule “Here”.")
        self.assertSaid(self._simulate(), {move: 1})
        never = self._strategy(name="Never", do_not_dun=True)
        account.strategy_id = never
        self.env.invalidate_all()
        self.assertEqual(move.o2c_applied_strategy_id, never)
        self.assertSaid(self._simulate(), {move: "do_not_dun"})
        move.o2c_strategy_id = soon
        self.assertEqual(move.o2c_strategy_text, "Chosen for this invoice.")
        self.assertSaid(self._simulate(), {move: 1})

    def test_rules_about_products_and_salespeople(self):
        product = self._service(name="Beans")
        tag = self.env["product.tag"].create({"name": "Moka"})
        product.product_tmpl_id.product_tag_ids = tag
        brand = self._due()
        line = {"product_id": product.id, "price_unit": 9, "tax_ids": []}
        branded = self._due(invoice_line_ids=[Command.create(line)])
        sold = self._due(invoice_user_id=self.seller.id)
        strategies = [self._strategy({"name": n, "days": 1}, name=n) for n in "AB"]
        values = ({"product_tag_ids": tag.ids}, {"user_ids": self.seller.ids})
        self.env["o2c.dunning.rule"].create(
            [
                {"name": s.name, "strategy_id": s.id, **vals}
                for s, vals in zip(strategies, values, strict=True)
            ]
        )
        found = {
            p.line_id.move_id: p.strategy_id for p in self._simulate().proposal_ids
        }
        wanted = {brand: self.strategy, branded: strategies[0], sold: strategies[1]}
        self.assertEqual(found, wanted)

    def test_a_rule_for_all_gives_no_strategy_of_one_company(self):
        owner = self._strategy(name="Ours", company_id=self.company.id)
        with self.assertRaises(ValidationError):
            self.env["o2c.dunning.rule"].create({"name": "R", "strategy_id": owner.id})

    def test_steps_are_numbered_by_their_days(self):
        steps = self.strategy.step_ids.sorted("days")
        self.assertEqual(steps.mapped("number"), [1, 2, 3])
        steps[2].days = -2
        found = {step.name: step.number for step in self.strategy.step_ids}
        self.assertEqual(found, {"Third": 1, "First": 2, "Second": 3})
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            steps[0].days = -2
            self.env.flush_all()

    def test_a_copied_strategy_has_its_steps(self):
        copy = self.strategy.copy()
        self.assertEqual(copy.step_ids.mapped("name"), ["First", "Second", "Third"])
        self.assertEqual(copy.step_ids.mapped("number"), [1, 2, 3])

    def test_ready_strategies_speak_four_languages(self):
        found = {}
        for lang in ("en_US", "it_IT", "es_ES", "pl_PL"):
            self.env["res.lang"]._activate_lang(lang)
        module = self.env["ir.module.module"].search([("name", "=", "o2c_credit")])
        module._update_translations(["it_IT", "es_ES", "pl_PL"], overwrite=True)
        step = self.env.ref("o2c_credit.step_standard_final")
        for lang in ("en_US", "it_IT", "es_ES", "pl_PL"):
            found[lang] = step.with_context(lang=lang).name
        wanted = {
            "en_US": "Formal notice",
            "it_IT": "Messa in mora",
            "es_ES": "Requerimiento formal",
            "pl_PL": "Ostateczne wezwanie do zapłaty",
        }
        self.assertEqual(found, wanted)
