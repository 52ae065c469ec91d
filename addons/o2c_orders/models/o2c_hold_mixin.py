from collections import defaultdict

from odoo import api, fields, models

from .. import explain
from ..domain import hold as rules
from ..domain.hold import Phase
from .o2c_hold import TARGETS


class O2cHoldMixin(models.AbstractModel):
    """The reading side of the hold ledger, for documents that can be stopped.

    ``_o2c_holds``, ``_o2c_pauses`` and ``_o2c_held_amount`` are the whole
    interface. They read the ledger with superuser rights: a control must see every
    hold, also one that the present user may not read.
    """

    _name = "o2c.hold.mixin"
    _description = "Document that can be held"

    o2c_hold_ids = fields.Many2many(
        "o2c.hold", string="Holds", compute="_compute_o2c_hold_ids"
    )
    o2c_open_hold_count = fields.Integer("Open holds", compute="_compute_o2c_hold_ids")
    o2c_is_held = fields.Boolean(
        "On hold", compute="_compute_o2c_hold_ids", search="_search_o2c_is_held"
    )
    o2c_hold_text = fields.Char(
        "Why on hold",
        compute="_compute_o2c_hold_ids",
        help="The reasons of the open holds and what they stop.",
    )

    def _compute_o2c_hold_ids(self):
        now = fields.Datetime.now()
        Hold = self.env["o2c.hold"]
        readable = Hold.has_access("read")
        for record, holds in self._o2c_ledger().items():
            open_ = holds.filtered(lambda h: any(_stops(h, p, now) for p in Phase))
            mine = holds.sudo(False)._filtered_access("read") if readable else Hold
            record.o2c_hold_ids = mine
            record.o2c_open_hold_count = len(open_)
            record.o2c_is_held = bool(open_)
            record.o2c_hold_text = explain.hold.holds_summary(open_)

    @api.model
    def _search_o2c_is_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        Hold = self.env["o2c.hold"].sudo()  # the control sees every hold
        begun = fields.Domain("date_from", "<=", now)
        lasting = fields.Domain("date_to", "=", False)
        lasting |= fields.Domain("date_to", ">", now)
        ids = self._o2c_held_ids(Hold.search(begun & lasting))
        return [("id", "in" if True in value else "not in", list(ids))]

    def action_o2c_holds(self):
        """Open all holds that were ever placed on this document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Holds"),
            "res_model": "o2c.hold",
            "view_mode": "list,form",
            "domain": [("id", "in", self.o2c_hold_ids.ids)],
        }

    def action_o2c_place_hold(self):
        """Open the wizard that places a hold on these documents by hand."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Place a hold"),
            "res_model": "o2c.hold.place",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_ids": self.ids},
        }

    # ------------------------------------------------------------- interface
    def _o2c_holds(self, phase=None, at=None):
        """The holds in force on each document.

        :param Phase phase: only those that stop this phase; None: any
        :param at: the moment (naive UTC); None: now
        :return: {record: o2c.hold recordset (sudo)}, every record is a key
        """
        at = at or fields.Datetime.now()
        targets = self._o2c_hold_targets()
        Hold = self.env["o2c.hold"].sudo()  # the control sees every hold
        holds = Hold._in_force(phase, at, _union(targets))
        return self._o2c_distribute(holds, targets)

    def _o2c_pauses(self, phase):
        """The intervals in which ``phase`` was stopped: {record: [(from, to)]}.

        Half-open, merged, in order, naive UTC; ``to`` None means still going on.
        """
        return {
            record: rules.pauses([h._facts() for h in holds], phase)
            for record, holds in self._o2c_ledger().items()
        }

    def _o2c_held_amount(self, phase, totals, at=None):
        """How much of each document's amount is stopped in ``phase``.

        :param dict totals: {record: Decimal}, company currency, not negative
        :return: {record: Decimal} between zero and the total
        """
        at = at or fields.Datetime.now()
        return {
            record: rules.held_amount(
                [h._facts() for h in holds], phase, at, totals[record]
            )
            for record, holds in self._o2c_holds(phase, at).items()
        }

    # ------------------------------------------------------------- hooks
    def _o2c_hold_targets(self):
        """Hook. Which holds concern each document.

        :return: {record: {hold field: set of ids}} over the target fields of
            ``o2c.hold``; a document is also stopped by holds on what stands above
            it (its order, its customer)
        """
        raise NotImplementedError

    @api.model
    def _o2c_held_ids(self, holds):
        """Hook. The ids of this model that any of ``holds`` stops, as a set.

        The reverse of :meth:`_o2c_hold_targets`; no query per hold.
        """
        raise NotImplementedError

    @api.model
    def _o2c_ids_of_customers(self, holds, customer_field, domain=()):
        """Ids of this model whose customer is held, company by company, as a set."""
        ids = set()
        for company, held in (
            holds.filtered("customer_id").grouped("company_id").items()
        ):
            ids.update(
                self._search(
                    [
                        ("company_id", "=", company.id),
                        (customer_field, "in", held.customer_id.ids),
                        *domain,
                    ]
                )
            )
        return ids

    def _o2c_refresh_holds(self, phase):
        """Hook. Runs before ``phase`` is gone through, on all documents at once.

        Modules place or release their own holds here (credit checks the limit);
        they must not raise. Returns nothing.
        """

    # ------------------------------------------------------------- parts
    def _o2c_ledger(self):
        """All holds ever placed on each document: {record: o2c.hold (sudo)}."""
        targets = self._o2c_hold_targets()
        parts = [[(f, "in", list(ids))] for f, ids in _union(targets).items() if ids]
        Hold = self.env["o2c.hold"].sudo()  # the control sees every hold
        holds = Hold.search(fields.Domain.OR(parts)) if parts else Hold
        return self._o2c_distribute(holds, targets)

    def _o2c_distribute(self, holds, targets):
        by_target = defaultdict(holds.browse)
        for hold in holds:
            target = hold._target()
            by_target[TARGETS[target._name], target.id, hold.company_id.id] |= hold
        result = {}
        for record in self:
            found = holds.browse()
            for field, ids in targets[record].items():
                for key in ids:
                    for company in record._o2c_companies():
                        found |= by_target.get((field, key, company), holds.browse())
            result[record] = found
        return result

    def _o2c_companies(self):
        """Ids of the companies whose holds count for this document."""
        return [self.company_id.id]

    def _o2c_split_held(self, phase):
        """Refresh, then split: (free documents, {held record: its holds}).

        Called where a phase is entered; what is held is reported, not raised, so
        that the hold just placed is not rolled back.
        """
        self._o2c_refresh_holds(phase)
        stopped = self._o2c_stopped(phase)
        held = self.browse([record.id for record in stopped])
        return self - held, stopped

    def _o2c_stopped(self, phase):
        """What may not go through ``phase`` now: {held record: its holds}.

        A hold on an amount lets the document go on.
        """
        stopped = {}
        for record, holds in self._o2c_holds(phase).items():
            whole = holds.filtered(lambda hold: not hold.is_partial)
            if whole:
                stopped[record] = whole
        return stopped

    def _o2c_held_action(self, phase, stopped):
        """The action that tells the user what is held and why."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": explain.hold.held_title(self.env, phase, len(stopped)),
                "message": explain.hold.held_list(stopped),
                "type": "warning",
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


def _stops(hold, phase, at):
    return rules.in_force(hold._facts(), phase, at)


def _union(targets):
    """{record: {field: ids}} -> {field: ids of all records}."""
    union = defaultdict(set)
    for fields_ids in targets.values():
        for field, ids in fields_ids.items():
            union[field] |= ids
    return union
