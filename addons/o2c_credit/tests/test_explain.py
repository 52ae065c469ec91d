from decimal import Decimal

from odoo.tests import TransactionCase, tagged

from odoo.addons.o2c_credit import explain
from odoo.addons.o2c_credit.domain.exposure import (
    ExposureFacts,
    Part,
    Request,
    Standing,
    check,
)


@tagged("post_install", "-at_install")
class TestExplain(TransactionCase):
    """Sentences with the numbers that matter, in the currency they are in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.yen = cls.env.ref("base.JPY")
        (cls.euro | cls.yen).active = True

    def _facts(self, limit, orders="0"):
        limit = None if limit is None else Decimal(limit)
        return ExposureFacts(limit=limit, orders=Decimal(orders))

    def _refusal(self, currency, limit, orders, request):
        decision = check(self._facts(limit, orders), request)
        return _plain(explain.exposure.refusal(self.env, currency, decision))

    def test_a_new_order(self):
        self.assertEqual(
            self._refusal(self.euro, "5000", "4680", Request(Decimal("320.01"))),
            "The credit limit of 5,000.00€ would be exceeded by 0.01€: exposure"
            " 4,680.00€ and this order 320.01€.",
        )

    def test_a_confirmed_order(self):
        request = Request(Decimal(300), counted=True)
        self.assertEqual(
            self._refusal(self.yen, "1000", "1250", request),
            "The credit limit of ¥1,000 is exceeded by ¥250: exposure ¥1,250, with"
            " this order of ¥300 in it.",
        )

    def test_a_limit_of_zero_is_named(self):
        text = self._refusal(self.euro, "0", "0", Request(Decimal(1)))
        self.assertIn("limit of 0.00€ would be exceeded by 1.00€", text)

    def test_nothing_to_say_when_it_passes(self):
        self.assertEqual(self._refusal(self.euro, "10", "0", Request(Decimal(10))), "")

    def test_limits(self):
        texts = [
            _plain(explain.exposure.limit_text(self.env, self.euro, limit))
            for limit in (None, Decimal(0), Decimal("12.5"))
        ]
        self.assertEqual(texts, ["No limit", "0.00€", "12.50€"])

    def test_every_part_and_standing_has_a_name(self):
        for names, enum in (
            (explain.exposure.part_name, Part),
            (explain.exposure.standing_name, Standing),
        ):
            found = {names(self.env, code) for code in enum}
            self.assertEqual(len(found), len(enum))

    def test_card(self):
        cases = [
            ("no limit", None, None, "No limit", ["No limit", "700.00€"]),
            (
                "within",
                "1000",
                None,
                "Within the limit",
                ["1,000.00€", "700.00€", "300.00€"],
            ),
            ("near", "750", None, "Near the limit", ["750.00€", "700.00€", "50.00€"]),
            (
                "order",
                "1000",
                Request(Decimal(100)),
                "Near the limit",
                ["1,000.00€", "700.00€", "100.00€", "200.00€"],
            ),
            (
                "over",
                "1000",
                Request(Decimal("300.01")),
                "Over the limit by 0.01€",
                ["1,000.00€", "700.00€", "300.01€", "-0.01€"],
            ),
            (
                "counted",
                "1000",
                Request(Decimal(400), counted=True),
                "Within the limit",
                ["1,000.00€", "700.00€", "400.00€", "300.00€"],
            ),
            (
                "no limit, order",
                None,
                Request(Decimal(5)),
                "No limit",
                ["No limit", "700.00€", "5.00€"],
            ),
        ]
        for case, limit, request, title, values in cases:
            with self.subTest(case):
                facts = self._facts(limit, "700")
                card = explain.exposure.card(self.env, self.euro, facts, request)
                self.assertEqual(_plain(card["title"]), title)
                found = [_plain(line["value"]) for line in card["lines"]]
                self.assertEqual(found, values)

    def test_card_says_what_the_headroom_is_of(self):
        facts = self._facts("1000")
        labels = {
            case: [
                line["label"]
                for line in explain.exposure.card(self.env, self.euro, facts, request)[
                    "lines"
                ]
            ]
            for case, request in (
                ("customer", None),
                ("new", Request(Decimal(1))),
                ("counted", Request(Decimal(1), counted=True)),
            )
        }
        self.assertEqual(labels["customer"], ["Credit limit", "Exposure", "Headroom"])
        self.assertEqual(labels["new"][2:], ["This order", "Headroom after it"])
        self.assertEqual(labels["counted"][2:], ["Of it this order", "Headroom"])


def _plain(text):
    """Without the spaces and marks that keep an amount on one line."""
    return text.replace("\xa0", "").replace("\ufeff", "")
