"""Builders for dunning: a strategy in one line, a run on a day."""

from odoo import Command

from .common import CreditCommon

# a Wednesday
DAY = "2026-05-20"
NOON = f"{DAY} 10:00:00"


class DunningCase(CreditCommon):
    """A customer with an address, a strategy of three steps as company default."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Run = cls.env["o2c.dunning.run"]
        cls.Notice = cls.env["o2c.dunning.notice"]
        cls.collector = cls._user("collector")
        # two of it are one of the company's
        cls.euro = cls.setup_other_currency("EUR")
        cls.env["o2c.dunning.rule"].search([("id", ">", 0)]).active = False
        ready = cls.env["o2c.dunning.strategy"].search([("event_driven", "=", True)])
        ready.event_driven = False
        cls.strategy = cls._strategy(
            {"name": "First", "days": 5},
            {"name": "Second", "days": 15, "fee": 8},
            {"name": "Third", "days": 30, "channel": "letter"},
        )
        cls.company.write(
            {
                "o2c_dunning_strategy_id": cls.strategy.id,
                "o2c_dunning_quiet_days": 0,
                "o2c_dunning_max_contacts": 0,
            }
        )

    @classmethod
    def _strategy(cls, *steps, **values):
        options = {
            "name": "House",
            "currency_id": cls.company.currency_id.id,
            "quiet_days": 7,
            "max_contacts": 0,
            "step_ids": [Command.create({"channel": "email", **s}) for s in steps],
        }
        return cls.env["o2c.dunning.strategy"].create({**options, **values})

    @classmethod
    def _due(cls, days=5, amount=100.0, partner=None, post=True, **values):
        """An invoice that fell due ``days`` before the day of the runs."""
        due = cls.env["o2c.dunning.run"]._fields["day"].to_date(DAY)
        due = cls.env["o2c.dunning.run"]._fields["day"].subtract(due, days=days)
        line = {"name": "x", "price_unit": amount, "tax_ids": []}
        options = {
            "move_type": "out_invoice",
            "partner_id": (partner or cls.customer).id,
            "invoice_date": "2026-03-02",
            "invoice_date_due": due,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [Command.create(line)],
        }
        move = cls.env["account.move"].create({**options, **values})
        if post:
            move.action_post()
        return move

    def _item(self, move):
        return move.line_ids.filtered("date_maturity")[:1]

    def _simulate(self, **values):
        with self._at(NOON):
            run = self.Run.create({"day": DAY, **values})
            run.action_simulate()
        return run

    def _generate(self, user=None, **values):
        with self._at(NOON):
            runs = self.Run.with_user(user).sudo(False) if user else self.Run
            run = runs.create({"day": DAY, **values})
            run.action_generate()
        return run.sudo()

    def _said(self, run, move):
        """What a run says of the first item of an invoice: level, or the reason."""
        line = self._item(move)
        (found,) = run.proposal_ids.filtered(lambda p: p.line_id == line)
        return found.step_id.number or found.code

    def assertSaid(self, run, expected):
        self.assertEqual(
            [self._said(run, move) for move in expected], [*expected.values()]
        )

    def _log(self, day, direction="out", **values):
        """A contact about payment, by a collector."""
        return self.Contact._log(
            self.customer,
            at=f"{day} 09:00:00",
            direction=direction,
            channel="phone",
            purpose="collection",
            summary="About the bill",
            company_id=self.company.id,
            **values,
        )
