from odoo import api, fields, models
from odoo.tools import SQL

from .o2c_dialler_line import ENDINGS

KINDS = [
    ("answered", "Answered"),
    ("hung_up", "Hung up"),
    ("no_answer", "No answer"),
    ("busy", "Busy"),
    ("voicemail", "Voicemail"),
    ("not_in_service", "Number not in service"),
]
OUTCOMES = [
    ("applied", "Applied"),
    ("late", "Too late: the line had ended"),
    ("unknown_line", "No such line"),
    ("unknown_kind", "Not understood"),
]
OWN_KINDS = {key for key, _label in KINDS}


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
    outcome = fields.Selection(OUTCOMES)

    _once = models.UniqueIndex(
        "(dialler_id, event_key)", "This event has been received already."
    )

    @api.model
    def _receive(self, dialler, events, now):
        """Take in events of a provider; those received before change nothing.

        :param events: dicts with ``key`` (the provider's own, once per event), ``ref``
            of the line, ``kind`` as in KINDS
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
                          (dialler_id, event_key, ref, kind, received_at, create_date)
                   VALUES %s
                   ON CONFLICT (dialler_id, event_key) DO NOTHING
                   RETURNING id""",
                values,
            )
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
        if not line:
            return "unknown_line"
        if self.kind not in OWN_KINDS:
            return "unknown_kind"
        if line.state == "ended":
            return "late"
        if self.kind == "answered":
            line._answered(now)
        elif self.kind == "hung_up":
            line._hung_up(now)
        else:
            line._unanswered(ENDINGS[self.kind], now)
        return "applied"
