import random
from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import freeze_time

from .common import QualityCommon

# "today" of these tests; the period of three months before it begins in January
TODAY = "2026-03-18 11:00:00"
START = datetime(2026, 1, 2)
MARKETING = "o2c_quality_check.group_call_marketing"
SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "overall": (0, 10)}
CHOICES = {
    "received": ("fine", "bad"),
    "condition": ("fine", "damaged", "incomplete"),
    "precision": ("fine", "bad", "late", "elsewhere"),
    "address": ("fine", "bad"),
    "invoice": ("fine", "bad", "nothing"),
}
WORDS = ("The driver was rude", "Grazie", "Nothing special", "")
CALLS = 90


class FiguresCommon(QualityCommon):
    """Ninety finished calls with known answers: plain facts, counted a second time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "UTC"
        cls.dice = random.Random(7)
        cls.marketer = cls._user("call_marketing", groups=MARKETING)
        cls.survey = cls._script_of("Figures")
        cls.variant = cls._script_of("Figures, shorter")
        cls.questions = {
            survey: {q.o2c_role: q for q in survey.question_ids}
            for survey in (cls.survey, cls.variant)
        }
        cls.service = cls._campaign(start=False, name="Asked", survey_id=cls.survey.id)
        cls.selling = cls._campaign(
            start=False, name="Sold", kind="telesales", survey_id=cls.variant.id
        )
        cls._make_things()
        cls.facts = [cls._fact(number) for number in range(CALLS)]
        cls._write_down()
        cls.env.flush_all()

    # ------------------------------------------------------------- what there is
    @classmethod
    def _script_of(cls, title):
        survey = cls.env["survey.survey"].create({"title": title, "user_id": False})
        for role, (low, high) in SCALES.items():
            cls._question(
                survey, role, question_type="scale", scale_min=low, scale_max=high
            )
        for role, says in CHOICES.items():
            answers = [Command.create({"value": s, "o2c_says": s}) for s in says]
            cls._question(
                survey,
                role,
                question_type="simple_choice",
                suggested_answer_ids=answers,
            )
        cls._question(survey, "words", question_type="text_box")
        return survey

    @classmethod
    def _question(cls, survey, role, **values):
        return cls.env["survey.question"].create(
            {"survey_id": survey.id, "title": role, "o2c_role": role, **values}
        )

    @classmethod
    def _make_things(cls):
        fee = cls._service(name="Fee")
        cls.carriers = cls.env["delivery.carrier"].create(
            [{"name": name, "product_id": fee.id} for name in ("Post", "Van", "Bike")]
        )
        cls.products = [cls.product, cls._product(name="Grinder")]
        places = cls.env["res.country"].search([], limit=2, order="code")
        cls.buyers = [
            cls._buyer(name=f"Buyer {number}", country_id=places[number % 2].id)
            for number in range(12)
        ]
        cls.sellers = [
            cls._user(f"seller_{n}", groups="sales_team.group_sale_salesman")
            for n in (1, 2)
        ]

    @classmethod
    def _fact(cls, number):
        """What is known of one call; plain values, no record."""
        dice = cls.dice
        selling = number % 5 == 0
        return {
            "at": START + timedelta(minutes=dice.randrange(100_000)),
            "buyer": dice.randrange(12),
            "carrier": dice.choice([0, 0, 1, None]),
            "products": dice.choice([(0,), (1,), (0, 1)]),
            "seller": dice.randrange(2),
            "agent": dice.choice([cls.agent, cls.other_agent]),
            "selling": selling,
            # a mark of 0 is among them, and some questions stay open
            **{
                role: dice.choice([None, *range(low, high + 1)])
                for role, (low, high) in SCALES.items()
            },
            **{role: dice.choice([None, *says]) for role, says in CHOICES.items()},
            "words": dice.choice(WORDS),
        }

    # ------------------------------------------------------------- written down
    @classmethod
    def _write_down(cls):
        cls.orders = cls.env["sale.order"].create(
            [cls._order_vals(fact) for fact in cls.facts]
        )
        cls.calls = cls.env["o2c.call"].create(
            [
                cls._call_vals(fact, order)
                for fact, order in zip(cls.facts, cls.orders, strict=True)
            ]
        )
        cls.answers = cls.env["o2c.call.answer"].create(
            [
                vals
                for fact, call in zip(cls.facts, cls.calls, strict=True)
                for vals in cls._answer_vals(fact, call)
            ]
        )

    @classmethod
    def _order_vals(cls, fact):
        carrier = fact["carrier"]
        return {
            "partner_id": cls.buyers[fact["buyer"]].id,
            "user_id": cls.sellers[fact["seller"]].id,
            "carrier_id": False if carrier is None else cls.carriers[carrier].id,
            "order_line": [cls._line(cls.products[n]) for n in fact["products"]] * 2,
        }

    @classmethod
    def _call_vals(cls, fact, order):
        campaign = cls.selling if fact["selling"] else cls.service
        return {
            "campaign_id": campaign.id,
            "company_id": cls.company.id,
            "order_id": order.id,
            "partner_id": order.partner_id.id,
            "agent_id": fact["agent"].id,
            "state": "done",
            "next_try_at": fact["at"],
            "finished_at": fact["at"],
            "last_result": "answered",
        }

    @classmethod
    def _answer_vals(cls, fact, call):
        for role, question in cls.questions[call.survey_id].items():
            value = fact[role]
            vals = {"call_id": call.id, "question_id": question.id}
            if value is None or value == "":
                yield vals
            elif role in CHOICES:
                choice = question.suggested_answer_ids.filtered(
                    lambda c, said=value: c.o2c_says == said
                )
                yield {**vals, "suggested_answer_id": choice.id}
            else:
                yield {**vals, "text": str(value)}

    # ------------------------------------------------------------- asking
    @classmethod
    def _dashboard(cls, part="satisfaction", user=None, **options):
        insight = cls.env["o2c.quality.insight"].with_user(user or cls.leader)
        with freeze_time(TODAY):
            return insight.dashboard(part, {"months": 3, **options})

    @classmethod
    def _open(cls, method, *args, user=None, **options):
        insight = cls.env["o2c.quality.insight"].with_user(user or cls.leader)
        with freeze_time(TODAY):
            return getattr(insight, method)({"months": 3, **options}, *args)
