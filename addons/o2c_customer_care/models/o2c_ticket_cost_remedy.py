"""What remedies cost, and what suppliers and couriers paid back."""

from typing import ClassVar

from odoo import models
from odoo.tools import SQL


class O2cTicketCost(models.Model):
    """The documents that remedies made. A return that is refunded undoes a sale and
    is no cost; what its way back costs is entered on the ticket."""

    _name = "o2c.ticket.cost"
    _inherit = "o2c.ticket.cost"
    _depends: ClassVar = {
        "account.move": ["o2c_remedy_id"],
        "loyalty.card": ["expiration_date", "points"],
        "o2c.claim": ["company_id", "refund_id", "ticket_id"],
        "o2c.remedy": ["amount", "amount_company", "kind", "state", "ticket_id"],
        "o2c.refusal": ["o2c_remedy_id"],
        "repair.order": ["o2c_remedy_id"],
        "sale.order": ["o2c_remedy_id"],
        "sale.order.line": ["order_id"],
        "stock.move": ["date", "is_out", "picking_id", "state", "value"],
        "stock.picking": ["carrier_price", "date_done", "o2c_remedy_id", "state"],
    }

    def _cost_parts(self):
        return [
            *super()._cost_parts(),
            self._remedy_credit_notes(),
            self._vouchers(),
            self._goods(),
            self._freight(),
            self._recovered(),
            self._redelivered_refusals(),
        ]

    def _remedy_credit_notes(self):
        """Posted credit notes of remedies, without taxes; no dispute's as well."""
        return SQL(
            """
            SELECT %s AS id, remedy.ticket_id, remedy.company_id,
                   CASE remedy.kind WHEN 'goodwill' THEN 'goodwill' ELSE 'credit' END
                       AS kind,
                   move.date, -move.amount_untaxed_signed AS amount,
                   'account.move' AS source_model, move.id AS source_id
              FROM o2c_remedy remedy
              JOIN account_move move ON move.o2c_remedy_id = remedy.id
             WHERE move.state = 'posted' AND move.move_type = 'out_refund'
               AND NOT EXISTS (SELECT FROM o2c_dispute dispute
                                WHERE dispute.credit_note_id = move.id)
            """,
            self._cost_row("move", 3),
        )

    def _vouchers(self):
        """Vouchers in full; one that has expired by what was used of it."""
        return SQL(
            """
            SELECT %s AS id, remedy.ticket_id, remedy.company_id,
                   'goodwill' AS kind, remedy.made_at::date AS date,
                   CASE WHEN card.expiration_date < CURRENT_DATE
                        THEN remedy.amount_company
                             * (1 - card.points / NULLIF(remedy.amount, 0))::numeric
                        ELSE remedy.amount_company END AS amount,
                   'loyalty.card' AS source_model, card.id AS source_id
              FROM o2c_remedy remedy
              JOIN loyalty_card card ON card.o2c_remedy_id = remedy.id
             WHERE remedy.state IN ('made', 'done')
            """,
            self._cost_row("card", 4),
        )

    def _remedy_moves(self):
        """The outgoing moves that remedies made, with their remedies.

        A move is the remedy's of its order, else of its delivery, else of its repair:
        a query for each that begins at the remedy, so that what is asked of one ticket
        is found by indexes.
        """
        columns = SQL(
            "SELECT move.id, move.value, move.date, move.picking_id, move.repair_id,"
            " remedy.id AS remedy_id, remedy.ticket_id, remedy.company_id, remedy.kind"
            " FROM o2c_remedy remedy"
        )
        return SQL(
            """
            %(columns)s
              JOIN sale_order sale ON sale.o2c_remedy_id = remedy.id
              JOIN sale_order_line line ON line.order_id = sale.id
              JOIN stock_move move ON move.sale_line_id = line.id
             WHERE %(left)s
            UNION ALL
            %(columns)s
              JOIN stock_picking picking ON picking.o2c_remedy_id = remedy.id
              JOIN stock_move move ON move.picking_id = picking.id
             WHERE %(left)s AND NOT %(of_order)s
            UNION ALL
            %(columns)s
              JOIN repair_order repair ON repair.o2c_remedy_id = remedy.id
              JOIN stock_move move ON move.repair_id = repair.id
              LEFT JOIN stock_picking picking ON picking.id = move.picking_id
             WHERE %(left)s AND NOT %(of_order)s AND picking.o2c_remedy_id IS NULL
            """,
            columns=columns,
            left=SQL("move.state = 'done' AND move.is_out"),
            of_order=SQL(
                "EXISTS (SELECT FROM sale_order_line line"
                " JOIN sale_order sale ON sale.id = line.order_id"
                " WHERE line.id = move.sale_line_id"
                " AND sale.o2c_remedy_id IS NOT NULL)"
            ),
        )

    def _goods(self):
        """What went out a second time, and the parts of repairs, at stock value.

        What the order still lacked leaves on the order itself: the customer pays it.
        """
        return SQL(
            """
            SELECT %s AS id, move.ticket_id, move.company_id,
                   CASE move.kind WHEN 'repair' THEN 'goods' ELSE 'replacement' END
                       AS kind,
                   move.date::date AS date, move.value AS amount,
                   CASE WHEN move.repair_id IS NULL
                        THEN 'stock.picking' ELSE 'repair.order' END AS source_model,
                   COALESCE(move.repair_id, move.picking_id) AS source_id
              FROM (%s) move
              LEFT JOIN stock_picking picking ON picking.id = move.picking_id
             WHERE move.value <> 0 AND picking.o2c_remedy_id IS NULL
            """,
            self._cost_row("move", 5),
            self._remedy_moves(),
        )

    def _freight(self):
        """What the courier takes for each way out that a remedy made.

        Rows are made one only at the end: what is asked of one ticket reaches in.
        """
        return SQL(
            """
            SELECT id, ticket_id, company_id, kind, date, amount, source_model,
                   source_id
              FROM (SELECT DISTINCT %s AS id, move.ticket_id, move.company_id,
                           'freight' AS kind, picking.date_done::date AS date,
                           picking.carrier_price AS amount,
                           'stock.picking' AS source_model, picking.id AS source_id,
                           move.remedy_id
                      FROM (%s) move
                      JOIN stock_picking picking ON picking.id = move.picking_id
                     WHERE picking.carrier_price <> 0) freight
            """,
            self._cost_row("picking", 6),
            self._remedy_moves(),
        )

    def _recovered(self):
        """Posted refunds of suppliers and couriers, less than zero, without taxes."""
        return SQL(
            """
            SELECT %s AS id, claim.ticket_id, claim.company_id, 'recovered' AS kind,
                   move.date, -abs(move.amount_untaxed_signed) AS amount,
                   'account.move' AS source_model, move.id AS source_id
              FROM o2c_claim claim
              JOIN account_move move ON move.id = claim.refund_id
             WHERE move.state = 'posted'
            """,
            self._cost_row("move", 7),
        )

    def _redelivered_refusals(self):
        """Second deliveries of refused parcels; the refusal's own ticket has its cost
        already."""
        return SQL(
            """
            SELECT %s AS id, remedy.ticket_id, remedy.company_id, 'freight' AS kind,
                   refusal.decided_at::date AS date, refusal.cost AS amount,
                   'o2c.refusal' AS source_model, refusal.id AS source_id
              FROM o2c_remedy remedy
              JOIN o2c_refusal refusal ON refusal.o2c_remedy_id = remedy.id
             WHERE refusal.cost <> 0 AND refusal.decided_at IS NOT NULL
               AND NOT EXISTS (SELECT FROM o2c_ticket own
                                WHERE own.origin_model = 'o2c.refusal'
                                  AND own.origin_id = refusal.id)
            """,
            self._cost_row("refusal", 8),
        )
