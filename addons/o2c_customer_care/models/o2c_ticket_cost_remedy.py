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
        """The outgoing moves that remedies made, with their remedies."""
        return SQL(
            """
            SELECT move.id, move.value, move.date, move.picking_id, move.repair_id,
                   COALESCE(sale.o2c_remedy_id, picking.o2c_remedy_id,
                            repair.o2c_remedy_id) AS remedy_id
              FROM stock_move move
              LEFT JOIN sale_order_line line ON line.id = move.sale_line_id
              LEFT JOIN sale_order sale ON sale.id = line.order_id
              LEFT JOIN stock_picking picking ON picking.id = move.picking_id
              LEFT JOIN repair_order repair ON repair.id = move.repair_id
             WHERE move.state = 'done' AND move.is_out
               AND move.id IN (
                   SELECT m.id FROM sale_order s
                     JOIN sale_order_line l ON l.order_id = s.id
                     JOIN stock_move m ON m.sale_line_id = l.id
                    WHERE s.o2c_remedy_id IS NOT NULL
                    UNION
                   SELECT m.id FROM stock_picking p
                     JOIN stock_move m ON m.picking_id = p.id
                    WHERE p.o2c_remedy_id IS NOT NULL
                    UNION
                   SELECT m.id FROM repair_order r
                     JOIN stock_move m ON m.repair_id = r.id
                    WHERE r.o2c_remedy_id IS NOT NULL)
            """
        )

    def _goods(self):
        """What went out a second time, and the parts of repairs, at stock value.

        What the order still lacked leaves on the order itself: the customer pays it.
        """
        return SQL(
            """
            SELECT %s AS id, remedy.ticket_id, remedy.company_id,
                   CASE remedy.kind WHEN 'repair' THEN 'goods' ELSE 'replacement' END
                       AS kind,
                   move.date::date AS date, move.value AS amount,
                   CASE WHEN move.repair_id IS NULL
                        THEN 'stock.picking' ELSE 'repair.order' END AS source_model,
                   COALESCE(move.repair_id, move.picking_id) AS source_id
              FROM (%s) move
              JOIN o2c_remedy remedy ON remedy.id = move.remedy_id
              LEFT JOIN stock_picking picking ON picking.id = move.picking_id
             WHERE move.value <> 0 AND picking.o2c_remedy_id IS NULL
            """,
            self._cost_row("move", 5),
            self._remedy_moves(),
        )

    def _freight(self):
        """What the courier takes for each way out that a remedy made."""
        return SQL(
            """
            SELECT %s AS id, remedy.ticket_id, remedy.company_id, 'freight' AS kind,
                   picking.date_done::date AS date, picking.carrier_price AS amount,
                   'stock.picking' AS source_model, picking.id AS source_id
              FROM (SELECT DISTINCT picking_id, remedy_id FROM (%s) moves) move
              JOIN stock_picking picking ON picking.id = move.picking_id
              JOIN o2c_remedy remedy ON remedy.id = move.remedy_id
             WHERE picking.carrier_price <> 0
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
