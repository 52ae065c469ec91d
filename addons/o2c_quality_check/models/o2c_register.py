import csv
import io

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..domain.calling_law import Enrolment
from ..explain import law as explain

MODES = [
    ("list", "The whole list is loaded"),
    ("numbers", "Numbers are sent in and come back checked"),
]
# the whole list: who is not on it any more goes, who stays keeps his day
REPLACE_LIST = """
DELETE FROM o2c_register_entry e
 WHERE e.register_id = %(register)s
   AND NOT EXISTS (SELECT 1 FROM o2c_register_stage s WHERE s.number = e.number)
"""
# answers to numbers that were sent in: all of them were checked
ANSWER_ASKED = """
UPDATE o2c_register_entry e
   SET checked_on = %(on)s, asked_at = NULL, is_listed = false, since = NULL,
       write_uid = %(user)s, write_date = %(now)s
 WHERE e.register_id = %(register)s AND e.asked_at IS NOT NULL
   AND (e.checked_on IS NULL OR e.checked_on <= %(on)s)
   AND NOT EXISTS (SELECT 1 FROM o2c_register_stage s WHERE s.number = e.number)
"""
ENTER = """
INSERT INTO o2c_register_entry AS e
       (register_id, number, is_listed, since, checked_on,
        create_uid, create_date, write_uid, write_date)
SELECT %(register)s, number, true, coalesce(min(since), %(on)s), %(on)s,
       %(user)s, %(now)s, %(user)s, %(now)s
  FROM o2c_register_stage GROUP BY number
    ON CONFLICT (register_id, number) DO UPDATE
   SET is_listed = true, checked_on = excluded.checked_on, asked_at = NULL,
       -- enrolled since the earliest day that is known of this enrolment
       since = CASE WHEN e.is_listed THEN least(e.since, excluded.since)
                    ELSE excluded.since END,
       write_uid = excluded.write_uid, write_date = excluded.write_date
"""


