"""Lists that jobs keep, and draws: two at once make each once."""

from datetime import timedelta
from unittest.mock import patch

from psycopg2.extras import Json

from odoo import SUPERUSER_ID, Command
from odoo.tests import new_test_user, tagged

from .common import LEADER, NOW
from .race_common import RaceCase

MODELS = "odoo.addons.o2c_quality_check.models"


@tagged("post_install", "-at_install")
class TestRaceLists(RaceCase):
    """The list of a campaign, with its sample, is brought up to date in two places."""

    @classmethod
    def _prepare_more(cls, env):
        customer = cls.keep(
            env["res.partner"].create({"name": "Race", "phone": "+39 02 5550 78"})
        )
        orders = env["sale.order"].create([{"partner_id": customer.id}] * 3)
        env.flush_all()
        # sold and delivered without stock: the campaign reads order and milestone
        env.cr.execute(
            "UPDATE sale_order SET state = 'sale' WHERE id = ANY(%s)", [orders.ids]
        )
        env.cr.execute(
            "UPDATE o2c_milestone SET actual_at = %s, source_model = 'stock.picking'"
            " WHERE kind = 'delivered' AND order_id = ANY(%s)",
            [NOW - timedelta(days=2), orders.ids],
        )
        cls.ordered = orders.ids

    def _pair_of(self, **values):
        def make():
            self.listing = self.committed(
                lambda env: (
                    self.keep(self._campaign(env, quiet_days=0, seed=7, **values)).id
                )
            )
            step = ("o2c.campaign", self.listing, "_refresh_alone", NOW)
            return self.job(*step), self.job(*step)

        return make

    def _listed(self, env):
        campaign = env["o2c.campaign"].browse(self.listing)
        return {
            "calls": len(campaign.call_ids),
            "ours": sorted(
                order
                for order in campaign.call_ids.order_id.ids
                if order in self.ordered
            ),
            "cells": [cell.sample for cell in campaign.cell_ids],
            "codes": len(set(campaign.cell_ids.mapped("code"))),
            "error": campaign.refresh_error,
        }

    def test_everybody_once(self):
        def check(one, other, _first):
            self.assertNoError(one, other)
            found = self.committed(self._listed)
            self.assertEqual(
                (found["ours"], found["error"]), (sorted(self.ordered), False)
            )

        self.play(self._pair_of(), check, self.after)

    def test_a_sample_is_not_larger(self):
        def check(one, other, _first):
            self.assertNoError(one, other)
            found = self.committed(self._listed)
            self.assertEqual((found["calls"], found["error"]), (2, False))

        make = self._pair_of(sampling="count", sample_count=2)
        self.play(make, check, self.after)

    def test_a_sample_of_customers_that_change_meanwhile(self):
        """Each of the two would draw somebody else: one of them is drawn."""
        campaigns = self.registry["o2c.campaign"]
        draw = campaigns._draw_targets
        wanted = self.ordered[:2]

        def drawn(campaign, rows, decisions):
            key = f"order:{wanted.pop()}" if wanted else None
            left = [row for row in rows if key in (None, row["key"])]
            return draw(campaign, left, {r["key"]: decisions[r["key"]] for r in left})

        one, other = self._pair_of(sampling="count", sample_count=1)()
        with (
            patch.object(campaigns, "_draw_targets", drawn),
            patch.object(campaigns, "_apply_targets", _apply_drawn(campaigns)),
        ):
            self.overtaken(one, other)
        self.assertNoError(one, other)
        self.assertEqual(self.committed(self._listed)["calls"], 1)

    def test_cells_once(self):
        def check(one, other, _first):
            self.assertNoError(one, other)
            found = self.committed(self._listed)
            self.assertFalse(found["error"])
            self.assertEqual(sum(found["cells"]), found["calls"])
            self.assertEqual(len(found["cells"]), found["codes"])

        self.play(self._pair_of(sampling="cells"), check, self.after)


def _apply_drawn(campaigns):
    """Only rows that were decided about are applied."""
    apply = campaigns._apply_targets

    def only(campaign, rows, decisions, now):
        return apply(
            campaign, [r for r in rows if r["key"] in decisions], decisions, now
        )

    return only


