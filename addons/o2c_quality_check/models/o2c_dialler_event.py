from odoo import api, fields, models
from odoo.tools import SQL

from ..domain import phone_events
from ..domain.phone_events import Does, Told

OUTCOMES = [
    ("applied", "Applied"),
    ("noted", "Noted: it changes nothing"),
    ("late", "Too late: the line had ended"),
    ("unknown_line", "No such line"),
    ("unknown_kind", "Not understood"),
]


class O2cDiallerEvent(models.Model):
    """What a telephone system told about a line; the same event counts once."""

    _name = "o2c.dialler.event"
    _description = "Event of a telephone system"
    _order = "id desc"
    _rec_name = "event_key"

    dialler_id = fields.Many2one("o2c.dialler", required=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", index=True)
    event_key = fields.Char("Event", required=True)
    ref = fields.Char("Reference")
    kind = fields.Char(required=True)
    received_at = fields.Datetime("Received", required=True)
    line_id = fields.Many2one(
        "o2c.dialler.line", index="btree_not_null", ondelete="restrict"
    )
    seconds = fields.Float("Seconds told", digits=(8, 1))
    played = fields.Boolean("Message played")
    outcome = fields.Selection(OUTCOMES)

    _once = models.UniqueIndex(
        "(dialler_id, event_key)", "This event has been received already."
    )

    @api.model
    def _receive(self, dialler, events, now):
        """Take in events of a provider; those received before change nothing.

        :param events: dicts with ``key`` (the provider's own, once per event), ``ref``
            of the line, ``kind`` as in ``domain.phone_events.Told`` and, where told,
            ``seconds`` of the talk and whether the message was ``played``
        :return: those that were new, in the order given
        """
        fresh = self._claim(dialler, events, now)
        lines = self.env["o2c.dialler.line"].search(
            [("dialler_id", "=", dialler.id), ("ref", "in", fresh.mapped("ref"))]
        )
        by_ref = {line.ref: line for line in lines}
        for event in fresh:
            event._apply(by_ref.get(event.ref), now)
        return fresh

    def _claim(self, dialler, events, now):
        """Enter the events that are not there yet.

        Of two that bring the same at once the second waits and then finds it.
        """
        rows = {
            str(event["key"]): (
                dialler.id,
                str(event["key"])[:200],
                str(event.get("ref") or "")[:200],
                str(event.get("kind") or "")[:50],
                event.get("seconds"),
                bool(event.get("played")),
                now,
                now,
            )
            for event in events
        }
        if not rows:
            return self.browse()
        values = SQL(", ").join(SQL("%s", row) for row in rows.values())
        self.env.cr.execute(
            SQL(
                """INSERT INTO o2c_dialler_event
                          (dialler_id, event_key, ref, kind, seconds, played,
                           received_at, create_date)
                   VALUES %s
                   ON CONFLICT (dialler_id, event_key) DO NOTHING
                   RETURNING id""",
                values,
            ),
            # the same at once: the request is tried again, that is no error
            log_exceptions=False,
        )
        return self.browse(sorted(row[0] for row in self.env.cr.fetchall()))

    def _apply(self, line, now):
        self.write(
            {
                "line_id": line.id if line else False,
                "company_id": line.company_id.id if line else False,
                "outcome": self._outcome(line, now),
            }
        )

    def _outcome(self, line, now):
        told = phone_events.known(self.kind)
        if told is Told.TEST:
            return "noted"
        if not line:
            return "unknown_line"
        if not told:
            return "unknown_kind"
        self._note(told, line, now)
        does = phone_events.what(told, line.state, self.seconds, bool(line.bridged_at))
        if does in (Does.LATE, Does.NOTED):
            return does.value
        line._happens(does, now, self.seconds, self.played)
        return "applied"

    def _note(self, told, line, now):
        """What a line keeps whatever else comes of it."""
        if told is Told.ENDED and not line.gone_at:
            line.write({"gone_at": now, "talk_seconds": round(self.seconds)})