class O2cRegister(models.Model):
    """A public register of numbers that want no calls, and when it was checked."""

    _name = "o2c.register"
    _description = "Register of numbers that want no calls"
    _inherit = ["mail.thread"]
    _order = "checked_on NULLS FIRST, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    country_id = fields.Many2one(
        "res.country", required=True, help="Numbers without a prefix belong to it."
    )
    mode = fields.Selection(
        MODES, "How it is checked", required=True, default="numbers", tracking=True
    )
    checked_on = fields.Date("List of", readonly=True, tracking=True)
    entry_ids = fields.One2many("o2c.register.entry", "register_id", "Numbers")
    entry_count = fields.Integer("Numbers listed", compute="_compute_counts")
    asked_count = fields.Integer("Waiting for an answer", compute="_compute_counts")
    good_until = fields.Date(
        "Last check good until",
        compute="_compute_good_until",
        help="Afterwards nobody is called for selling until it is asked again.",
    )
    is_due = fields.Boolean("To be asked", compute="_compute_good_until")
    rule_ids = fields.One2many("o2c.calling.rule", "register_id", "Rules")
    url = fields.Char("Address")
    note = fields.Text()

    def _compute_counts(self):
        Entry = self.env["o2c.register.entry"]
        here = [("register_id", "in", self.ids)]
        listed = dict(
            Entry._read_group(
                [*here, ("is_listed", "=", True)], ["register_id"], ["__count"]
            )
        )
        asked = dict(
            Entry._read_group(
                [*here, ("asked_at", "!=", False)], ["register_id"], ["__count"]
            )
        )
        for register in self:
            register.entry_count = listed.get(register, 0)
            register.asked_count = asked.get(register, 0)

    @api.depends("checked_on", "rule_ids.good_days", "rule_ids.active")
    def _compute_good_until(self):
        today = fields.Date.context_today(self)
        for register in self:
            days = min(register.rule_ids.mapped("good_days"), default=0)
            checked = register.checked_on
            until = checked and fields.Date.add(checked, days=days)
            register.good_until = until
            # a working week ahead, so that the answer comes in time
            soon = fields.Date.add(today, days=5)
            register.is_due = bool(register.rule_ids) and (not until or until <= soon)

    # ------------------------------------------------------------- coming in
    def _replace(self, numbers, on):
        """Take over what the register answered; all of it, or nothing.

        :param numbers: (E.164 number, day of enrolment or None) of those listed
        :param on: the day on which the register was asked
        :return: how many are listed now
        :raise UserError: a later answer is here already, or the day is yet to come
        """
        self.ensure_one()
        self._check_day(on)
        # two imports at once: one after the other
        self.lock_for_update()
        self.env.flush_all()
        self._fill_stage(numbers)
        values = {
            "register": self.id,
            "on": on,
            "user": self.env.uid,
            "now": fields.Datetime.now(),
        }
        listing = self.mode == "list"
        self.env.cr.execute(SQL(REPLACE_LIST if listing else ANSWER_ASKED, **values))
        self.env.cr.execute(SQL(ENTER, **values))
        self.env["o2c.register.entry"].invalidate_model()
        self.invalidate_recordset(["entry_ids", "entry_count", "asked_count"])
        self.checked_on = on
        return self.entry_count

    def _check_day(self, on):
        if on > fields.Date.context_today(self):
            raise UserError(self.env._("The day of the check is yet to come."))
        if self.checked_on and on < self.checked_on:
            raise UserError(explain.register_later(self))

    def _fill_stage(self, numbers):
        cr = self.env.cr
        cr.execute(
            "CREATE TEMP TABLE IF NOT EXISTS o2c_register_stage"
            " (number text, since date) ON COMMIT DROP"
        )
        cr.execute("DELETE FROM o2c_register_stage")
        copy_rows(cr, "o2c_register_stage", ("number", "since"), numbers)
        cr.execute("ANALYZE o2c_register_stage")

    # ------------------------------------------------------------- going out
    def _ask(self, numbers):
        """Note that these numbers are sent in; they count as checked with the answer.

        :param numbers: E.164
        """
        self.ensure_one()
        now = fields.Datetime.now()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "INSERT INTO o2c_register_entry AS e (register_id, number, is_listed,"
                " asked_at, create_uid, create_date, write_uid, write_date)"
                " SELECT %(register)s, n, false, %(now)s, %(user)s, %(now)s,"
                " %(user)s, %(now)s FROM unnest(%(numbers)s::text[]) n"
                " ON CONFLICT (register_id, number)"
                " DO UPDATE SET asked_at = excluded.asked_at",
                register=self.id,
                now=now,
                user=self.env.uid,
                numbers=list(dict.fromkeys(numbers)),
            )
        )
        self.env["o2c.register.entry"].invalidate_model()
        self.invalidate_recordset(["entry_ids", "asked_count"])

    # ------------------------------------------------------------- facts
    def _enrolment(self, entry):
        """What is known of one number.

        :param entry: (checked_on, since) of its entry, or None
        """
        self.ensure_one()
        checked_on, since = entry or (None, None)
        if self.mode == "list":
            checked_on = self.checked_on or None
        return Enrolment(checked_on, since)


class O2cRegisterEntry(models.Model):
    """What a register said of one number. Written by imports alone."""

    _name = "o2c.register.entry"
    _description = "Number in a register"
    _order = "register_id, number"
    _rec_name = "number"

    register_id = fields.Many2one("o2c.register", required=True, ondelete="cascade")
    number = fields.Char(required=True)
    is_listed = fields.Boolean("Wants no calls")
    since = fields.Date("Listed since", help="The day it was first seen, if not told.")
    checked_on = fields.Date()
    asked_at = fields.Datetime("Sent in")

    _number_once = models.Constraint(
        "UNIQUE (register_id, number)", "This number is in the register already."
    )
    _asked_index = models.Index("(register_id) WHERE asked_at IS NOT NULL")


def copy_rows(cr, table, columns, rows):
    """Write rows of a number and a day (or None) into ``table`` at once."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    names = ", ".join(columns)
    cr.copy_expert(f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv)", text)
