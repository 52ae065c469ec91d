from odoo import fields, models


class O2cTicketMixin(models.AbstractModel):
    """The tickets about a document: how many, how many open, and their list.

    Counts are what the user may read, by one grouped query for any number of
    documents.
    """

    _name = "o2c.ticket.mixin"
    _description = "Document with tickets"
    _o2c_ticket_field = None  # the field of o2c.ticket that points here

    o2c_ticket_count = fields.Integer("Tickets", compute="_compute_o2c_ticket_count")
    o2c_open_ticket_count = fields.Integer(
        "Open tickets", compute="_compute_o2c_ticket_count"
    )

    def _compute_o2c_ticket_count(self):
        all_, open_ = self._o2c_ticket_counts()
        for record in self:
            key = record._o2c_ticket_key()
            record.o2c_ticket_count = all_.get(key, 0)
            record.o2c_open_ticket_count = open_.get(key, 0)

    def _o2c_ticket_counts(self):
        """All and open tickets by document id: two dicts."""
        Ticket = self.env["o2c.ticket"]
        all_, open_ = {}, {}
        if Ticket.has_access("read"):
            field = self._o2c_ticket_field
            ids = [record._o2c_ticket_key() for record in self]
            groups = Ticket._read_group(
                # a part and a merged ticket belong to the one that is counted
                [
                    (field, "in", ids),
                    ("parent_id", "=", False),
                    ("merged_into_id", "=", False),
                ],
                [field, "stage"],
                ["__count"],
            )
            for record, stage, count in groups:
                all_[record.id] = all_.get(record.id, 0) + count
                if stage != "closed":
                    open_[record.id] = open_.get(record.id, 0) + count
        return all_, open_

    def _o2c_ticket_key(self):
        """The id under which tickets know this document."""
        return self._origin.id

    def action_o2c_tickets(self):
        """Open the tickets about this document."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_ticket"
        )
        key = self._o2c_ticket_key()
        return {
            **action,
            "domain": [(self._o2c_ticket_field, "=", key)],
            "context": {f"default_{self._o2c_ticket_field}": key},
        }

    def _o2c_ticket_customers(self):
        """The customers whose tickets may be about this document, the first one is
        the usual one: who orders need not be who pays."""
        return self.partner_id.commercial_partner_id