@tagged("post_install", "-at_install")
class TestRaceDraw(RaceCase):
    """Calls to evaluate, drawn by two leaders; themes, found by two jobs."""

    @classmethod
    def _prepare_more(cls, env):
        other = new_test_user(env, f"race_{cls.campaign}_other", LEADER)
        cls.keep(other.partner_id)
        cls.other_leader = cls.keep(other).id
        cls.form = cls.keep(
            env["o2c.evaluation.form"].create(
                {
                    "name": "Race",
                    "criterion_ids": [
                        Command.create({"name": "Race", "section": "Race"})
                    ],
                }
            )
        ).id

    def _talked(self, env):
        """Two talks of the agent, in a campaign of their own."""
        campaign = self.keep(self._campaign(env))
        self.talked = campaign.id
        for _number in range(2):
            call = self.call_of(env, campaign_id=campaign.id, state="done")
            env["o2c.call.attempt"].create(
                {
                    "call_id": call,
                    "at": self.now,
                    "agent_id": self.agent,
                    "result": "answered",
                    "right_party": True,
                }
            )

    def _draw(self, leader):
        def draw(env):
            wizard = env["o2c.evaluation.sample"].create(
                {
                    "campaign_ids": [Command.set([self.talked])],
                    "date_from": self.now - timedelta(days=1),
                    "date_to": self.now + timedelta(days=1),
                    "form_id": self.form,
                    "per_agent": 2,
                    "seed": "race",
                }
            )
            return wizard.action_draw()["params"]["next"]["domain"]

        return self.request(leader, draw)

    def _drawn(self, env):
        attempts = env["o2c.call.attempt"].search([("campaign_id", "=", self.talked)])
        return (
            env["o2c.evaluation"]
            .search([("attempt_id", "in", attempts.ids)])
            .mapped(lambda found: (found.attempt_id.id, len(found.mark_ids))),
            attempts.ids,
        )

    def test_drawn_by_two_leaders(self):
        def make():
            self.committed(self._talked)
            return self._draw(self.leader), self._draw(self.other_leader)

        def check(one, other, _first):
            self.assertNoError(one, other)
            drawn, attempts = self.committed(self._drawn)
            self.assertEqual(sorted(drawn), [(key, 1) for key in sorted(attempts)])
            self.assertEqual(sorted(one.answer[0][2]), sorted(other.answer[0][2]))

        self.play(make, check, self.after)


@tagged("post_install", "-at_install")
class TestRaceRetention(RaceCase):
    """A retention list ends once; who is at risk is read once at a time."""

    def _over(self, env):
        record = self.keep(
            env["o2c.retention.list"].create({"name": "Race", "days": 7})
        )
        env.flush_all()
        # as it would stand after a start so long ago
        env.cr.execute(
            "UPDATE o2c_retention_list SET state = 'running', started_at = %s"
            " WHERE id = %s",
            [self.now - timedelta(days=30), record.id],
        )
        return record.id

    def test_ended_once(self):
        def make():
            self.record = self.committed(self._over)
            step = ("o2c.retention.list", self.record, "_end_alone", self.now)
            return self.job(*step), self.job(*step)

        def check(one, other, _first):
            self.assertNoError(one, other)
            found = self.committed(self._ended)
            ended = self.now - timedelta(days=23)
            self.assertEqual(found, ("done", ended, False))

        self.play(make, check, self.after)

    def _ended(self, env):
        record = env["o2c.retention.list"].browse(self.record)
        return record.state, record.ended_at, record.failure

    def test_read_once(self):
        """Who is at risk already stays in the list while two look."""
        kept = self.committed(self._rows)
        self.addCleanup(self.committed, self._restore, kept)
        customer = self.committed(
            lambda env: self.keep(env["res.partner"].create({"name": "Race"})).id
        )
        company = self.committed(lambda env: env.company.id)
        row = {"company_id": company, "partner_id": customer, "signs": [], "points": 3}
        row |= {"level": "low", "last_on": "2026-03-01", "silent_days": 4}
        row |= {"orders": 1, "turnover": 10.0}

        def make():
            def look(env):
                env["o2c.churn.customer"]._refresh_alone(env.company, self.now)

            return [self.request(SUPERUSER_ID, look) for _number in range(2)]

        def check(one, other, _first):
            self.assertNoError(one, other)
            self.assertEqual(self.committed(self._at_risk, customer), 1)

        churn = self.registry["o2c.churn.customer"]
        with (
            patch(f"{MODELS}.o2c_churn_customer.churn_rows", lambda *given: [row]),
            patch.object(churn, "_row", lambda _model, source, *given: source),
            self.assertNoLogs(f"{MODELS}.o2c_churn_customer", "ERROR"),
        ):
            self.play(make, check, self.after)

    def _rows(self, env):
        """The customers at risk that the database has."""
        env.cr.execute("SELECT COALESCE(jsonb_agg(c), '[]') FROM o2c_churn_customer c")
        return env.cr.fetchone()[0]

    def _restore(self, env, rows):
        env.cr.execute("DELETE FROM o2c_churn_customer")
        env.cr.execute(
            "INSERT INTO o2c_churn_customer SELECT * FROM"
            " jsonb_populate_recordset(NULL::o2c_churn_customer, %s)",
            [Json(rows)],
        )

    def _at_risk(self, env, customer):
        domain = [("company_id", "=", env.company.id), ("partner_id", "=", customer)]
        return env["o2c.churn.customer"].search_count(domain)
