from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger


@tagged("post_install", "-at_install")
class TestRemedyRace(TransactionCase):
    """The same remedy carried out on two connections: one document."""

    def setUp(self):
        super().setUp()
        self.one, self.other = self._environment(), self._environment()
        self.erase = []
        self.addCleanup(self._forget)
        self.remedy = self._remedy()
        self.one.cr.commit()

    def _environment(self):
        """A connection of its own that really commits."""
        cursor = self.registry.cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _remedy(self):
        env = self.one
        self.partner = env["res.partner"].create({"name": "Race"})
        self.ticket = env["o2c.ticket"].create(
            {"name": "Race", "partner_id": self.partner.id}
        )
        self.program = env["loyalty.program"].create(
            {**env.company._o2c_prepare_program_vals(), "name": "Race"}
        )
        # as if it had been asked for, whatever tiers this company has
        return env["o2c.remedy"].create(
            {
                "ticket_id": self.ticket.id,
                "kind": "voucher",
                "note": "Race",
                "amount": 5.0,
                "amount_company": 5.0,
                "currency_id": env.company.currency_id.id,
                "program_id": self.program.id,
                "requested_by_id": env.uid,
            }
        )

    def _forget(self):
        """The ledgers keep everything, so what was committed goes past the models."""
        self.other.cr.rollback()
        self.one.cr.rollback()
        partner = self.partner.id
        self._erase("loyalty_card", "partner_id", partner)
        contacts = self.one["o2c.contact"].search([("partner_id", "=", partner)])
        for contact in contacts:
            self._erase("o2c_contact_document", "contact_id", contact.id)
        for table in ("o2c_contact", "o2c_remedy", "o2c_ticket", "res_partner"):
            column = "id" if table == "res_partner" else "partner_id"
            self._erase(table, column, partner)
        self.one.transaction.clear()
        self.program.active = False
        self.program.unlink()
        self.one.cr.commit()

    def _erase(self, table, column, value):
        query = SQL(
            "DELETE FROM %s WHERE %s = %s",
            SQL.identifier(table),
            SQL.identifier(column),
            value,
        )
        self.one.cr.execute(query)

    def _grant(self, env):
        remedy = env["o2c.remedy"].browse(self.remedy.id)
        remedy._grant("Approved")
        env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_two_processes(self):
        # the second one has its picture of the data before the first one commits
        self.assertEqual(
            self.other["o2c.remedy"].browse(self.remedy.id).state, "proposed"
        )
        self._grant(self.one)
        self.one.cr.commit()
        with self.assertRaises(SerializationFailure):
            self._grant(self.other)
        self.other.cr.rollback()
        self.other.transaction.clear()
        with self.assertRaises(UserError):  # tried again, it sees what was done
            self._grant(self.other)
        cards = self.one["loyalty.card"].search([("partner_id", "=", self.partner.id)])
        self.assertEqual(len(cards), 1)
