from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, email_normalize

from .. import explain
from ..domain import contact_data as rules
from ..domain.contact_data import PointFacts, PointState

STATES = [
    (PointState.UNKNOWN.value, "Not verified"),
    (PointState.VERIFIED.value, "Verified"),
    (PointState.BOUNCED.value, "Bounced"),
    (PointState.DEAD.value, "Dead"),
]
KINDS = [("email", "E-mail"), ("phone", "Telephone"), ("address", "Address")]
SOURCES = [
    ("hand", "Entered by hand"),
    ("call", "During a contact"),
    ("bounce", "Returned e-mail"),
    ("mail", "E-mail received"),
    ("sms", "Text message"),
    ("web", "Written on the web"),
    ("letter", "Letter or fax"),
    ("merge", "Customers merged"),
]
# where a channel of the contact ledger is no talk
SOURCE_BY_CHANNEL = {
    "email": "mail",
    "sms": "sms",
    "letter": "letter",
    "fax": "letter",
    "portal": "web",
    "web": "web",
}
FAILED = (PointState.BOUNCED.value, PointState.DEAD.value)


class O2cContactPoint(models.Model):
    """A telephone number, e-mail or postal address of a customer, and how good it is.

    A value about which nothing was ever heard has no record. One that was replaced
    stays, with all its checks.
    """

    _name = "o2c.contact.point"
    _description = "Contact point"
    _inherit = ["o2c.guarded.mixin"]
    _order = "is_current desc, checked_at desc, id desc"
    _rec_name = "value"

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="cascade"
    )
    customer_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Customer", store=True
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True)
    kind = fields.Selection(KINDS, required=True)
    value = fields.Char(required=True)
    key = fields.Char("Compared as", required=True)
    state = fields.Selection(STATES, required=True, default=PointState.UNKNOWN.value)
    standing = fields.Selection(
        [
            ("failed", "Does not work"),
            ("never", "Never verified"),
            ("stale", "Verified long ago"),
            ("fresh", "Verified"),
        ],
        compute="_compute_standing",
    )
    is_current = fields.Boolean("In use", default=True, index=True)
    checked_at = fields.Datetime("Checked on")
    checked_by_id = fields.Many2one("res.users", "Checked by")
    source = fields.Selection(SOURCES)
    detail = fields.Char()
    check_ids = fields.One2many("o2c.contact.check", "point_id", "Checks")

    _once = models.UniqueIndex(
        "(partner_id, kind, key)", "This contact point is kept already."
    )
    _by_key = models.Index("(kind, key)")
    _to_mend = models.Index("(kind) WHERE is_current AND state IN ('bounced', 'dead')")

    @api.depends("state", "checked_at", "company_id")
    def _compute_standing(self):
        now = fields.Datetime.now()
        for point in self:
            company = point.company_id or self.env.company
            facts = PointFacts(PointState(point.state), point.checked_at or None)
            days = company.o2c_contact_fresh_days
            point.standing = rules.standing(facts, now, days).value

    @api.depends("value", "kind")
    def _compute_display_name(self):
        for point in self:
            point.display_name = explain.contact_data.point(point)

    def _o2c_opened_elsewhere(self):
        return self.env._("Contact points follow from the customer's own data.")

    def _o2c_kept_for_ever(self):
        return self.env._("Contact points are kept; a replaced one stays as history.")

    # ------------------------------------------------------------- checks
    @api.model
    def _record(self, wanted, state, source, detail=""):
        """Enter what was learned about contact points, once a day for the same news.

        :param wanted: list of (partner, kind, value, key)
        :param PointState state: what the check said
        :return: the points whose state is another one than before
        """
        # facts of the system: whoever receives a bounce or verifies on the telephone
        points = self.sudo()._points_of(wanted)
        now = fields.Datetime.now()
        known = points.filtered(lambda p: p._says_already(state, source, now))
        news = points - known
        changed = news.filtered(lambda p: p.state != state.value)
        checks = self.env["o2c.contact.check"].sudo()  # as above
        checks.create(
            [
                {
                    "point_id": point.id,
                    "state": state.value,
                    "at": now,
                    "user_id": self.env.uid,
                    "source": source,
                    "detail": detail,
                }
                for point in news
            ]
        )
        news.write(
            {
                "is_current": True,
                "state": state.value,
                "checked_at": now,
                "checked_by_id": self.env.uid,
                "source": source,
                "detail": detail,
            }
        )
        return changed

    def _says_already(self, state, source, now):
        same = (self.state, self.source) == (state.value, source)
        return same and self.checked_at and self.checked_at.date() == now.date()

    def _points_of(self, wanted):
        """The points for (partner, kind, value, key), made where there are none."""
        partners = self.env["res.partner"].union(*(row[0] for row in wanted))
        found = {
            (point.partner_id.id, point.kind, point.key): point
            for point in self.search([("partner_id", "in", partners.ids)])
        }
        rows = {(p.id, kind, key): value for p, kind, value, key in wanted if key}
        missing = [row for row in rows if row not in found]
        made = self.create(
            [
                {
                    "partner_id": row[0],
                    "kind": row[1],
                    "key": row[2],
                    "value": rows[row],
                }
                for row in missing
            ]
        )
        found.update(zip(missing, made, strict=True))
        return self.union(*(found[row] for row in rows))

    @api.model
    def _failed(self, partners, kind, state, source, detail):
        """Enter that a value of ``partners`` does not reach them, and say so.

        :return: the points that were not known to fail before
        """
        rows = [row for row in partners._o2c_points(kind) if row[3]]
        changed = self._record(rows, state, source, detail)
        if changed:
            changed._after_failure()
        return changed

    @api.model
    def _alive(self, email):
        """A mail came from ``email``: what bounced there is to be asked anew."""
        key = email_normalize(email) or ""
        domain = [("kind", "=", "email"), ("key", "=", key), ("state", "in", FAILED)]
        # nobody's rights are asked when a mail comes in
        points = self.sudo().search(domain) if key else self
        rows = [(p.partner_id, p.kind, p.value, p.key) for p in points]
        if rows:
            self._record(rows, PointState.UNKNOWN, "mail")

    def _after_failure(self):
        """Hook. Runs once when contact points turned out to fail. Returns nothing."""

    # ------------------------------------------------------------- what was replaced
    @api.model
    def _follow(self, gone, present):
        """Keep values that are used no more as history; what is used again is current.

        :param gone: list of (partner, kind, value, key) as they were
        :param present: the same rows as they are now, of the same partners
        """
        # history is kept whoever corrects the data
        points = self.sudo()
        points._points_of(gone).write({"is_current": False})
        keys = {(p.id, kind, key) for p, kind, _value, key in present}
        old = points.search(
            [
                ("partner_id", "in", [row[0].id for row in present]),
                ("is_current", "=", False),
            ]
        )
        again = old.filtered(lambda p: (p.partner_id.id, p.kind, p.key) in keys)
        again.write({"is_current": True})

    # ------------------------------------------------------------- merged customers
    @api.model
    def _before_merge(self, sources, target):
        """Bring together what merged partners know of the same value.

        The checks of all of them go on in one point, whose state is that of the last.
        """
        # history is kept whoever merges
        points = self.sudo().search([("partner_id", "in", (sources | target).ids)])
        for same in points.grouped(lambda p: (p.kind, p.key)).values():
            kept = (same.filtered(lambda p: p.partner_id == target) or same)[:1]
            if len(same) > 1:
                kept._absorb(same - kept)

    def _absorb(self, others):
        others.check_ids.write({"point_id": self.id})
        last = self.check_ids.sorted(lambda c: (c.at, c.id))[-1:]
        if last:
            self.write(
                {
                    "state": last.state,
                    "checked_at": last.at,
                    "checked_by_id": last.user_id.id,
                    "source": last.source,
                    "detail": last.detail,
                }
            )
        self.env.flush_all()
        # theirs is now here; unlink() refuses, as these are kept for ever
        self.env.execute_query(
            SQL(
                "DELETE FROM o2c_contact_point WHERE id IN %s RETURNING id",
                tuple(others.ids),
            )
        )
        others.invalidate_recordset()

    @api.model
    def _after_merge(self, partner):
        """Tell which values the merged partner uses; the others are history."""
        partner = partner.sudo()  # as above
        points = self.sudo().search([("partner_id", "=", partner.id)])
        keys = {(kind, key) for _partner, kind, _value, key in partner._o2c_points()}
        for point in points:
            current = (point.kind, point.key) in keys
            if point.is_current != current:
                point.is_current = current

    # ------------------------------------------------------------- actions
    def action_verify(self):
        """Note that these were confirmed today."""
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only employees confirm contact data."))
        self.check_access("read")
        rows = [(p.partner_id, p.kind, p.value, p.key) for p in self if p.is_current]
        self._record(rows, PointState.VERIFIED, "call")

    def action_correct(self):
        """Open the form that corrects the data of the contact."""
        self.ensure_one()
        return self.partner_id.action_o2c_correct_contact_data()

    def action_open_card(self):
        """Open the customer card."""
        self.ensure_one()
        return self.partner_id.action_o2c_card()
