"""Builders for tests of diallers: agents at work, customers to ring."""

from datetime import timedelta
from unittest.mock import patch

from .common import NOW, QualityCommon

__all__ = ["NOW", "DiallerCommon"]


class DiallerCommon(QualityCommon):
    """A campaign with ten customers, a practice dialler."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a step commits before anything rings, which a test must not
        kept = patch.object(cls.registry["o2c.dialler.run"], "_keep", lambda run: None)
        cls.startClassPatcher(kept)
        cls.Line = cls.env["o2c.dialler.line"]
        cls.Event = cls.env["o2c.dialler.event"]
        cls.agents = cls.agent | cls.other_agent
        with cls._at("2026-03-03 10:00:00"):
            for number in range(cls._customers()):
                buyer = cls._customer(
                    name=f"Buyer {number}", phone=f"+39 02 5551 {number:04}"
                )
                cls._deliver(cls._order(partner_id=buyer.id))
            cls.env.flush_all()
        cls.campaign = cls._campaign()
        cls.campaign._refresh(NOW)
        cls.calls = cls.campaign.call_ids

    @classmethod
    def _customers(cls):
        return 6

    @classmethod
    def _dialler(cls, **values):
        options = {
            "name": "Practice",
            "kind": "practice",
            "mode": "progressive",
            "message": "This is Example Ltd. Call +39 02 1 to be left alone.",
            "practice_answered": 100.0,
            "ring_seconds": 20,
        }
        return cls.env["o2c.dialler"].create({**options, **values})

    @classmethod
    def _run(cls, dialler=None, now=NOW, **values):
        """A run of the leader's, dialling since ``now``."""
        dialler = dialler or cls._dialler(**values)
        run = cls.env["o2c.dialler.run"].create(
            {"campaign_id": cls.campaign.id, "dialler_id": dialler.id}
        )
        run.write({"state": "running", "started_at": now})
        return run

    @classmethod
    def _at_work(cls, *agents, now=NOW):
        for agent in agents:
            cls.env["o2c.agent.session"]._enter(agent, "available", now)

    @classmethod
    def _happens(cls, line, kind, now, key=None):
        """The telephone system tells that ``kind`` happened on ``line``."""
        event = {"key": key or f"{line.ref}:{kind}", "ref": line.ref, "kind": kind}
        return cls.Event._receive(line.dialler_id, [event], now)

    @classmethod
    def _history(cls, run, live, abandoned=0, dialled=0):
        """A month before: ended lines of one call."""
        at = NOW - timedelta(days=2)
        results = ["abandoned"] * abandoned + ["answered"] * (live - abandoned)
        results += ["no_answer"] * (dialled - live)
        cls.Line.create(
            [
                {
                    "run_id": run.id,
                    "number": -number,
                    "dialler_id": run.dialler_id.id,
                    "campaign_id": run.campaign_id.id,
                    "company_id": run.company_id.id,
                    "call_id": cls.calls[0].id,
                    "phone": "+39 02 0",
                    "state": "ended",
                    "dialled_at": at,
                    "answered_at": result != "no_answer" and at,
                    "ended_at": at,
                    "result": result,
                }
                for number, result in enumerate(results, start=1)
            ]
        )


def seconds(count):
    """So many seconds after NOW."""
    return NOW + timedelta(seconds=count)
